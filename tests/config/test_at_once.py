"""All problems at once: a mistake hides no other one, and none is told of what follows from a mistake alone."""

import re
from pathlib import Path

import pytest

START, LEVERS, THREAT = "baselines/start.yaml", "priors/levers.yaml", "branches/threat.yaml"
NOISE = {
    "experiment": ("experiment.yaml", "question:", "nonsense: 1\nquestion:"),
    "design": ("experiment.yaml", "seed: 7", "seed: 7, nonsense: 1"),
    "baseline": (START, "name: start", "nonsense: 1\nname: start"),
    "sector": (START, "    name: North", "    nonsense: 1\n    name: North"),
    "same entry": (START, "    sets: force.low", "    nonsense: 1\n    sets: force.low"),
    "entry": (LEVERS, "    about: chance of", "    nonsense: 1\n    about: chance of"),
    "branch": (THREAT, "about: an", "nonsense: 1\nabout: an"),
    "success": ("experiment.yaml", "    about: an early", "    nonsense: 1\n    about: an early"),
}
FAULTS = {
    "as_of": ((START, "as_of: 2024-12-20", "as_of: 2025-03-01"), "as_of: 2025-03-01 is after the baseline date"),
    "unit": ((START, "unit: persons", "unit: parsec"), "baseline.state.force_low: unknown unit 'parsec'"),
    "other unit": ((START, "unit: persons", "unit: km"), "force_low: unit 'km' cannot be converted to 'thousand pers"),
    "lever unit": ((LEVERS, 'unit: "%"', "unit: parsec"), "priors.checked: unknown unit 'parsec'"),
    "unit of a lever": ((LEVERS, 'unit: "%"', "unit: weeks"), "prior 'checked' is in weeks, not in 1"),
    "dimension": ((LEVERS, "dimension: 2", "dimension: 3"), "priors.checked.dimension: 3 belongs to 'force_low'"),
    "two kinds": ((START, "    normal:", "    fixed: 6e5\n    normal:"), "exactly one distribution"),
    "clips": ((START, "at_least: 1e5", "at_least: 1e5\n    at_most: 1e4"), "needs at_least < at_most"),
    "range": ((LEVERS, "min: 1,", "min: -1,"), "prior 'offer_week' can be as low as -4.33"),
    "intelligence": ((THREAT, "back: 12 weeks", "back: 9 weeks"), "intelligence.back: lies before the cut"),
    "change": ((THREAT, ", change: 2025-01-24", ""), "aid.lead: needs 'change'"),
    "members": (("experiment.yaml", "draws: 1_000", "draws: 1e9"), "design: 4,000,000,000 members"),
    "roles": ((START, "role: attacker", "role: defender"), "needs exactly one defender and one attacker"),
    "column": (("experiment.yaml", "  lasting:", "  verified:"), "success.verified: there is a result column"),
}


@pytest.fixture
def change(minimal: Path):
    """change((file, old, new)...): edits the minimal config."""

    def edit(*changes: tuple[str, str, str]) -> None:
        for file, old, new in changes:
            text = Path(file).read_text(encoding="utf-8")
            assert old in text
            Path(file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


@pytest.mark.parametrize("fault", FAULTS)
def test_that_a_mistake_is_told_beside_an_unknown_key_anywhere(fault: str, change, refusal) -> None:
    change(FAULTS[fault][0])
    alone = refusal()
    assert len(alone) == 1 and FAULTS[fault][1] in alone[0]
    message = re.sub(r"^[^ ]+:\d+:\d+: ", "", alone[0])
    for file, old, new in NOISE.values():
        before = Path(file).read_text(encoding="utf-8")
        lines = refusal(file, old, new)
        assert len(lines) == 2, lines
        assert sum("unknown key" in line and "nonsense" in line for line in lines) == 1
        assert any(message in line for line in lines), lines
        Path(file).write_text(before, encoding="utf-8")


def test_that_mistakes_of_one_entry_come_together(change, refusal) -> None:
    change(
        (START, "    source: invented\n    grade: B\n", "    nonsense: 1\n    grade: D\n"),
        (START, "as_of: 2024-12-20", "as_of: 2025-03-01"),
        (START, "unit: persons", "unit: parsec"),
        (START, "sd: 50_000", "sd: 0"),
        (LEVERS, "dimension: 2", "dimension: 3"),
    )
    told = ("sd: must be above 0", "source is missing", "'parsec'", "nonsense", "grade: must be", "as_of: ", "belongs")
    lines = refusal()
    assert len(lines) == len(told)
    assert all(any(text in line for line in lines) for text in told), lines


SINGLE = {
    "distribution": ((START, "normal:", "nomal:"), "'normal'"),
    "dimension": ((START, "dimension: 3", "dimensoin: 3"), "'dimension'"),
    "week of a change": ((THREAT, "change: 2025", "chnge: 2025"), "'change'"),
    "row": ((START, "sets: force.low\n    unit: persons", "sets: 7\n    unit: EUR bn"), "expected text"),
    "unit of a lever": ((LEVERS, 'unit: "%"', "unit: parsec"), "unknown unit 'parsec'"),
    "clip": ((LEVERS, "min: 1,", "min: -1,"), "as low as -4.33"),
    "broken clip": (
        (LEVERS, "{min: 1, mode: 2, max: 4}", "{min: -1, mode: 2, max: 4}\n    at_least: none"),
        "at_least",
    ),
    "roles": ((START, "role: attacker", "role: atacker"), "'attacker'"),
    "share": ((START, "share: 0.3", "share: 30"), "share: must be at most 1"),
}


@pytest.mark.parametrize("name", SINGLE)
def test_that_nothing_is_said_of_what_only_follows(name: str, refusal) -> None:
    change, text = SINGLE[name]
    lines = [line for line in refusal(*change) if "set by no entry" not in line]
    assert len(lines) == 1 and text in lines[0], lines


def test_that_a_sweep_is_tried_beside_another_mistake(minimal: Path, change, refusal) -> None:
    change(NOISE["branch"], FAULTS["as_of"][0])
    minimal.write_text(minimal.read_text() + "sweep: {horizon: [12 years, 12]}\n")
    lines = refusal()
    assert len(lines) == 3, lines
    assert lines[0].startswith("experiment.yaml:20:29: sweep: horizon: needs a unit")
