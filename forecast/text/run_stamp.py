"""What identifies a run in every page, figure and table: run id, version, config hash and week 0."""

from typing import NamedTuple

from forecast.export.citation import cite_as
from forecast.store.reader import Run

SHORT = 12  # characters of the config hash that a reader sees


class RunStamp(NamedTuple):
    """The identity of a run.

    Attributes
    ----------
    run, version : str
        Id of the run, and version of the program that computed it.
    config : str
        Full hash of the config.
    week0, made : str
        Date of week 0 such as 2024-12-20, and date on which the run was finished; empty if it is not recorded.
    cite : str
        How to cite the run, in one line.
    """

    run: str
    version: str
    config: str
    week0: str
    made: str
    cite: str

    @property
    def line(self) -> str:
        """The stamp in one line, for figures."""
        return f"Run {self.run}, Frontcast {self.version}, config {self.config[:SHORT]}, week 0: {self.week0}."


def run_stamp(run: Run) -> RunStamp:
    """Return the stamp of a run. A run without a recorded id is named by its folder."""
    manifest = run.manifest
    return RunStamp(
        manifest.run_id or run.path.name,
        manifest.versions.get("frontcast", "of unknown version"),
        manifest.config_hash,
        run.experiment.baseline.date.isoformat(),
        manifest.finished[:10],
        cite_as(run),
    )
