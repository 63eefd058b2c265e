"""The view of what would flip the answer: worlds in which the tested branch leads no longer, or leads only there."""

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate
from forecast.analysis.ties import POINT
from forecast.analysis.turning_worlds import Limit, Turning, TurningWorld, turning_worlds
from forecast.display.inputs import input_words
from forecast.display.numbers import band_of_points, percent, points
from forecast.report.material import Material
from forecast.report.peace_lead import PeaceLead, peace_lead
from forecast.report.views.view import View
from forecast.text.outcome_tables import TextTable

TITLE = "What would flip it"
VIEWS = {
    "truce_class_pick": ("truces hold as between states", "truces break as with proxies"),
    "keepers_school": ("peacekeepers help, as their friends in the literature find", "peacekeepers help little"),
    "baseline_pick": ("peace lasts as in all wars since 1914", "peace lasts as in the bands by year"),
}
"""Inputs that choose between two views, by the row that they set: what mostly holds in low draws, and in high ones."""

MOST = 4
SEARCH = (
    "Searched were the lowest and the highest third of the draws of each input, and pairs of the thirds that move the "
    "lead most. A world is named if what it shows is found in both halves of the run. A narrower world may flip the "
    "answer too."
)
BAND = "In brackets: where the lead lies in 80% of the draws of that world."
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
    told = [_world_sentence(world) for world in turning.worlds] or [_nothing(turning)]
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
    ends = band_of_points(band.low.value, band.high.value)
    return f"{points(value)} points" + (f" ({ends})" if ends[0] in "+-0" else "")


def _whole_sentence(lead: PeaceLead, whole: Estimate, band: DrawBand) -> str:
    number = lead_text(whole, band)
    outcome = f"in the chance of {lead.lasting}"
    if whole.value >= POINT:
        return f"Over all draws “{lead.tested}” leads “{lead.reference}” {outcome}: {number}."
    if whole.value <= -POINT:
        return f"Over all draws “{lead.tested}” is behind “{lead.reference}” {outcome}: {number}."
    return f"Over all draws “{lead.tested}” and “{lead.reference}” differ by less than a point {outcome}: {number}."


def _world_sentence(world: TurningWorld) -> str:
    worlds = " and ".join(limit_text(limit) for limit in world.limits)
    value = world.inside.value
    what = "no lead is left:" if abs(value) < POINT else "the lead is" if value > 0.0 else "the lead turns round:"
    return (
        f"With {worlds} ({_share(world)} of the draws) {what} {lead_text(world.inside, world.band)} instead of "
        f"{points(world.outside)}."
    )


def limit_text(limit: Limit) -> str:
    """Write a limit as '“Base rate of a collapse” above 0.12 a year (grade C)'; a pick of a view as the view."""
    words, views = input_words(limit.prior), VIEWS.get(limit.prior.sets or "")
    if views is not None:
        return f"the view that {views[limit.above]} (grade {words.grade})"
    beyond = words.beyond(limit.bound, limit.above).removeprefix(words.name)
    return f"“{words.name}”{beyond} (grade {words.grade})"


def _nothing(turning: Turning) -> str:
    inputs = "the one input" if turning.inputs == 1 else f"any of the {turning.inputs} inputs"
    return f"Nothing that was searched flips this: no third of {inputs}, and no two such thirds together."


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
