"""Reads and writes `manifest.json`, which describes a run and lists its files.

In the run folder it marks the run as finished. The record of an unfinished run is in `.work/manifest.json`.
"""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from forecast.errors import ResultError
from forecast.store.atomic import WORK, FileEntry
from forecast.store.faults import Failed, read_failed
from forecast.store.plain_files import read_plain, strict_json
from forecast.store.registry import SCHEMA_VERSION
from forecast.store.sealed_json import is_as_sealed, sealed_text

NAME = "manifest.json"


class RunManifest(BaseModel):
    """What was simulated, with which program and machine, and the files of the run.

    overrides: the values that replaced those of the config, as typed, and the point of a sweep; None if not recorded.
    horizon, censor_week: in weeks. origin_date: date of week 0. sides: ids of the defender and the attacker. timings:
    seconds by phase. log_sha256: hash of `run.log`, which differs between equal runs. units: variable name -> unit.
    failed: members that are in no table, and why. warnings: what is valid but weakens the results. fit_from,
    fit_sha256: run whose emulator was used in place of an own fit, and hash of its coefficients; empty for an own fit.
    config_file: the config as it was named on the command line; empty if it is not known. extended_from: id of the run
    that this one extends. stopped: why a run with `stopping` has this number of members. asked_hash: hash of the
    configuration with the rule; `config_hash` is that of a run of this number of members without it.
    docs/glossary.md explains the other terms.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: str = SCHEMA_VERSION
    status: Literal["running", "complete"] = "running"
    run_id: str = ""
    experiment: str
    config_hash: str
    overrides: tuple[str, ...] | None = None
    config_file: str = ""
    extended_from: str = ""
    stopped: str = ""
    asked_hash: str = ""
    code_hash: str = ""
    git_commit: str | None = None
    lock_sha256: str | None = None
    fit_from: str = ""
    fit_sha256: str = ""
    seed: int
    layout: str
    members: int
    draws: int
    replicates: int
    horizon: int
    censor_week: int
    origin_date: str = ""
    branches: tuple[str, ...]
    reference: str
    sides: tuple[str, str]
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
    warnings: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    log_sha256: str | None = None
    files: tuple[FileEntry, ...] = ()

    @property
    def asked(self) -> str:
        """Hash of the configuration that was asked for."""
        return self.asked_hash or self.config_hash

    @property
    def device(self) -> str:
        """Name of the device that computed the members."""
        return self.hardware.get("device", "cpu")

    def text(self) -> str:
        """The content of `manifest.json`. Its last entry, `seal`, is the SHA-256 of all bytes before that entry."""
        data = self.model_dump(mode="json")
        data["failed"] = [entry._asdict() for entry in self.failed]
        data["files"] = [entry._asdict() for entry in self.files]
        return sealed_text(data)


def read_manifest(path: Path) -> RunManifest:
    """Read a manifest.

    Raises
    ------
    ResultError
        If the file is missing, differs from what was written, or is of another schema version.
    """
    try:
        content = read_plain(path)
        data = strict_json(content)
        version = data["schema_version"]
        if version != SCHEMA_VERSION:
            raise ResultError.of(str(path), _other_version(data))
        if "seal" not in data:
            raise ResultError.of(
                str(path), "has no seal: an older version wrote it, or it was edited; run the experiment again"
            )
        if not is_as_sealed(content):
            raise ResultError.of(str(path), "differs from what was written; run the experiment again")
        data["failed"] = read_failed(data["failed"])
        data["files"] = [FileEntry(item["path"], item["rows"], item["sha256"]) for item in data["files"]]
        return RunManifest.model_validate(data)
    except FileNotFoundError:
        raise ResultError.of(
            str(path), "no such file: the run is not finished, or the file was removed; use `forecast run` again"
        ) from None
    except OSError as problem:
        raise ResultError.of(str(path), f"cannot read: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError, ValidationError):
        raise ResultError.of(str(path), "is damaged; run the experiment again") from None


def _other_version(data: dict[str, Any]) -> str:
    """Say that a run has another schema version, and which program reads it."""
    versions = data.get("versions")
    release = versions.get("frontcast") if isinstance(versions, dict) else None
    named = [f"frontcast {release}"] if isinstance(release, str) else []
    commit = data.get("git_commit")
    named += [f"commit {commit[:12]}"] if isinstance(commit, str) else []
    wrote = f" ({', '.join(named)[:80]})" if named else ""
    return (
        f"written with schema version {str(data['schema_version'])[:40]}, and this program reads version "
        f"{SCHEMA_VERSION}; read it with the program that wrote it{wrote}, or run its config.yaml again"
    )


def find_manifest(folder: Path) -> RunManifest | None:
    """Read the manifest of a run folder, finished or not. None if there is none or it cannot be read."""
    for path in (folder / NAME, folder / WORK / NAME):
        if os.path.isfile(path):
            try:
                return read_manifest(path)
            except ResultError:
                return None
    return None
