"""The view of what would flip the answer: worlds in which the tested branch leads no longer, or leads only there."""

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate
from forecast.analysis.ties import POINT
from forecast.analysis.turning_worlds import MIN_DRAWS, Limit, Turning, TurningWorld, turning_worlds
from forecast.display.inputs import input_words
from forecast.display.numbers import band_of_points, percent, points
from forecast.report.material import Material
from forecast.report.peace_lead import PeaceLead, peace_lead
from forecast.report.views.view import View
from forecast.text.outcome_tables import TextTable

TITLE = "What would flip it?"
MOST, THIRDS = 4, 3
SEARCH = (
    "Searched were the lowest and the highest third of the draws of each input, and pairs of the thirds that move the "
    "lead most. A world is named if what it shows is found in both halves of the run. A narrower world may flip the "
    "answer too."
)
BAND = "In brackets: where the lead lies in 80% of the draws of that world, and the grade of evidence of an input."
CAUSE = "A world is a group of draws. That its inputs are the cause is likely, because inputs are drawn independently."


def view(material: Material) -> View | None:
    """Name up to four worlds; None without a branch to compare, in a short run, or where no input matters."""
    lead = peace_lead(material)
    members, priors = material.members, material.search.priors
    if lead is None or not priors:
        return None
    turning = turning_worlds(members, priors, lead.gap, MOST)
    whole = draw_band(lead.gap, members.draw, members.clusters)
    first = [_whole_sentence(lead, turning.whole, whole)]
    told = [_world_sentence(world, turning.whole) for world in turning.worlds] or [_nothing(turning)]
    return View(
        "flips",
        TITLE,
        (*first, *told),
        folded=_table(turning) if turning.worlds else None,
        caveats=tuple(filter(None, [BAND if turning.worlds else "", SEARCH, CAUSE if turning.worlds else ""])),
        explained="docs/howto/discover.md",
    )


def lead_text(value: Estimate, band: DrawBand) -> str:
    """Write a lead with its band between draws: '+4.0 points (-1 to +11)'; without a known band the value alone."""
    low, high = band.low.value, band.high.value
    return f"{points(value)} points" + (f" ({band_of_points(low, high)})" if low < high else "")


def _whole_sentence(lead: PeaceLead, whole: Estimate, band: DrawBand) -> str:
    number = lead_text(whole, band)
    behind = 1.0 - band.in_favour.value
    if behind == behind:
        number += f". It is behind in {100.0 * behind:.0f}% of the draws"
    outcome = f"in the chance of {lead.lasting}"
    if whole.value >= POINT:
        return f"Over all draws “{lead.tested}” leads “{lead.reference}” {outcome}: {number}."
    if whole.value <= -POINT:
        return f"Over all draws “{lead.tested}” is behind “{lead.reference}” {outcome}: {number}."
    return f"Over all draws “{lead.tested}” and “{lead.reference}” differ by less than a point {outcome}: {number}."


def _world_sentence(world: TurningWorld, whole: Estimate) -> str:
    worlds = " and ".join(limit_text(limit) for limit in world.limits)
    return (
        f"In the {_share(world)} of draws where {worlds} {_what(world.inside.value, whole.value)}: "
        f"{lead_text(world.inside, world.band)} instead of {points(world.outside)}."
    )


def _what(inside: float, whole: float) -> str:
    """Say what becomes of the lead, or of the lack of one."""
    if abs(inside) < POINT:
        return "no lead is left" if whole > 0.0 else "it is not behind"
    if whole >= POINT:
        return "the lead turns round"
    return "it leads" if inside > 0.0 else "it is behind"


def limit_text(limit: Limit) -> str:
    """Write a limit as '“Base rate of a collapse” (C) is above 0.12 a year'; a pick as what it mostly picks."""
    words = input_words(limit.prior)
    if words.choices is not None:
        return f"“{words.name}” ({words.grade}) is mostly “{words.choices[limit.above]}”"
    beyond = words.beyond(limit.bound, limit.above).removeprefix(words.name)
    return f"“{words.name}” ({words.grade}) is{beyond}"


def _nothing(turning: Turning) -> str:
    inputs = "the one input" if turning.inputs == 1 else f"any of the {turning.inputs} inputs"
    if turning.draws < THIRDS * MIN_DRAWS:
        return f"What would flip it cannot be searched in this run: it has {turning.draws} draws, too few."
    pairs = ", and no two such thirds together"
    if turning.draws < THIRDS**2 * MIN_DRAWS:
        pairs = f"; for two thirds together the run has too few draws ({turning.draws})"
    return f"Nothing that was searched flips this: no third of {inputs}{pairs}."


def _share(world: TurningWorld) -> str:
    return percent(Estimate(world.share, 0.0, 0))


def _table(turning: Turning) -> TextTable:
    rows = tuple(
        (
            " and ".join(limit_text(limit) for limit in world.limits),
            _share(world),
            _with_error(world.inside),
            band_of_points(world.band.low.value, world.band.high.value),
            _with_error(world.outside),
        )
        for world in turning.worlds
    )
    head = ("world", "draws", "lead there, points", "80% of its draws", "lead elsewhere, points")
    return TextTable(head, rows, "± is one Monte Carlo standard error.", wordy=True)


def _with_error(value: Estimate) -> str:
    return f"{points(value._replace(mcse=0.0))} ±{100.0 * value.mcse:.1f}"
