"""The op-ed's success with and without each of its clauses, and at other shares of land."""

from collections.abc import Iterator, Sequence

from forecast.config import Experiment, load_experiment
from forecast.config.success import Condition, Success
from studies.argument.gaps import gap, level_text
from studies.argument.page import Page, provenance
from studies.argument.simulation import designed, simulate
from studies.markdown import TitledTable

MEMBERS = 10_000
LAND = "share_pre2022"
SHARES = (0.80, 0.85, 0.90)


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Run all branches once and judge them by every variant of the success.

    Parameters
    ----------
    config : str
        Experiment with one success entry or more; the first is taken.
    members : int or None
        Members of each branch.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    """
    exp = designed(load_experiment(config, overrides), members or MEMBERS)
    name, entry = next(iter(exp.success.items()))
    labels = dict(variants(entry))
    entries = {
        f"v{number}": Success.model_construct(about=None, all=all_) for number, all_ in enumerate(labels.values())
    }
    varied: Experiment = exp.model_copy(update={"success": entries})
    table = simulate(varied, tuple(entries), threads)
    others = [branch for branch in exp.branches if branch != exp.reference]
    named = list(zip(labels, table.measures.values(), strict=True))
    levels = [(label, *(level_text(table, b, m) for b in exp.branches)) for label, m in named]
    leads = [(label, *(gap(table, b, exp.reference, m).text for b in others)) for label, m in named]
    return Page(
        "success",
        "Success as the op-ed has it, clause by clause",
        (
            provenance(exp),
            f"`{name}` is true if all of its clauses hold: {'; '.join(clause(c) for c in entry.all)}. A clause may "
            "decide by definition: a branch that signs neutrality never meets the clause against it. So the number "
            "is never shown alone, but with each clause left out, with each clause alone, and at other shares of "
            "land. Of its land before the invasion Ukraine held 88% at week 0 and in most members loses more until a "
            "ceasefire: so 90% is out of reach, and 85% rules out little.",
        ),
        (
            TitledTable("Levels", ("clauses", *(f"`{branch}`" for branch in exp.branches)), levels),
            TitledTable(f"Less `{exp.reference}`", ("clauses", *(f"`{branch}`" for branch in others)), leads),
        ),
    )


def variants(entry: Success) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield a label and the conditions of each variant: all, each left out, each alone, and other shares of land."""
    yield "all clauses", entry.all
    for condition in entry.all:
        yield f"without {clause(condition)}", tuple(c for c in entry.all if c is not condition)
    for condition in entry.all:
        yield f"only {clause(condition)}", (condition,)
    for share in SHARES:
        moved = [c.model_copy(update={"at_least": share}) if c.quantity.startswith(LAND) else c for c in entry.all]
        yield f"all clauses, land at least {share:.0%}", tuple(moved)


def clause(condition: Condition) -> str:
    """Write a condition, such as `peace_weeks` at least 260."""
    if condition.is_ is not None:
        return f"`{condition.quantity}` is {str(condition.is_).lower()}"
    ends = (("at least", condition.at_least), ("at most", condition.at_most))
    return f"`{condition.quantity}` " + " and ".join(f"{words} {end:g}" for words, end in ends if end is not None)
