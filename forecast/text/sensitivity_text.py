"""Sensitivity of outcomes to inputs and groups of inputs, as plain text and as data for JSON."""

from collections.abc import Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.display.digits import fixed, format_value, plain_estimate
from forecast.sensitivity.given_data import GivenData, GroupResult, InputResult, Stratum, SubjectResult
from forecast.sensitivity.outcomes import Subject
from forecast.sensitivity.submodels import LABELS
from forecast.sensitivity.verdict import POINT, is_influential, stands_out, tiers
from forecast.text.table import aligned

SHOWN_INPUTS, SHOWN_GROUPS, SHOWN_IN_STRATA = 12, 10, 3
NOTES = (
    "first-order: share of the variance between draws that the input explains alone, from bins of the input.",
    "by ranks: the same from neighbours in rank. PAWN: mean distance of the distribution function in ten slices of the",
    "input from that of all draws. A group explains what its inputs explain together; the figure is a lower bound.",
    "Noise of chance is removed from the shares, not from PAWN. ±: standard error, from 16 groups of draws (by ranks:",
    "from neighbours).",
)


def given_data_lines(analysis: GivenData) -> list[str]:
    """Write all results of an ordinary run: tables, then what they say in words."""
    lines = [_draws_line(analysis), ""]
    for result in analysis.results:
        lines += [*_subject_lines(result), "", *words(result), ""]
    lines += silent_lines(analysis.silent)
    if analysis.strata.fixed:
        lines.append(f"Every draw uses one sub-model of bargaining, because of {analysis.strata.fixed}: no strata.")
    return [*lines, *NOTES]


def title(subject: Subject) -> str:
    """Name a subject with its label."""
    of_mean = " (mean)" if subject.headline.statistic == "median" else ""
    return f"{subject.name}{of_mean}. {subject.headline.label}"


def percent(estimate: Estimate) -> str:
    """Write a share with its error, as `62 ±1 %`."""
    return f"{format_value(estimate, 100.0, max_decimals=1)} %"


def silent_lines(silent: Sequence[Subject]) -> list[str]:
    """Say which subjects have no variance between draws."""
    return [
        f"{s.name}: does not vary between draws more than by chance, or too few draws have a value." for s in silent
    ]


def words(result: SubjectResult) -> list[str]:
    """Say in sentences which inputs and groups drive an outcome, how sure that is, and how much stays unexplained."""
    count = len(result.inputs)
    clear = [row for row in result.inputs if stands_out(row.first_order, count)]
    large = [row for row in clear if row.first_order.value >= POINT]
    lines = []
    if large:
        named = "; ".join(_tier_texts([(_graded(row), row.first_order) for row in large]))
        lines.append(f"Inputs that clearly drive it, strongest first: {named}.")
    else:
        lines.append("No single input clearly explains a hundredth of the variance between draws.")
    if len(clear) > len(large):
        lines.append(f"{len(clear) - len(large)} more are clear, but explain less than 1 % each.")
    silent = sum(not is_influential(row, result.pawn_noise, count) for row in result.inputs)
    lines.append(f"{silent} of {count} inputs cannot be told from inputs without influence, by either measure.")
    groups = [row for row in result.groups if stands_out(row.explains, len(result.groups))]
    if groups:
        named = "; ".join(_tier_texts([(row.group.label, row.explains) for row in groups]))
        lines.append(f"Groups that clearly drive it, at least: {named}.")
    lines.append(f"{len(result.groups) - len(groups)} of {len(result.groups)} groups cannot be told from nothing.")
    lines.append(
        f"All inputs one by one explain {percent(result.additive)} of the variance between draws, and the groups at "
        f"least {percent(result.additive_groups)}. A run of configs/sobol.yaml measures joint effects of groups."
    )
    return lines


def _tier_texts(rows: Sequence[tuple[str, Estimate]]) -> list[str]:
    """Write names with shares; those too close to rank stand together."""
    texts: dict[int, list[str]] = {}
    for (name, index), tier in zip(rows, tiers([index for _, index in rows]), strict=True):
        texts.setdefault(tier, []).append(f"{name} {percent(index)}")
    return [", ".join(found) + (" (too close to rank)" if len(found) > 1 else "") for found in texts.values()]


def _graded(row: InputResult) -> str:
    return (
        f"{row.prior.name} (grade C: judgment)" if row.prior.grade == "C" else f"{row.prior.name} ({row.prior.grade})"
    )


def _draws_line(analysis: GivenData) -> str:
    part = f"the first {analysis.used:,} of {analysis.draws:,} draws" if analysis.used < analysis.draws else (
        f"{analysis.draws:,} draws"
    )  # fmt: skip
    chance = "" if analysis.replicates > 1 else "; with one replicate the noise of chance cannot be removed"
    return f"Sensitivity from {part} with {analysis.replicates} members each{chance}"


