"""The order of a week, in one table: which steps run, when, how often, and with which random draws.

Two drivers call the steps. `cpu.lanes` loops over the members of a tile for each step; `member` takes one member at a
time (oracle, GPU). tests/kernels/test_order.py replaces the steps by stand-ins that record their calls, runs both
drivers, and compares every call with this table. `forecast info --steps` prints the table, and docs/model.md contains
it. The module is plain Python and imports no compiled code.
"""

from typing import NamedTuple

from forecast_kernels.layout.outcomes import SNAPSHOT_WEEKS, YEAR_WEEKS
from forecast_kernels.layout.state import GLOBAL_DRAWS

PER_BLOCK = 4
NAMED_WEEKS = tuple(sorted({*SNAPSHOT_WEEKS, *YEAR_WEEKS}))

ALWAYS = "every week"
FRONT_MOVES = "war, resumed war"
NOT_FIGHTING = "all but war and resumed war"
HOLDING = "truce, ceasefire"
RETURN = "return to war"
BROKEN = "break of an agreement"
SNAPSHOT = "week " + ", ".join(map(str, NAMED_WEEKS))

MEMBER, DONOR, SECTOR = "", "each donor", "each sector"


class Draw(NamedTuple):
    """One random number of a week."""

    name: str
    kind: str
    """Its distribution: normal, uniform or Student t."""
    numbers: tuple[int, ...]
    """Its index among the normals of the week; for a uniform or a Student t, the indices of its words."""


DRAWS = (
    Draw("z_oil", "normal", (0,)),
    Draw("z_loss", "normal", (1,)),
    Draw("z_level", "normal", (2,)),
    Draw("z_sector", "normal", (GLOBAL_DRAWS,)),  # sector 0; sector k has the k-th number after it
    Draw("u_rupture", "uniform", (0,)),
    Draw("shock", "Student t", (1, 2)),
    Draw("u_sector", "uniform", (GLOBAL_DRAWS,)),  # sector 0; sector k has the k-th number after it
)


