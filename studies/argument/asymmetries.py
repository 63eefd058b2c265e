"""Every condition in which two branches differ, and what is left of their difference when it is made equal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forecast.config import load_experiment
from studies.argument import composed, names
from studies.argument.gaps import gap
from studies.argument.page import Page, missing, provenance
from studies.argument.simulation import designed, simulate
from studies.markdown import TitledTable

MEMBERS = 4_000
WANTED = ("agreement", "ceasefire", "durable_5y", "quiet_5y", "durable_10y", "lasts_5y", "oped_success")
PAIRS = ((names.OFFER, names.REFERENCE), (names.SELLOUT, names.REFERENCE), (names.SELLOUT, names.OFFER))
WHOLE = ("compact", "offer", "strikes", "sanctions", "intelligence", "pressure")
"""Parts of a branch that are made equal as a whole; of the others each key is made equal by itself."""


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Make one condition after the other equal, run all, and write the page.

    Parameters
    ----------
    config : str
        Experiment with the sell-outs, the offer and the reference.
    members : int or None
        Members of each branch.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    """
    written = composed.written_branches(config, overrides)
    verification = next((n for n in names.VERIFICATION if n in load_experiment(config, overrides).priors), "")
    standing = {**names.STANDING, "verification": {"prior": verification}}
    chosen: dict[str, composed.Written] = {name: dict(branch) for name, branch in written.items()}
    equal: dict[tuple[str, str, str], str] = {}
    lacking = []
    for branch, other in PAIRS:
        one, two = written[branch], written[other]
        for part in differing(one, two, standing):
            made = with_part(one, two, part, standing)
            name = f"e{len(chosen)}"
            if composed.accepted(config, {name: made, names.REFERENCE: written[names.REFERENCE]}, names.REFERENCE):
                chosen[name] = {**made, "about": f"{branch} with {part} of {other}"}
                equal[branch, other, part] = name
            else:
                lacking.append(f"`{part}` of `{other}` in `{branch}`")
    exp = designed(composed.with_branches(config, chosen, names.REFERENCE, overrides), members or MEMBERS)
    table = simulate(exp, WANTED, threads)
    measures = list(table.measures.values())
    tables = []
    for branch, other in PAIRS:
        rows = [("as they are", "", *(gap(table, branch, other, m).text for m in measures))]
        for (one_name, two_name, part), name in equal.items():
            if (one_name, two_name) == (branch, other):
                effects = (gap(table, branch, name, m).text for m in measures)
                rows.append((f"`{part}`", names.IN_THE_TEXT.get(part, "no"), *effects))
        head = ("condition", "in the text", *(m.label for m in measures))
        note = "First row: the whole difference. Other rows: what the difference in this one condition adds to it"
        tables.append(TitledTable(f"`{branch}` and `{other}`", head, rows, note))
    return Page(
        "asymmetries",
        "The conditions in which branches differ",
        (
            provenance(exp),
            "Each row gives the first branch the other one's value of one condition, and shows the first branch as "
            "written less the same branch with that condition made equal. A condition with `no` is not in the text; it "
            "is a choice of this study. The rows need not add up to the whole difference, because conditions act "
            "together. `offer` is the ultimatum with all that follows a refusal; `package.on_table` is the week in "
            "which the terms are first on the table.",
            *missing(lacking),
        ),
        tuple(tables),
    )


def differing(one: Mapping[str, Any], two: Mapping[str, Any], standing: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts in which two branches differ: `aid.us`, `compact`, `package.troops` ...

    Parameters
    ----------
    one, two : mapping
        Branches as they are written.
    standing : mapping
        The package of a branch that has none.
    """
    packages = one.get("package", standing), two.get("package", standing)
    for key in sorted({*one, *two} - {"about", "package"}):
        if key in WHOLE:
            yield from [key] if _neutral(one.get(key)) != _neutral(two.get(key)) else []
        else:
            for inner in sorted({*one.get(key, {}), *two.get(key, {})}):
                yield from [f"{key}.{inner}"] if one.get(key, {}).get(inner) != two.get(key, {}).get(inner) else []
    for inner in sorted({*packages[0], *packages[1]}):
        values = (package.get(inner, standing.get(inner)) for package in packages)
        yield from [f"package.{inner}"] if len({str(_neutral(value)) for value in values}) > 1 else []


def with_part(
    one: Mapping[str, Any], two: Mapping[str, Any], part: str, standing: Mapping[str, Any]
) -> composed.Written:
    """Return the first branch with one part as the second has it.

    Parameters
    ----------
    one, two : mapping
        Branches as they are written.
    part : str
        A part from `differing`.
    standing : mapping
        The package of a branch that has none.
    """
    made, (key, _, inner) = dict(one), part.partition(".")
    if not inner:
        made.pop(key, None)
        return made | ({key: two[key]} if key in two else {})
    default = standing if key == "package" else {}
    changed = dict(made.get(key, default))
    changed.pop(inner, None)
    source = two.get(key, default)
    if inner in source or inner in default:
        changed[inner] = source.get(inner, default.get(inner))
    return {**made, key: changed}


def _neutral(value: Any) -> Any:
    """Write what is off in one way: no key, false and 0 % are the same."""
    if isinstance(value, Mapping):
        inner = {key: _neutral(item) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not None} or None
    return None if value in (None, False, "0 %", "0 km2", 0) else value