def _subject_lines(result: SubjectResult) -> list[str]:
    noise = result.pawn_noise
    shown = list(result.inputs[:SHOWN_INPUTS])
    shown += [
        row for row in result.inputs[SHOWN_INPUTS:] if is_influential(row, noise, len(result.inputs))
    ][:SHOWN_INPUTS]  # fmt: skip
    rows = [
        (
            row.prior.name,
            row.prior.grade,
            percent(row.first_order),
            percent(row.rank),
            format_value(row.pawn),
            ("up" if row.raises else "down") if stands_out(row.first_order, len(result.inputs)) else "",
        )
        for row in shown
    ]
    groups = [(row.group.name, row.group.label, percent(row.explains)) for row in result.groups[:SHOWN_GROUPS]]
    lines = [
        title(result.subject),
        f"sd between draws {result.sd:.3g}; chance was {fixed(100.0 * result.noise_share, 0)} % of the variance of the "
        f"draw means. PAWN of an input without influence: {noise.mean:.3f}, seldom above {noise.high:.3f}",
        "",
        *aligned(("input", "grade", "first-order", "by ranks", "PAWN", "higher input"), rows, left=2),
        "",
        *aligned(("group", "what it is about", "explains at least"), groups, left=2),
    ]
    if result.strata:
        lines += ["", f"The choice of the bargaining sub-model explains {percent(result.submodel)} alone. Within each:"]
        lines += [_stratum_line(stratum) for stratum in result.strata]
    return lines


def _stratum_line(stratum: Stratum) -> str:
    head = f"  {stratum.submodel} ({LABELS[stratum.submodel]}), {fixed(100.0 * stratum.share, 0)} % of the draws"
    if stratum.first_orders is None:
        return f"{head}: too few draws ({stratum.draws}), or no variance"
    drivers = stratum.first_orders.drivers
    clear = [d for d in drivers if stands_out(d.first_order, len(drivers))][:SHOWN_IN_STRATA]
    groups = [g for g in stratum.groups if stands_out(g.explains, len(stratum.groups))][:SHOWN_IN_STRATA]
    inputs = ", ".join(f"{d.prior.name} {percent(d.first_order)}" for d in clear) or "no clear input"
    named = ", ".join(f"{g.group.name} {percent(g.explains)}" for g in groups) or "no clear group"
    return f"{head}: inputs {inputs}; groups {named}; all inputs one by one {percent(stratum.first_orders.total)}"


def plain_given_data(analysis: GivenData) -> dict[str, Any]:
    """Turn the results into data for JSON: unrounded numbers, None for NaN."""
    return {
        "method": "given-data",
        "draws_used": analysis.used,
        "draws": analysis.draws,
        "replicates": analysis.replicates,
        "submodel_fixed_by": analysis.strata.fixed,
        "silent": [subject.name for subject in analysis.silent],
        "outcomes": [_plain_subject(result) for result in analysis.results],
    }


def plain_subject(subject: Subject) -> dict[str, Any]:
    """Turn the name of a subject into data for JSON."""
    headline = subject.headline
    return {
        "target": headline.target,
        "unit": headline.unit,
        "horizon": headline.horizon,
        "branch": subject.branch,
        "reference": subject.reference,
    }


def _plain_subject(result: SubjectResult) -> dict[str, Any]:
    noise, count = result.pawn_noise, len(result.inputs)
    return {
        **plain_subject(result.subject),
        "draws": result.draws,
        "sd_between_draws": result.sd,
        "noise_share": result.noise_share,
        "pawn_noise": {"mean": noise.mean, "high": noise.high},
        "additive": plain_estimate(result.additive),
        "additive_groups": plain_estimate(result.additive_groups),
        "submodel": plain_estimate(result.submodel),
        "inputs": [
            {
                "input": row.prior.name,
                "grade": row.prior.grade,
                "first_order": plain_estimate(row.first_order),
                "by_ranks": plain_estimate(row.rank),
                "pawn": plain_estimate(row.pawn),
                "raises": row.raises,
                "influential": is_influential(row, noise, count),
            }
            for row in result.inputs
        ],
        "groups": [_plain_group(row, len(result.groups)) for row in result.groups],
        "strata": [
            {
                "submodel": s.submodel,
                "share": s.share,
                "draws": s.draws,
                "inputs": [
                    {"input": d.prior.name, "grade": d.grade, "first_order": plain_estimate(d.first_order)}
                    for d in (s.first_orders.drivers if s.first_orders else ())
                ],
                "groups": [_plain_group(row, len(s.groups)) for row in s.groups],
            }
            for s in result.strata
        ],
    }


def _plain_group(row: GroupResult, count: int) -> dict[str, Any]:
    return {
        "group": row.group.name,
        "label": row.group.label,
        "inputs": row.inputs,
        "explains": plain_estimate(row.explains),
        "clear": stands_out(row.explains, count),
    }
