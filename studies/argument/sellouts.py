"""The menu of sell-outs: what each brings, and whether it fails by Kyiv's refusal or by later war."""

from collections.abc import Sequence

import numpy as np

from forecast.analysis.estimates import Estimate, mean
from forecast.config import load_experiment
from forecast.display.digits import format_value
from studies.argument import names
from studies.argument.gaps import gap, level_text
from studies.argument.page import Page, provenance
from studies.argument.simulation import Table, designed, simulate
from studies.markdown import TitledTable

MEMBERS = 10_000
WANTED = (
    "agreement", "ceasefire", "conversion", names.PACKAGE_SIGNED, "durable_5y", "durable_10y", "quiet_5y", "quiet_10y",
    "no_large_war_10y", "lasts_5y", "lasts_10y", "land_w104", "share_pre2022_w104", "share_pre2022_w520",
    "sovereignty_w520", "collapse_ua_w104", "complete_defeat", "cost", "oped_success", names.POLICY_CHANCE,
)  # fmt: skip
CHANCES = ("accept_ru_26w", "accept_ua")
CAUSES = ("ready", names.KYIV_REFUSED, *CHANCES)


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Run the sell-outs beside the offer and write the page.

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
    exp = designed(load_experiment(config, overrides), members or MEMBERS)
    table = simulate(exp, (*WANTED, *CAUSES), threads)
    shown = [measure for name, measure in table.measures.items() if name not in CAUSES]
    levels = [(m.label, *(level_text(table, branch, m) for branch in exp.branches)) for m in shown]
    rest = [branch for branch in exp.branches if branch != names.OFFER]
    leads = [(m.label, *(gap(table, names.OFFER, branch, m).text for branch in rest)) for m in shown]
    return Page(
        "sellouts",
        "The sell-outs, one by one",
        (
            provenance(exp),
            "The cut alone; with neutrality pressed on Kyiv; with the occupied land recognised as well; with the "
            "rest of the four oblasts given up as well. Guarantees that a US cut does not void stay, and sanctions "
            "relief is in none of them. The row `chance of the policy` is the chance that the US president does what "
            "the branch says. All other rows suppose that he does. It is 100 by definition where the branch asks him "
            "for neither an offer nor a cut, even where aid goes on whatever his will (`status_quo_2024`).",
        ),
        (
            TitledTable("Levels", ("outcome", *(f"`{branch}`" for branch in exp.branches)), levels),
            TitledTable("Lead of the offer", ("outcome", *(f"over `{branch}`" for branch in rest)), leads),
            _failures(table),
        ),
    )


def _failures(table: Table) -> TitledTable:
    """Say of each branch where lasting peace is lost: nobody signs, the truce breaks, or war returns."""
    head = (
        "branch", "no agreement by w104", "agreement but no ceasefire by w104", "ceasefire, war again in 5 y",
        "lasting 5 y", "Kyiv's refusal", "later war", "fails by",
    )  # fmt: skip
    causes = [table.measures[name] for name in CAUSES if name in table.measures]
    rows = []
    for branch in table.exp.branches:
        none, broken, again, _ = parts = _parts(table, branch)
        by_kyiv, later = none.value * _share_of_kyiv(table, branch), broken.value + again.value
        by_moscow = none.value - by_kyiv
        causes_of = {"Kyiv's refusal": by_kyiv, "later war": later, "Moscow's refusal": by_moscow}
        rows.append(
            (
                f"`{branch}`",
                *(format_value(part, 100.0, space="") for part in parts),
                f"{100.0 * by_kyiv:.0f}",
                f"{100.0 * later:.0f}",
                max(causes_of, key=lambda cause: causes_of[cause]),
                *(level_text(table, branch, cause) for cause in causes),
            )
        )
    counted = names.KYIV_REFUSED in table.measures
    note = (
        "The first four columns of numbers add up to 100. Kyiv's refusal: no agreement by w104 although Moscow was "
        "ready"
        if counted
        else "The first four columns of numbers add up to 100. Kyiv's refusal: its part of the members without an "
        "agreement, by the chances of both sides to refuse (this version does not record who refused)"
    )
    note += (
        ". Moscow's refusal: the rest of the members without an agreement. Later war: an agreement without a "
        "ceasefire by w104 (it broke, or it was signed too late to tell), or a ceasefire that does not last five "
        "years. The column `fails by` names the largest of the three, also for branches that are no sell-out. The "
        "last two columns are chances in the first week in which the package of the branch is on the table (in a "
        "branch without one, those of the standing deal in week 0): that Moscow would accept it within 26 weeks, and "
        "that Kyiv would sign it at once"
    )
    return TitledTable("Where peace is lost", (*head, *(cause.label for cause in causes)), rows, note)


def _parts(table: Table, branch: str) -> list[Estimate]:
    agreement, ceasefire, durable = (
        table.of(branch, table.measures[name]) > 0.5 for name in ("agreement", "ceasefire", "durable_5y")
    )
    parts = (~agreement & ~ceasefire, agreement & ~ceasefire, ceasefire & ~durable, durable)
    return [mean(part.astype(np.float64), table.clusters).estimate for part in parts]


def _share_of_kyiv(table: Table, branch: str) -> float:
    """Share of the members without an agreement by week 104 in which Kyiv, and not Moscow, stood in the way."""

    def mean_of(name: str) -> float:
        return float(np.nanmean(table.of(branch, table.measures[name])))

    if names.KYIV_REFUSED in table.measures:
        unsigned = table.of(branch, table.measures["agreement"]) < 0.5
        refused = table.of(branch, table.measures[names.KYIV_REFUSED]) > 0.0
        return float(np.mean(refused[unsigned])) if unsigned.any() else 0.0
    attacker, defender = (1.0 - mean_of(name) for name in CHANCES)
    return defender / (attacker + defender) if attacker + defender > 0.0 else 0.0
