"""The command line `forecast`, one module per verb. A verb imports heavy libraries only when it runs."""

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave the process with its exit code: 0, 2, 3, 4 or 130; 141 if nobody reads the output.

    With `arguments` (tests, notebooks) the process goes on and SystemExit is raised.
    """
    if arguments is not None:
        from forecast.cli.app import run

        raise SystemExit(run(arguments))
    from forecast.cli.process import begin, end

    words = begin()  # before anything that takes time
    from forecast.cli.app import run

    end(run(words), words)
