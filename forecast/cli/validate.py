"""`forecast validate`: checks a config and every file that it names, without a run."""

from forecast.cli.options import Config, Json, Quiet, Set, overrides
from forecast.cli.output import Output


def command(config: Config, set_: Set = None, quiet: Quiet = False, json: Json = False) -> None:
    """Check a config and every file that it names.

    No run is started. All problems are listed at once, each with its place.
    """
    from forecast.cli.loading import load_points
    from forecast.config import config_hash

    output = Output(json, quiet)
    points = load_points(config, overrides(set_))
    exp = points[0].experiment
    output.text(
        f"{config}: valid; {exp.experiment}, {len(exp.branches)} branches, {len(exp.priors)} priors, "
        f"{len(exp.baseline.sectors)} sectors, {exp.members:,} members, {exp.horizon} weeks"
        + (f", {len(points)} runs" if len(points) > 1 else "")
    )
    output.result(
        {
            "status": "valid",
            "experiment": exp.experiment,
            "branches": list(exp.branches),
            "priors": len(exp.priors),
            "members": exp.members,
            "horizon": exp.horizon,
            "runs": len(points),
            "config_hash": [config_hash(point.experiment) for point in points],
        }
    )
