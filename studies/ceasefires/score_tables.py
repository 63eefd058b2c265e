"""The scores of the ceasefires of wars that were left out, as tables."""

from forecast.text.digits import format_value
from studies.ceasefires.draws import BASELINES, Draws
from studies.ceasefires.layout import Table, between
from studies.ceasefires.left_out import BY_AGE, CONSTANT, CURVE, NO_TERMS, NO_WINNER, OURS, REFIT, YEARS
from studies.ceasefires.study import ALL, Cases

VARY = (OURS, REFIT, NO_WINNER)
"""Forecasts that differ between ceasefires for a reason; leaving a war out makes the others differ backwards."""
SHOWN = (OURS, REFIT, CONSTANT, BY_AGE, CURVE)
FIVE = YEARS.index(5)
WORDS = {
    OURS: "module, priors",
    REFIT: "module, refitted",
    NO_WINNER: "module, winner not told",
    NO_TERMS: "module, no terms told",
    CONSTANT: "constant rate",
    BY_AGE: "rates by age",
    CURVE: "Kaplan-Meier",
}


def scores(cases: Cases, draws: Draws) -> Table:
    """Brier scores with the decomposition at five years, and concordance."""
    rows = []
    for scope, left in cases.left_out.items():
        for name, words in WORDS.items():
            parts, order = left.parts(name, FIVE), left.order(name)
            ours = name == OURS
            briers = (
                format_value(left.monte_carlo(draws, k), space="", most=3) if ours else f"{left.brier(name, k):.3f}"
                for k in range(len(YEARS))
            )
            rows.append(
                (
                    scope,
                    words,
                    str(len(left.lives)),
                    *briers,
                    f"{parts.reliability:.3f} / {parts.resolution:.3f} / {parts.uncertainty:.3f} ({parts.n})",
                    f"{order.value:.2f} ({order.se:.2f})" if name in VARY else "",
                )
            )
    head = ("cases", "forecast", "n", *(f"Brier {y} y" for y in YEARS), "rel / res / unc, 5 y (n)", "concordance (se)")
    return Table("Scores, one war left out at a time", head, rows)


def skills(cases: Cases) -> Table:
    """Ratios of Brier scores with intervals over wars."""
    rows = []
    for scope, left in cases.left_out.items():
        for name in (OURS, REFIT):
            for other in (CONSTANT, BY_AGE, CURVE, NO_TERMS, OURS):
                if name == other:
                    continue
                ratios = (left.skill(name, other, k) for k in range(len(YEARS)))
                gain = "" if other == CURVE else between(*left.gain(name, other), signed=True)
                rows.append((scope, WORDS[name], WORDS[other], *(between(*ratio) for ratio in ratios), gain))
    head = ("cases", "forecast", "against", *(f"ratio {y} y" for y in YEARS), "log density, nats")
    return Table("Skill, one war left out at a time", head, rows)


def learnt(cases: Cases) -> Table:
    """What all cases together say of baselines and level."""
    rows = [
        (scope, *(f"{weight:.2f}" for weight in found.baselines), f"{found.shift:+.1f} ({found.spread:.1f})")
        for scope, found in cases.learnt.items()
    ]
    return Table("What the refit learns from all of them", ("cases", *BASELINES, "shift of log hazard (sd)"), rows)


def wars(cases: Cases) -> Table:
    """One row a war: mean forecasts of failure in five years and the loss they earned."""
    left = cases.left_out[ALL]
    rows = []
    for war in dict.fromkeys(life.war for life in left.lives):
        here = [k for k, life in enumerate(left.lives) if life.war == war]
        known = [k for k in here if left.known[k, FIVE] > 0.0]
        fell = sum(left.lives[k].failed and left.lives[k].weeks <= 52.0 * YEARS[FIVE] for k in known)
        rows.append(
            (
                left.lives[here[0]].name + (" and others" if len(here) > 1 else ""),
                f"{fell} of {len(known)}",
                *(f"{100 * left.failed[name][here, FIVE].mean():.0f}" for name in (OURS, REFIT, CURVE)),
                *(f"{left.lost[name][known, FIVE].mean():.2f}" if known else "" for name in SHOWN),
            )
        )
    losses = (f"loss: {WORDS[name]}" for name in SHOWN)
    head = ("war", "failed in 5 y", "module, %", "refitted, %", "Kaplan-Meier, %", *losses)
    return Table("War by war: failure in five years, each forecast from the other wars", head, rows)
