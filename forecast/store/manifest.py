"""`manifest.json`: the seal of a finished run, and the record of an unfinished one (`.work/manifest.json`)."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from forecast.store.parquet import FileEntry

SCHEMA_VERSION = "1"


class RunManifest(BaseModel):
    """What was run, with what, and what came of it. `timings` in seconds; `units` variable name -> unit."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: str = SCHEMA_VERSION
    status: Literal["running", "complete"] = "running"
    run_id: str = ""
    experiment: str
    config_hash: str
    code_hash: str = ""
    git_commit: str | None = None
    lock_sha256: str | None = None
    seed: int
    layout: str
    members: int
    draws: int
    replicates: int
    horizon: int
    censor_week: int
    branches: tuple[str, ...]
    reference: str
    sides: tuple[str, ...]
    donors: tuple[str, ...]
    sectors: tuple[str, ...]
    versions: dict[str, str] = {}
    hardware: dict[str, str] = {}
    threads: int = 0
    chunk_size: int = 0
    started: str = ""
    finished: str = ""
    timings: dict[str, float] = {}
    units: dict[str, str] = {}
    files: tuple[FileEntry, ...] = ()


def read_manifest(path: Path) -> RunManifest:
    """Raises ResultError if the file is missing, not ours or of another schema version."""
    raise NotImplementedError
