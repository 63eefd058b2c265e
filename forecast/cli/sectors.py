"""`forecast sectors`: placeholder."""


def command() -> None:
    """Print sectors."""
