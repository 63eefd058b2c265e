"""Whether the best branch of each actor survives the switches: sentences, and data for JSON."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from forecast.decisions.switch_stability import ActorStability, SwitchStability

NOTE = "A best group holds the branches that no branch is clearly ahead of; one with several branches is a tie."


def stability_lines(result: SwitchStability, width: int) -> list[str]:
    """Write for every actor whether the best group stays the same under every setting, and where it does not."""
    lines = [f"Stability over {len(result.settings)} settings of the switches"]
    for text in [*stability_sentences(result), NOTE]:
        lines += wrap(text, width, subsequent_indent="  ")
    return lines


def stability_sentences(result: SwitchStability) -> list[str]:
    """Write the sentences alone."""
    return [_sentence(one, result) for one in result.actors]


def _sentence(one: ActorStability, result: SwitchStability) -> str:
    name, default = one.actor.name, _joined(one.default)
    if one.verdict == "same":
        return f"{name}: the best group is {default} under every setting."
    by_group: dict[tuple[str, ...], list[str]] = {}
    for setting, best in zip(result.settings, one.under, strict=True):
        if set(best) != set(one.default):
            by_group.setdefault(tuple(sorted(best)), []).append(setting.words)
    told = "; ".join(f"{_joined(best)} with {', with '.join(where)}" for best, where in by_group.items())
    head = (
        f"{_joined(one.shared)} {'is' if len(one.shared) == 1 else 'are'} in the best group under every setting"
        if one.verdict == "shared"
        else "no branch is in the best group under every setting"
    )
    return f"{name}: {head}. By default the group is {default}; but {told}."


def plain_stability(result: SwitchStability) -> dict[str, Any]:
    """Turn the stability into data for JSON."""
    return {
        "words": stability_sentences(result),
        "settings": [{"switches": s.switches, "label": s.label, "run": str(s.path)} for s in result.settings],
        "actors": {
            one.actor.key: {
                "verdict": one.verdict,
                "shared": list(one.shared),
                "default": list(one.default),
                "under": [list(best) for best in one.under],
                "ousted": list(one.ousted),
            }
            for one in result.actors
        },
    }


def _joined(names: Sequence[str]) -> str:
    return " or ".join(names)
