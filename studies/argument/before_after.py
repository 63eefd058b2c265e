"""Every headline difference with one mechanism at a time put back to its old, neutral or other setting."""

from collections.abc import Sequence

from forecast.config import Experiment, load_experiment
from forecast.errors import ConfigError
from studies.argument import names
from studies.argument.gaps import Gap, gap, gap_of
from studies.argument.measures import Measure
from studies.argument.names import Setting
from studies.argument.page import Page, missing, provenance
from studies.argument.simulation import Table, designed, simulate
from studies.influence.kernel_cases import rows_of_inputs, with_input_at
from studies.markdown import TitledTable

MEMBERS = 2_000
WANTED = (
    "agreement",
    "ceasefire",
    "durable_5y",
    "quiet_5y",
    "durable_10y",
    "lasts_5y",
    "collapse_ua_w104",
    "oped_success",
)
PAIRS = ((names.OFFER, names.REFERENCE), (names.OFFER, names.SELLOUT), (names.OFFER, "cut_oblasts"))


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Run the study once as it is and once for each setting, and write the page.

    Parameters
    ----------
    config : str
        Experiment with the offer, the reference and the sell-outs.
    members : int or None
        Members of each branch.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    """
    n, default = members or MEMBERS, load_experiment(config, overrides)
    exp = designed(default, n)
    branches = dict.fromkeys(branch for pair in PAIRS for branch in pair)
    now = simulate(_only(exp, branches), WANTED, threads)
    rows: dict[tuple[str, str], list[tuple[str, ...]]] = {pair: [] for pair in PAIRS}
    lacking = []
    for pair in PAIRS:
        rows[pair].append(("as it is", "", *(_cell(gap(now, *pair, m), None) for m in now.measures.values())))
    for setting in names.SETTINGS:
        changed = changed_experiment(config, setting, overrides)
        if changed is None:
            lacking.append(f"{setting.mechanism} ({setting.setting})")
            continue
        table = simulate(_only(designed(changed, n), branches), WANTED, threads)
        for pair in PAIRS:
            cells = (
                _cell(gap(table, *pair, m), shift(now, table, pair, m)) if m.name in table.measures else "n/a"
                for m in now.measures.values()
            )
            rows[pair].append((setting.mechanism, f"`{setting.setting}`", *cells))
    head = ("mechanism", "setting", *(measure.label for measure in now.measures.values()))
    tables = (TitledTable(f"`{pair[0]}` less `{pair[1]}`", head, rows[pair]) for pair in PAIRS)
    return Page(
        "before_after",
        "Before and after, one mechanism at a time",
        (
            provenance(now.exp),
            "Each row runs the whole study again with one mechanism at its old, neutral or other setting; the emulator "
            "is fitted anew. All other inputs and all random numbers stay. An arrow marks a difference that moved "
            "beyond chance against the first row, member by member; `!` marks a sign that turned round, both signs "
            "beyond chance.",
            *missing(lacking),
        ),
        tuple(tables),
    )


def changed_experiment(config: str, setting: Setting, overrides: Sequence[str] = ()) -> Experiment | None:
    """Load a config with a setting; None if this version of the model has no such switch, key or input.

    Parameters
    ----------
    config : str
        The experiment file.
    setting : Setting
        What to set.
    overrides : sequence of str
        `PATH=VALUE` texts that come first.
    """
    try:
        exp = load_experiment(config, [*overrides, *setting.overrides])
    except ConfigError:
        return None
    bound = {name: row.column.name for name, row in rows_of_inputs(exp).items()}
    for row, value in setting.inputs:
        named = [prior for prior in exp.priors.values() if row in (prior.name, bound.get(prior.name))]
        if not named:
            return None
        for prior in named:
            exp = with_input_at(exp, prior.name, value / prior.factor)
    return exp


def shift(now: Table, table: Table, pair: tuple[str, str], measure: Measure) -> tuple[Gap, Gap]:
    """Return the difference as it is, and by how much a setting moves it, member by member.

    Parameters
    ----------
    now, table : Table
        Outcomes as it is, and under the setting.
    pair : tuple of str
        The two branches.
    measure : Measure
        The outcome.
    """
    one, two = (t.of(pair[0], measure).astype(float) - t.of(pair[1], measure) for t in (table, now))
    return gap(now, *pair, measure), gap_of(now, one, two, measure.scale)


def _only(exp: Experiment, branches: Sequence[str] | dict[str, None]) -> Experiment:
    return exp.model_copy(update={"branches": {b: branch for b, branch in exp.branches.items() if b in branches}})


def _cell(found: Gap, moved: tuple[Gap, Gap] | None) -> str:
    if moved is None:
        return found.text
    before, change = moved
    turned = found.clear and before.clear and (found.points > 0.0) != (before.points > 0.0)
    arrow = (" ↑" if change.points > 0.0 else " ↓") if change.clear else ""
    return f"{found.text}{arrow}{' !' if turned else ''}"
