"""Whether the best branch of each actor survives other settings or beliefs: sentences, and data for JSON."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from forecast.decisions.belief_stability import BeliefStability
from forecast.decisions.switch_stability import ActorStability, SwitchStability

NOTE = "A best group holds the branches that no branch is clearly ahead of; one with several branches is a tie."
Stability = SwitchStability | BeliefStability


def stability_lines(result: Stability, width: int) -> list[str]:
    """Write for every actor whether the best group stays the same under every setting or belief, and where not."""
    if isinstance(result, BeliefStability):
        counts = (f"{name} {size:,.0f}" for name, size in zip(result.beliefs, result.effective, strict=True))
        head = f"Stability over {len(result.beliefs)} beliefs; the weighted draws count as: {', '.join(counts)}"
    else:
        head = f"Stability over {len(result.settings)} settings of the switches"
    return [
        line
        for text in (head, *stability_sentences(result), NOTE)
        for line in wrap(text, width, subsequent_indent="  ")
    ]


def stability_sentences(result: Stability) -> list[str]:
    """Write the sentences alone."""
    if isinstance(result, BeliefStability):
        return [_sentence(one, result.beliefs, "belief") for one in result.actors]
    return [_sentence(one, [setting.words for setting in result.settings], "setting") for one in result.actors]


def plain_stability(result: Stability) -> dict[str, Any]:
    """Turn the stability into data for JSON."""
    if isinstance(result, BeliefStability):
        over: dict[str, Any] = {
            "beliefs": [
                {"name": name, "effective": size} for name, size in zip(result.beliefs, result.effective, strict=True)
            ]
        }
    else:
        over = {"settings": [{"switches": s.switches, "label": s.label, "run": str(s.path)} for s in result.settings]}
    return {
        "words": stability_sentences(result),
        **over,
        "actors": {one.actor.key: _plain(one) for one in result.actors},
    }


def _sentence(one: ActorStability, words: Sequence[str], kind: str) -> str:
    name, default = one.actor.name, _joined(one.default)
    if one.verdict == "same":
        return f"{name}: the best group is {default} under every {kind}."
    by_group: dict[tuple[str, ...], list[str]] = {}
    for setting, best in zip(words, one.under, strict=True):
        if set(best) != set(one.default):
            by_group.setdefault(tuple(sorted(best)), []).append(setting)
    told = "; ".join(f"{_joined(best)} with {', with '.join(where)}" for best, where in by_group.items())
    head = (
        f"{_joined(one.shared)} {'is' if len(one.shared) == 1 else 'are'} in the best group under every {kind}"
        if one.verdict == "shared"
        else f"no branch is in the best group under every {kind}"
    )
    return f"{name}: {head}. As run, the best group is {default}. It is {told}."


def _plain(one: ActorStability) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "shared": list(one.shared),
        "default": list(one.default),
        "under": [list(best) for best in one.under],
        "ousted": list(one.ousted),
    }


def _joined(names: Sequence[str]) -> str:
    return " or ".join(names)
