"""`docs/results.md` from the registry: `python -m studies results_page > docs/results.md`."""

import re
import sys
from collections.abc import Iterable

from forecast.store.registry import DRAW, MEMBER, OUTCOME_VARIABLES, PEACE_WEEKS, REPLICATE, SCHEMA_VERSION, Variable
from forecast.store.registry_series import AXES, LEVELS, REGIME_SHARE, SECTOR, SUMMARY_VARIABLES, TOTAL_SERIES
from forecast_kernels.layout.series import DENSE_WEEKS, SPARSE_STEP

KINDS = {
    "index": "int64",
    "serial": "int32",
    "week": "int16",
    "count": "int16",
    "flag": "bool",
    "real": "float32",
    "estimate": "float64",
    "text": "text",
    "date": "date",
}

_INTRODUCTION = f"""\
# Result variables

<!-- made by `make docs` from forecast/store/registry.py: do not edit -->

The files of a run folder are described in [../results/README.md](../results/README.md), and how to open them in
[howto/open_results.md](howto/open_results.md). Schema version: {SCHEMA_VERSION}.

`<defender>`, `<attacker>` and `<donor>` stand for the ids of the baseline. Weeks count from week 0, the baseline date;
a year is 52 weeks. Side 0 of the kernel is the defender. Missing is null, never NaN. A column whose weeks do not fit in
the horizon of an experiment is left out of its files: *from* is the shortest horizon, in weeks, that has it.

Every column and array carries its unit, its meaning and its `evidence` in the file: the grade of an outcome with the
number of judgments among the inputs (A measured, B from the literature, C judgment), or the grade and source of a
drawn input. In Parquet they are JSON under the key `columns`, in NetCDF attributes. CSV has no room for them; the
Parquet file beside it has.
"""

_MEMBERS = """\
## members/branch=*/part-*.parquet

One row a member, in the order of `member`, the same in every branch. `<event>_week` is the first week of an event, null
if it did not come by the horizon (the manifest's `censor_week`); `<event>_observed` says whether it came. *Kernel* is
the row of the kernel that a column is made from.
"""

_SUCCESS = """\
One more bool column follows for each entry of `success` in the config, under its name: true where all its conditions
hold. A condition on a missing value does not hold. An entry whose weeks do not fit in the horizon is left out. Besides
the columns above, conditions may name:
"""

_DRAWS = """\
## draws/part-*.parquet

One row a member, shared by all branches.
"""

_SERIES = f"""\
## timeseries.nc

CF-1.11, dimensions in the order given (R shows them reversed). Weeks are every week to week {DENSE_WEEKS}, then every
{SPARSE_STEP}th. For each quantity there are quantiles at {", ".join(f"{level:g}" for level in LEVELS)}, and the
histogram that they are read from.
"""

_SUMMARY = """\
## summary.parquet, summary.csv

One row an estimate, in hubverse columns. `mcse` and `value` are null where there is nothing to estimate from.
"""


def page() -> str:
    """The whole page."""
    priors = Variable("<prior>", "its own", "value of an input that is not fixed, one column each", "real", "draws")
    groups = [variable for group in (*TOTAL_SERIES, SECTOR) for variable in group]
    members = (MEMBER, *OUTCOME_VARIABLES)
    parts = [
        _INTRODUCTION,
        _MEMBERS,
        _table(members, ("type", "null", "from", "kernel")),
        _SUCCESS,
        _table([PEACE_WEEKS], ("null", "kernel")),
        _DRAWS,
        _table([MEMBER, DRAW, REPLICATE, priors], ("type",)),
        _SERIES,
        _table([*AXES, REGIME_SHARE, *groups], ("type", "dims")),
        _SUMMARY,
        _table(SUMMARY_VARIABLES, ("type", "null")),
    ]
    return "\n".join(parts)


def _table(variables: Iterable[Variable], extra: tuple[str, ...]) -> str:
    head = ["name", "unit", *extra, "meaning"]
    lines = [head, ["---"] * len(head)]
    for variable in variables:
        cells = {
            "type": KINDS[variable.kind],
            "null": "yes" if variable.nullable else "",
            "from": str(variable.needs or ""),
            "kernel": variable.rule.says if variable.rule else "",
            "dims": ", ".join(variable.dims),
        }
        unit = "" if variable.unit == "1" else variable.unit
        middle = [cells[name] for name in extra]
        lines.append([f"`{_shown(variable.name)}`", unit, *middle, _escaped(_shown(variable.long_name))])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _shown(text: str) -> str:
    return re.sub(r"\{(\w+)\}", r"<\1>", text)


def _escaped(text: str) -> str:
    return re.sub(r"<(\w+)>", r"`<\1>`", text)


def main(_arguments: list[str]) -> int:
    """Print the page."""
    sys.stdout.write(page())
    return 0