def counter_words(draw: Draw, n_sectors: int, sector: int = 0) -> list[tuple[int, int]]:
    """Returns which random words a draw uses: counter block (unit) and index in it, 0 to 3, for each of its numbers.

    The normals of a week use the first blocks, four normals to a block: words 0 and 1 make two of them, words 2 and 3
    two more. The uniforms use as many blocks after these, one word each; the Student shock uses two words.

    Parameters
    ----------
    draw : Draw
        One of DRAWS.
    n_sectors : int
        Number of sectors of the baseline, which determines the number of blocks.
    sector : int
        Index of the sector; it matters only for draws that each sector has.
    """
    blocks = (GLOBAL_DRAWS + n_sectors + PER_BLOCK - 1) // PER_BLOCK
    first = 0 if draw.kind == "normal" else blocks
    shift = sector if draw.name.endswith("_sector") else 0
    return [(first + (number + shift) // PER_BLOCK, (number + shift) % PER_BLOCK) for number in draw.numbers]


class Step(NamedTuple):
    """One step of a week."""

    part: str
    """Part of the week, as in docs/model.md."""
    function: str
    """Module and function in `forecast_kernels.steps`."""
    runs: str
    """In which regimes (at the start of the week) or weeks it runs."""
    over: str
    """What it is repeated for: each donor, each sector, or nothing."""
    draws: tuple[str, ...]
    """Names of the draws that it reads."""
    does: str
    """What it does."""


START = (
    Step("start", "start.shares", ALWAYS, MEMBER, (), "shares of supply sum to one, pipelines in steady state"),
    Step("start", "start.front_and_supply", ALWAYS, MEMBER, (), "level, pulse, stocks, losses and forces at week 0"),
    Step("start", "start.once", ALWAYS, MEMBER, ("once",), "draws that a member has once: thresholds of events"),
    Step("start", "start.economy_and_politics", ALWAYS, MEMBER, (), "oil, fund, stress, credibility, burden sharing"),
    Step("start", "terms.expectation", ALWAYS, MEMBER, (), "what side 1 expects of the first year"),
    Step("start", "terms.values", ALWAYS, MEMBER, (), "values of the items to side 1"),
    Step("start", "terms.consents", ALWAYS, MEMBER, (), "what the terms of the items mean to side 0"),
    Step("start", "terms.anchor", ALWAYS, MEMBER, (), "readiness of side 1 at week 0"),
    Step("start", "start.peace", ALWAYS, MEMBER, (), "troops, accession, baseline hazard and frailty"),
    Step("start", "truces.begin", ALWAYS, MEMBER, (), "law of breaks, low-intensity fighting"),
    Step("start", "start.ledger", ALWAYS, MEMBER, (), "outcomes before anything has happened"),
    Step("start", "start.will_odds", ALWAYS, MEMBER, (), "odds of the lead donor's will, cost of a cut"),
    Step("start", "start.sector", ALWAYS, SECTOR, ("z_start",), "sectors: share, activity, fortification"),
)
"""What is computed before week 0."""

WEEK = (
    Step("economy", "resources.economics", ALWAYS, MEMBER, ("z_oil",), "oil price, sanctions, fund, stress, suppliers"),
    Step("politics", "resources.threat", FRONT_MOVES, MEMBER, (), "offer, deadline, credibility, surge on refusal"),
    Step("politics", "resources.measures", ALWAYS, MEMBER, (), "compact, surge, strikes and intelligence in force"),
    Step("aid", "resources.commits", ALWAYS, DONOR, (), "will and committed flow"),
    Step("aid", "resources.deliveries", ALWAYS, DONOR, (), "pipelines, backfill, deliveries"),
    Step("fires", "resources.fires", ALWAYS, MEMBER, (), "stock, supply used, fires ratio"),
    Step("losses", "battle.live", FRONT_MOVES, MEMBER, (), "marks where the front moves"),
    Step("losses", "battle.attrit", FRONT_MOVES, MEMBER, ("z_loss", "z_level"), "assault intensity, losses in war"),
    Step("forces", "battle.manpower", FRONT_MOVES, MEMBER, (), "intake, absence, wounded, forces in war"),
    Step("forces", "rest.quiet", NOT_FIGHTING, MEMBER, (), "losses by violations, forces in peace"),
    Step(
        "front", "battle.level", FRONT_MOVES, MEMBER, ("z_level", "shock", "u_rupture"),
        "drive, level, pulse, gross gains, ruptures, salient",
    ),
    Step("sectors", "battle.weigh", FRONT_MOVES, SECTOR, ("z_sector", "u_sector"), "share, activity and weights"),
    Step("sectors", "battle.share_out", FRONT_MOVES, MEMBER, (), "gains for one unit of weight"),
    Step("sectors", "battle.advance", FRONT_MOVES, SECTOR, (), "area and fortification"),
    Step("sectors", "battle.settle_front", FRONT_MOVES, MEMBER, (), "net gain and its 13-week level"),
    Step("readiness", "talks.bargain", FRONT_MOVES, MEMBER, (), "collapse hazard, beliefs, hazards of agreement"),
    Step("readiness", "rest.still", NOT_FIGHTING, MEMBER, (), "counts a week at rest, sets rows of the front to zero"),
    Step("return", "peace.danger", HOLDING, MEMBER, (), "hazard of a return to war"),
    Step("events", "events.turn", ALWAYS, MEMBER, (), "events of the week, the next regime, what a signature changes"),
    Step("events", "truces.renew", BROKEN, MEMBER, (), "thresholds of what follows a broken agreement"),
    Step("events", "rest.catch_up", RETURN, MEMBER, ("z_level",), "level and pulse after the weeks at rest"),
    Step(
        "events", "rest.catch_up_sector", RETURN, SECTOR, ("z_sector", "u_sector"),
        "share, activity, fortification after the weeks at rest",
    ),
    Step("events", "rest.caught_up", RETURN, MEMBER, (), "clears the count of weeks at rest"),
    Step("ledgers", "ledger.book", ALWAYS, MEMBER, (), "land held, sovereignty, cost of troops"),
    Step("ledgers", "ledger.beyond", ALWAYS, MEMBER, (), "hazards beyond this war"),
    Step("ledgers", "ledger.snapshot", SNAPSHOT, MEMBER, (), "records the outcomes of this week"),
)  # fmt: skip
"""The steps of a week. A step reads the new values of earlier steps, and the old values of later steps."""

HEAD = ("", "part", "step", "runs in", "repeated for", "draws", "does")


def rows(steps: tuple[Step, ...] = WEEK) -> list[tuple[str, ...]]:
    """Returns the table as text, one row for each step, with the columns of HEAD."""
    return [
        (str(number), step.part, step.function, step.runs, step.over, ", ".join(step.draws), step.does)
        for number, step in enumerate(steps, 1)
    ]


def markdown() -> str:
    """The steps of a week as a Markdown table, for docs/model.md."""
    cells = [(number, part, f"`{function}`", *rest) for number, part, function, *rest in rows()]
    return "".join(f"| {' | '.join(row)} |\n" for row in [HEAD, ["---"] * len(HEAD), *cells])
