"""The war with talks switched off: front, collapse, losses and aid by branch."""

from collections.abc import Sequence

from forecast.config import load_experiment
from studies.argument import names
from studies.argument.gaps import gap, level_text
from studies.argument.page import Page, provenance
from studies.argument.simulation import designed, simulate
from studies.markdown import TitledTable

MEMBERS = 10_000


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Run all branches without talks and write the page.

    Parameters
    ----------
    config : str
        The experiment.
    members : int or None
        Members of each branch.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    """
    exp = designed(load_experiment(config, overrides), members or MEMBERS)
    sides = exp.baseline.defender, exp.baseline.attacker
    wanted = (
        "agreement", "net_km2_w52", "net_km2_w104", *(f"share_pre2022_w{week}" for week in (52, 104, 520)),
        *(f"collapse_{side}_w{week}" for side in sides for week in (104, 520)),
        *(f"losses_{side}_w{week}" for side in sides for week in (52, 104)),
        "complete_defeat", *(f"aid_{donor}_eur_bn" for donor in exp.baseline.donors), "aid",
    )  # fmt: skip
    table = simulate(exp, wanted, threads, rows={names.READINESS_OF_SIDE_0: names.NO_TALKS})
    measures, others = list(table.measures.values()), [b for b in exp.branches if b != exp.reference]
    levels = [(m.label, *(level_text(table, branch, m) for branch in exp.branches)) for m in measures]
    gaps = [(m.label, *(gap(table, branch, exp.reference, m).text for branch in others)) for m in measures]
    return Page(
        "war_goes_on",
        "If the war goes on",
        (
            provenance(exp),
            "Talks are switched off: from the first week on Kyiv signs nothing in any branch. The agreements that the "
            "first row still counts follow a disruption of Moscow or a collapse, and are nearly the same in all "
            "branches. Their terms are those of the branch, so the four sell-outs are not quite alike. What is left is "
            "what each policy does to the war itself, so almost nothing here rests on who would accept which terms. "
            "But how much a loss of aid raises the danger of a collapse is itself a judgment (grade C).",
        ),
        (
            TitledTable("Levels", ("outcome", *(f"`{branch}`" for branch in exp.branches)), levels),
            TitledTable(f"Less `{exp.reference}`", ("outcome", *(f"`{branch}`" for branch in others)), gaps),
        ),
    )
