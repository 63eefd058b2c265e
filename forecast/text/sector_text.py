"""Gains by sector as plain text and as data for JSON."""

from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.analysis.sector_gains import LOST, Salient, SectorGains, Spread
from forecast.analysis.ties import Difference
from forecast.display.digits import format_value, plain_estimate, range_text, value_text
from forecast.experiment.regions import OTHER, PARTS
from forecast.text.branch_table_text import NARROWEST
from forecast.text.table import Line, blocks

NOTES = (
    "Value: median over members; 80%: from the 10% to the 90% quantile. Land lost in a collapse is not in it.",
    "±, sectors: an upper bound of the Monte Carlo error. The run keeps no single members by sector, so the members of",
    "  a draw count as one. Ends of the 80% band have such a bound too: they have no more digits than it supports.",
    "±, parts: mean of the sum over the sectors; its bound is the sum of theirs. Medians and bands do not add up.",
    "±, whole front at weeks 4, 13, 26, 52, 104 and salient at week 26: the Monte Carlo error, from single members.",
    "Medians of sectors are not paired. *: differs from the reference by more than twice both bounds together. No band",
    "  between draws is stored for sectors, so * says only that it is more than chance.",
    "less reference: over the same members. draws: band between draws of the mean difference. =: a tie, because chance",
    "  could make the difference, the band between draws spans 0, or (shares) it is below one point.",
)


def sectors_text(gains: SectorGains, title: str, width: int = 80) -> str:
    """Write a table for each week, with a column for each branch; wide tables are split into blocks.

    Parameters
    ----------
    gains : SectorGains
        The numbers.
    title : str
        First line.
    width : int
        Characters in a line.
    """
    lines = [title]
    for week in gains.weeks:
        rows = [*_sector_lines(gains, week), *_salient_lines(gains, week), *_front_lines(gains, week)]
        lines += ["", f"Net gain by week {week}, km2", *blocks(rows, gains.branches, max(width, NARROWEST))]
    return "\n".join([*lines, "", *NOTES])


def _sector_lines(gains: SectorGains, week: int) -> list[Line]:
    lines: list[Line] = []
    for part in (*PARTS, OTHER):
        keys = gains.sectors_of(part)
        if keys:
            sums = {b: format_value(gains.parts[b, part, week], space="") for b in gains.branches}
            lines.append((f"{part.upper()}, mean of the sum", sums))
        for key in keys:
            name, region = gains.sectors[key]
            found = {b: gains.gains[b, key, week] for b in gains.branches}
            marks = {b: "*" if gains.apart(b, key, week) else "" for b in gains.branches}
            place = f" ({region.oblast})" if region.oblast else ""
            lines.append(
                (f"  {key} {name}{place}", {b: format_value(s.median, space="") + marks[b] for b, s in found.items()})
            )
            lines.append(("      80%", {b: _band(s) for b, s in found.items()}))
    return lines


def _front_lines(gains: SectorGains, week: int) -> list[Line]:
    found = {b: gains.front[b, week] for b in gains.branches}
    return [
        ("WHOLE FRONT", {b: format_value(s.median, space="") for b, s in found.items()}),
        ("      80%", {b: _band(s) for b, s in found.items()}),
        *_difference_lines({b: s.difference for b, s in found.items()}),
    ]


def _salient_lines(gains: SectorGains, week: int) -> list[Line]:
    if not gains.salient:
        return []
    found = {b: gains.salient[b, week] for b in gains.branches}
    return [
        ("  salient abroad, area left", {b: format_value(s.area.median, space="") for b, s in found.items()}),
        ("      80%", {b: _band(s.area) for b, s in found.items()}),
        *_difference_lines({b: s.area.difference for b, s in found.items()}),
        (f"  salient lost (under {LOST:.0f} km2), %", {b: _percent(s) for b, s in found.items()}),
        *_difference_lines({b: s.difference for b, s in found.items()}, 100.0),
    ]


def _difference_lines(found: dict[str, Difference | None], scale: float = 1.0) -> list[Line]:
    """Write the difference from the reference and its band between draws; nothing where nothing is paired."""
    known = {b: difference for b, difference in found.items() if difference is not None}
    if not known:
        return []
    return [
        ("      less reference", {b: _difference(d, scale) for b, d in known.items()}),
        ("      draws", {b: range_text(d.draws.low, d.draws.high, scale) for b, d in known.items()}),
    ]


def _difference(difference: Difference, scale: float) -> str:
    mark = "=" if difference.tie else ""
    return f"{mark}{format_value(difference.value, scale, signed=True, space='')}"


def _percent(salient: Salient) -> str:
    return format_value(salient.lost, 100.0, space="")


def _band(spread: Spread) -> str:
    return f"{value_text(spread.low)} to {value_text(spread.high)}"


def plain_sectors(gains: SectorGains) -> dict[str, Any]:
    """Turn the gains into data for JSON: unrounded numbers, None for NaN."""
    return {
        "reference": gains.branches[0],
        "weeks": list(gains.weeks),
        "unit": "km2",
        "sectors": [
            {"branch": b, "sector": key, "name": gains.sectors[key][0], "oblast": gains.sectors[key][1].oblast or None,
             "part": gains.sectors[key][1].part, "week": week, **_plain(spread),
             "beyond_both_bounds": gains.apart(b, key, week)}
            for (b, key, week), spread in gains.gains.items()
        ],
        "parts": [
            {"branch": b, "part": part, "week": week, "mean": _bound(total)}
            for (b, part, week), total in gains.parts.items()
        ],
        "front": [{"branch": b, "week": week, **_plain(spread)} for (b, week), spread in gains.front.items()],
        "salient": [
            {"branch": b, "week": week, **_plain(found.area), "lost_below_km2": LOST,
             "lost": _number(found.lost, found.area.by_member), "lost_difference": _plain_difference(found.difference)}
            for (b, week), found in gains.salient.items()
        ],
        "notes": [" ".join(" ".join(NOTES).split())],
    }  # fmt: skip


def _plain(spread: Spread) -> dict[str, Any]:
    names = ("median", "low", "high", "mean")
    content: dict[str, Any] = {name: _number(getattr(spread, name), spread.by_member) for name in names}
    return content | {"difference": _plain_difference(spread.difference)}


def _number(estimate: Estimate, by_member: bool) -> dict[str, Any]:
    return dict(plain_estimate(estimate)) if by_member else _bound(estimate)


def _bound(estimate: Estimate) -> dict[str, Any]:
    """An estimate whose error is an upper bound; the name of the key says so."""
    content = plain_estimate(estimate)
    return {"value": content["value"], "mcse_at_most": content["mcse"], "n": content["n"]}


def _plain_difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    band = {"draws_low": difference.draws.low, "draws_high": difference.draws.high}
    return {
        **plain_estimate(difference.value),
        **{k: plain_estimate(v) for k, v in band.items()},
        "tie": difference.tie,
    }
