"""`python -m studies NAME ...`: one study or one generated page. Without a name, the list."""

import sys
from importlib import import_module

STUDIES = {
    "observations": ("studies.observations.__main__", "a table of a map as an observation file"),
    "front_statistics": ("studies.front_statistics.__main__", "the estimates behind the baseline"),
    "prior_predictive": ("studies.prior_predictive.__main__", "the simulated front against the training series"),
    "ceasefires": ("studies.ceasefires.__main__", "how ceasefires lasted and wars ended elsewhere"),
    "worlds": ("studies.worlds.__main__", "the law of the front in synthetic worlds"),
    "influence": ("studies.influence.__main__", "what each input and mechanism changes"),
    "hindcast_figures": ("studies.hindcast_figures", "the figure of one hindcast"),
    "config_page": ("studies.reference.config_page", "docs/config.md"),
    "results_page": ("studies.reference.results_page", "docs/results.md"),
    "parameters_page": ("studies.reference.parameters_page", "docs/parameters.md"),
}


def main(arguments: list[str]) -> int:
    """Run the study that is named first; 2 if there is none of that name."""
    if not arguments or arguments[0] not in STUDIES:
        print("\n".join(f"{name:18} {about}" for name, (_, about) in STUDIES.items()), file=sys.stderr)
        return 2
    return int(import_module(STUDIES[arguments[0]][0]).main(arguments[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
