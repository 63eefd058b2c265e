"""First and total Sobol indices by group, as plain text and as data for JSON."""

from typing import Any

from forecast.display.digits import format_value, plain_estimate
from forecast.sensitivity.designed import Designed, DesignedSubject
from forecast.sensitivity.verdict import TOO_CLOSE, stands_out, tiers
from forecast.text.sensitivity_text import percent, plain_subject, silent_lines, title
from forecast.text.table import aligned

NOTES = (
    "first: share of the variance between draws that the group explains alone. total: the same with all its joint",
    "effects with other groups. Noise of chance is removed from both. ±: standard error from 16 scrambles of rows.",
)


def designed_lines(analysis: Designed) -> list[str]:
    """Write all results of a design for indices by group: tables, then what they say in words."""
    lines = [f"Sobol indices by group from {analysis.rows:,} rows with {analysis.replicates} members in each block", ""]
    for result in analysis.results:
        table = [(g.group.name, g.group.label, percent(g.first), percent(g.total)) for g in result.groups]
        lines += [
            title(result.subject),
            f"sd between draws {format_value(result.indices.sd)}; chance is {percent(result.indices.chance)} of the "
            "variance of a single member",
            "",
            *aligned(("group", "what it is about", "first", "total"), table, left=2),
            "",
            *designed_words(result),
            "",
        ]
    return [*lines, *silent_lines(analysis.silent), *NOTES]


def designed_words(result: DesignedSubject) -> list[str]:
    """Say in sentences which groups drive an outcome, how sure that is, and how much they act jointly."""
    groups, count = result.groups, len(result.groups)
    clear = [g for g in groups if stands_out(g.total, count)]
    lines = []
    if clear:
        texts: dict[int, list[str]] = {}
        for group, tier in zip(clear, tiers([g.total for g in clear]), strict=True):
            texts.setdefault(tier, []).append(f"{group.group.label} {percent(group.total)}")
        named = "; ".join(", ".join(t) + (" (too close to rank)" if len(t) > 1 else "") for t in texts.values())
        lines.append(f"Groups that clearly matter, by total index: {named}.")
    exact = sum(g.total.value == 0.0 and g.total.mcse == 0.0 for g in groups)
    near_all = result.indices.sum_first.value + TOO_CLOSE * result.indices.sum_first.mcse >= 1.0
    rest = "Joint effects of groups cannot be told from none." if near_all else "The rest are joint effects of groups."
    lines.append(f"{count - len(clear)} of {count} groups cannot be told from nothing.")
    if exact:
        lines.append(f"Of these, {exact} changed nothing in any row: no error is needed there.")
    lines.append(f"All groups alone explain {percent(result.indices.sum_first)} of the variance between draws. {rest}")
    return lines


def plain_designed(analysis: Designed) -> dict[str, Any]:
    """Turn the results into data for JSON: unrounded numbers, None for NaN."""
    return {
        "method": "sobol_groups",
        "rows": analysis.rows,
        "replicates": analysis.replicates,
        "silent": [subject.name for subject in analysis.silent],
        "outcomes": [
            {
                **plain_subject(result.subject),
                "rows": result.indices.rows,
                "sd_between_draws": plain_estimate(result.indices.sd),
                "chance": plain_estimate(result.indices.chance),
                "sum_first": plain_estimate(result.indices.sum_first),
                "groups": [
                    {
                        "group": g.group.name,
                        "label": g.group.label,
                        "inputs": g.inputs,
                        "first": plain_estimate(g.first),
                        "total": plain_estimate(g.total),
                        "clear": stands_out(g.total, len(result.groups)),
                    }
                    for g in result.groups
                ],
            }
            for result in analysis.results
        ],
    }
