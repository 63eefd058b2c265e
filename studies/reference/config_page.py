"""Writes docs/config.md, the reference page of the config files, from the models.

`python -m studies config_page > docs/config.md`
"""

import types
import typing
from collections.abc import Iterator
from typing import Any

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from forecast.config import fields
from forecast.config.baseline import BaselineFile, Donor, Sector, SectorErrors, Side
from forecast.config.branch import (
    Aid,
    Branch,
    Compact,
    Counter,
    IfRefused,
    Intelligence,
    Offer,
    Package,
    Sanctions,
    Strikes,
    Surge,
    Territory,
    Troops,
    Wait,
)
from forecast.config.known import Known
from forecast.config.levers import BRANCH_KEYS, DONOR_KEYS
from forecast.config.limits import NOT_NEGATIVE, POSITIVE, SHARES
from forecast.config.models import Design, ExperimentFile, PriorsFile
from forecast.config.prior import KINDS, PriorEntry
from forecast.config.quantities import Reader
from forecast.config.question_models import AskedCondition, Question, QuestionsFile, Reference, Resolution, ResolvedFile
from forecast.config.stopping import Precision
from forecast.config.success import Condition, Success
from forecast.config.switches import REPLACED, Switches
from forecast.config.values import read_date, read_number, read_unit, read_whole, write_number
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS, NEVER
from forecast_kernels.layout.parameters import PARAMETERS
from studies.reference.config_text import INTRODUCTION, REPLACES, ROWS

_PAGES: tuple[tuple[str, tuple[type[BaseModel], ...]], ...] = (
    ("Experiment file", (ExperimentFile, Design, Success, Condition, Known, Precision, Switches)),
    ("Baseline file", (BaselineFile, Side, Donor, Sector, SectorErrors)),
    ("Priors file", (PriorsFile, PriorEntry, *(kind for name, kind in KINDS.items() if name != "fixed"))),
    (
        "Branch file",
        (
            *(Branch, Aid, Package, Troops, Territory, Intelligence, Strikes, Sanctions, Compact),
            *(Offer, IfRefused, Surge, Counter, Wait),
        ),
    ),
    ("Question file", (QuestionsFile, Question, AskedCondition, Reference)),
    ("Outcomes file", (ResolvedFile, Resolution)),
)
_NAMED: dict[Any, str] = {
    read_number: "number",
    read_whole: "whole number",
    read_date: "date, `2024-12-20`",
    read_unit: "unit, `thousand persons/week`",
    fields.read_flag: "`true`, `false` or `{prior: NAME}`",
    fields.read_executed: "`always`, `never`, a chance such as `40 %`, or `{prior: NAME}`",
}


def page() -> str:
    """Return the whole page, in Markdown."""
    lines = [INTRODUCTION]
    for title, models in _PAGES:
        lines.append(f"## {title}\n")
        for model in models:
            lines.extend(_table(model))
    lines.append(ROWS)
    lines.extend(_rows("Rows of all", PARAMETERS))
    lines.extend(_rows("Rows of each donor", DONOR_PARAMETERS))
    return "\n".join(lines).rstrip() + "\n"


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield f"### {model.__name__.removesuffix('File')}\n"
    yield f"{(model.__doc__ or '').strip().splitlines()[0]}\n"
    yield "| key | value | left out | meaning |"
    yield "|---|---|---|---|"
    for name, field in model.model_fields.items():
        default = _default(field) or _neutral(model, name, field)
        yield f"| `{field.alias or name}` | {_value(field)} | {default} | {field.description} |"
    if model is Surge:
        value = _reader(fields.MULTIPLE_OR_PRIOR)
        yield f"| `<donor id>` | {value} | `1` | surge flow divided by the week-0 flow of that donor |"
    yield ""
    if model is Switches:
        yield from _replaced()


def _replaced() -> Iterator[str]:
    yield REPLACES
    yield "| switch | choice | rows |"
    yield "|---|---|---|"
    for switch, choices in REPLACED.items():
        for choice, rows in choices.items():
            constants = ", ".join(f"`{row}` {write_number(number)}" for row, number in rows.items())
            yield f"| `{switch}` | `{str(choice).lower()}` | {constants} |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "refused"
    if field.default is None or field.default_factory is not None:
        return ""
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _neutral(model: type[BaseModel], key: str, field: FieldInfo) -> str:
    """Return the neutral value of a lever, which a branch keeps if it leaves the key out."""
    parent = {"IfRefused": "if_refused", "Branch": ""}.get(model.__name__, model.__name__.lower())
    if (parent, key) == ("package", "membership"):
        return "`none`"
    for row, path in (*BRANCH_KEYS.items(), *DONOR_KEYS.items()):
        if path[-1] == key and parent in (path[-3:-1] if len(path) > 1 else ("",)):
            column = next(column for column in (*LEVERS, *DONOR_LEVERS) if column.name == row)
            return _neutral_value(column, typing.get_args(field.annotation))
    return ""


def _neutral_value(column: Column, parts: tuple[Any, ...]) -> str:
    default = column.default or 0.0
    if default == NEVER:
        return "never"
    words = next((typing.get_args(part) for part in parts if typing.get_origin(part) is typing.Literal), ())
    if words:
        return f"`{words[0]}`"
    if any(fields.read_flag in [getattr(item, "func", None) for item in typing.get_args(part)] for part in parts):
        return f"`{str(default == 1.0).lower()}`"
    return f"`{write_number(default)}{'' if column.unit == '1' else f' {column.unit}'}`"


def _value(field: FieldInfo) -> str:
    bounds = [
        f"{word} {write_number(getattr(item, key))}"
        for item in field.metadata
        for kind, key, word in ((Ge, "ge", "at least"), (Gt, "gt", "above"), (Le, "le", "at most"))
        if isinstance(item, kind)
    ]
    return ", ".join([_described(field.annotation, field.metadata), *bounds])


def _described(annotation: Any, metadata: typing.Sequence[Any] = ()) -> str:
    for item in metadata:
        if isinstance(item, BeforeValidator) and (isinstance(item.func, Reader) or item.func in _NAMED):
            return _reader(item.func) if isinstance(item.func, Reader) else _NAMED[item.func]
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _described(parts[0], parts[1:])
    if origin is typing.Literal:
        return " \\| ".join(f"`{part}`" for part in parts)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_described(part) for part in parts if part is not type(None)))
    if origin is dict:
        return f"mapping from ids to: {_described(parts[1])}"
    if origin in (list, tuple):
        return f"list of: {_described(parts[0])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        name = annotation.__name__.removesuffix("File")
        return f"[{name}](#{name.lower()})"
    return {str: "text", bool: "`true` or `false`", int: "whole number", float: "number with unit"}[annotation]


def _reader(reader: Reader) -> str:
    choices = [f"`{reader.example}`"]
    choices += ["a date"] if reader.dates else []
    choices += ["`{prior: NAME}`"] if reader.prior else []
    return " or ".join(choices)


def _rows(title: str, columns: tuple[Column, ...]) -> Iterator[str]:
    yield f"### {title}\n"
    yield "| row | unit | range | meaning |"
    yield "|---|---|---|---|"
    for column in columns:
        free = "" if column.default is None else f"; {write_number(column.default)} if no entry sets it"
        yield f"| `{column.name}` | {column.unit} | {_range(column.name)} | {column.meaning}{free} |"
    yield ""


def _range(row: str) -> str:
    if row in SHARES:
        return "0 to 1"
    return "above 0" if row in POSITIVE else "0 or more" if row in NOT_NEGATIVE else ""
