"""`forecast export`: writes a finished run in a format of other tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished, spelt, whole
from forecast.cli.output import Output
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.export.folder import Writer

Form = Literal["hubverse", "netcdf", "csv", "arviz"]
MAX_SAMPLES = 100_000


def command(
    run: RunPath,
    to: Annotated[
        Form,
        typer.Option(
            "--to",
            help="hubverse: a hub with samples; netcdf: one CF file; csv: tables; arviz: groups of InferenceData.",
            show_default=False,
        ),
    ],
    out: Annotated[
        str,
        typer.Option("--out", metavar="DIR", callback=spelt, help="Write into this new folder.", show_default=False),
    ],
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            metavar="N",
            parser=whole,
            help="hubverse: about N members of each branch as samples, 0 for none. [default: 1,000]",
        ),
    ] = None,
    members: Annotated[
        int | None,
        typer.Option(
            "--members", metavar="N", parser=whole, help="csv: also the first N members of each branch. [default: none]"
        ),
    ] = None,
    all_columns: Annotated[
        bool, typer.Option("--all-columns", help="All outcome columns of the members, not the headline outcomes only.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write a run for hubverse, NetCDF, CSV or ArviZ.

    The folder gets a README.md and a citation.json. Nothing is overwritten, and the same run gives the same bytes.
    """
    output = Output(json, quiet)
    writer, options = _choose(to, samples, members, all_columns)
    _refuse_sweep(Path(run))
    finished = open_finished(run, output)
    from forecast.export.folder import write_export

    output.note(f"writing the run as {to}")
    exported = write_export(finished, to, Path(out), options, writer)
    size = sum(exported.files.values()) / 1e6
    state = "" if exported.is_new else ", which was there already and is unchanged"
    output.text(f"export    {out}: {len(exported.files)} files, {size:,.1f} MB{state}", *exported.notes)
    content = {"run": str(finished.path), "to": to, "out": out, "is_new": exported.is_new, "files": exported.files}
    output.result({**content, "notes": exported.notes})


def _choose(to: Form, samples: int | None, members: int | None, all_columns: bool) -> "tuple[Writer, dict[str, str]]":
    """Return the writer of a format, and the options that change its files. ConfigError for one that does not fit."""
    _check_number("--samples", samples, to, "hubverse", 0)
    _check_number("--members", members, to, "csv", 1)
    if all_columns and (to == "hubverse" or (to == "csv" and not members)):
        fix = "a hub has the headline outcomes; leave it out" if to == "hubverse" else "needs --members N with csv"
        raise ConfigError.of("--all-columns", fix)
    options = {"all-columns": ""} if all_columns else {}
    from functools import partial

    if to == "hubverse":
        from forecast.export.hub_samples import DEFAULT
        from forecast.export.hubverse_hub import write_hubverse_export

        count = DEFAULT if samples is None else samples
        return partial(write_hubverse_export, samples=count), {"samples": str(count)}
    if to == "csv":
        from forecast.export.csv_tables import write_csv_export

        options = {**({"members": str(members)} if members else {}), **options}
        return partial(write_csv_export, members=members or 0, all_columns=all_columns), options
    if to == "netcdf":
        from forecast.export.netcdf_file import write_netcdf_export

        return partial(write_netcdf_export, all_columns=all_columns), options
    from forecast.export.arviz_groups import write_arviz_export

    return partial(write_arviz_export, all_columns=all_columns), options


def _check_number(option: str, value: int | None, to: Form, only: Form, low: int) -> None:
    if value is None:
        return
    if to != only:
        raise ConfigError.of(f"{option} {value}", f"is only for --to {only}; leave it out")
    high = MAX_SAMPLES if option == "--samples" else 10**9
    if not low <= value <= high:
        raise ConfigError.of(f"{option} {value}", f"must be {low} to {high:,}")


def _refuse_sweep(folder: Path) -> None:
    """Raise ConfigError if the folder holds a sweep: an export is of one run. The message names its runs."""
    from forecast.store.sweep import sweep_runs, swept_keys

    if not swept_keys(folder):
        return
    runs = [str(run.path) for run in sweep_runs(folder)]
    names = ", ".join(runs[:10]) + (f" and {len(runs) - 10} more" if len(runs) > 10 else "")
    raise ConfigError.of(str(folder), f"holds a sweep, and an export is of one run; give one of its runs: {names}")
