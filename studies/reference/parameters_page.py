"""Writes docs/parameters.md, the register of parameters, from the configs of the study.

`python -m studies parameters_page [CONFIG] > docs/parameters.md`; CONFIG is `configs/offer.yaml` if left out.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from forecast.config import Distribution, Experiment, Prior, Sector, load_experiment
from forecast.config.prior import Choice
from forecast.config.quantities import Reader
from forecast.config.values import write_number
from forecast.experiment.distributions import is_fixed, spread_of
from forecast.experiment.evidence import GRADES, OF_CONSTANTS, count_grades, evidence
from forecast_kernels.layout.constants import CONSTANTS, Constant
from studies.reference.input_index import files_of_inputs, levers_of_inputs
from studies.reference.parameters_text import CONSTANTS_TEXT, INTRODUCTION, READING, SECTORS

HEAD = ("name", "what it is", "sets", "unit", "distribution", "mean", "80 %", "grade", "source", "note", "as of")
STUDY = "configs/offer.yaml"


def page(config: str | Path = STUDY) -> str:
    """Return the whole page, in Markdown. Raises ConfigError if the config cannot be used."""
    exp = load_experiment(config)
    files = files_of_inputs(config)
    folder = Path(config).parent.name
    fixed = sum(is_fixed(prior) for prior in exp.priors.values())
    rests_on = evidence(exp)
    lines = [
        INTRODUCTION.format(
            config=f"{folder}/{Path(config).name}",
            total=len(exp.priors),
            fixed=fixed,
            drawn=len(exp.priors) - fixed,
            constants=len(CONSTANTS),
            mark=rests_on.mark[0].lower() + rests_on.mark[1:],
        ),
        *_counts(exp, files),
        READING.format(date=exp.baseline.date.isoformat()),
    ]
    levers = levers_of_inputs(exp)
    for file, names in files.items():
        lines += [f"## {folder}/{file}\n", *_table(HEAD, (_row(exp.priors[name], levers) for name in names))]
    lines += [CONSTANTS_TEXT, *_constants(), SECTORS, *_sectors(exp)]
    return "\n".join(lines).rstrip() + "\n"


def _counts(exp: Experiment, files: dict[str, list[str]]) -> Iterator[str]:
    groups = {file: [exp.priors[name] for name in names] for file, names in files.items()}
    groups["**all inputs**"] = list(exp.priors.values())
    of_constants = ("**constants of the model**", len(CONSTANTS), len(CONSTANTS), *OF_CONSTANTS.values())
    yield from _table(
        ("numbers of", "number", "fixed", *(f"{grade} {words}" for grade, words in GRADES.items())),
        [
            *(
                (file, len(priors), sum(map(is_fixed, priors)), *count_grades(priors).values())
                for file, priors in groups.items()
            ),
            of_constants,
        ],
    )


def _constants() -> Iterator[str]:
    yield from _table(("name", "what it is", "unit", "value", "grade", "source"), map(_constant, CONSTANTS))


def _constant(constant: Constant) -> tuple[str, ...]:
    return (
        f"`{constant.name}`",
        constant.meaning,
        "" if constant.unit == "1" else constant.unit,
        number(constant.value),
        f"**{constant.grade}**" if constant.grade == "C" else constant.grade,
        constant.source,
    )


def _row(prior: Prior, levers: dict[str, dict[str, list[str]]]) -> tuple[str, ...]:
    moments = spread_of(prior)
    fixed = is_fixed(prior)
    return (
        f"`{prior.name}`",
        prior.about,
        f"`{prior.sets}`" if prior.sets else _lever(levers.get(prior.name, {})),
        "" if prior.unit == "1" else prior.unit,
        distribution_text(prior),
        number(moments.mean),
        "" if fixed else f"{number(moments.low)} to {number(moments.high)}",
        f"**{prior.grade}**" if prior.grade == "C" else prior.grade,
        prior.source,
        prior.note or "",
        prior.as_of.isoformat() if prior.as_of else "",
    )


def distribution_text(prior: Prior) -> str:
    """Return the distribution in words, with the numbers of the config: 'beta, a 10, b 20; at most 0.62'."""
    parts = [_shape(prior.distribution)]
    parts += [f"at least {write_number(prior.at_least)}"] if prior.at_least is not None else []
    parts += [f"at most {write_number(prior.at_most)}"] if prior.at_most is not None else []
    return "; ".join(parts)


def _shape(distribution: Distribution) -> str:
    if distribution.kind == "fixed":
        return "fixed"
    if isinstance(distribution, Choice):
        total = sum(distribution.weights)
        choices = zip(distribution.values, distribution.weights, strict=True)
        return f"choice, {', '.join(f'{write_number(value)} ({weight / total:.0%})' for value, weight in choices)}"
    numbers = (f"{key} {write_number(value)}" for key, value in distribution.model_dump().items())
    return f"{distribution.kind}, {', '.join(numbers)}"


def _lever(branches_of: dict[str, list[str]]) -> str:
    if not branches_of:
        return "lever of no branch"
    return "lever: " + "; ".join(f"`{path}` of {', '.join(branches)}" for path, branches in branches_of.items())


def number(value: float) -> str:
    """Write a number with three significant digits and no power of ten. Rounding errors do not change the text."""
    return np.format_float_positional(float(f"{value:.9g}"), precision=3, fractional=False, trim="-") if value else "0"


def _sectors(exp: Experiment) -> Iterator[str]:
    counts = ", ".join(f"{n} {grade}" for grade, n in count_grades(exp.baseline.sectors.values()).items() if n)
    yield f"Grades of the {len(exp.baseline.sectors)} sectors: {counts}.\n"
    fields = [key for key in Sector.model_fields if key not in ("name", "source", "grade", "note", "se")]
    rows = []
    for key, sector in exp.baseline.sectors.items():
        cells = (_value_with_error(getattr(sector, field), getattr(sector.se, field, None)) for field in fields)
        rows.append((f"`{key}`", sector.name, *cells, sector.grade, sector.source, sector.note or ""))
    yield from _table(("id", "name", *map(_column_title, fields), "grade", "source", "note"), rows)


def _column_title(field: str) -> str:
    readers = (getattr(item, "func", None) for item in Sector.model_fields[field].metadata)
    unit = next((reader.unit for reader in readers if isinstance(reader, Reader)), "1")
    return field.replace("_", " ") + ("" if unit == "1" else f", {unit}")


def _value_with_error(value: float | bool, error: float | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return write_number(value) + ("" if error is None else f" ({write_number(error)})")


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    head = list(head)
    yield f"| {' | '.join(map(str, head))} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (str(cell).replace("|", r"\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
    yield ""
