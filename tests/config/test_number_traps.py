"""Numbers and words that other programs read otherwise are refused with the fix, or have one meaning."""

from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.errors import ConfigError

DRAWS = {
    "10,000": "write 10000 or 10_000",
    "1,000,000": "write 1000000 or 1_000_000",
    "10 000": "write 10000 or 10_000",
    "10\u00a0000": "write 10000 or 10_000",
    "10\u202f000": "write 10000 or 10_000",
    "10'000": "write 10000 or 10_000",
    "10.000": "write 10 or 10000: '10.000' may mean either",
    "010": "write 10, without a 0 in front",
    "0x10": "write it in decimal digits",
    "0o10": "write it in decimal digits",
    "0b10": "write it in decimal digits",
    "1:30": "write one number without ':'",
    ".inf": "only finite numbers are taken",
    "-.INF": "only finite numbers are taken",
    ".NaN": "only finite numbers are taken",
    "１０": "write 10 in plain digits",
    "٣٤": "write 34 in plain digits",
    "10\u00a0": "write 10 in plain digits",
    "\u22125": "write -5 in plain digits",
}
SAME = {"1_000": 1000, "1e3": 1000, "1E+3": 1000, "+5": 5, "10.0": 10, "5.": 5, "10\t": 10}


def refused(path: Path, *overrides: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_experiment(path, overrides)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("written", DRAWS)
def test_that_a_number_in_another_notation_is_refused_with_its_fix(written: str, minimal: Path) -> None:
    """In a block and in `--set`; inside { } a comma makes two entries, which has a message of its own."""
    Path("child.yaml").write_text(f"extends: experiment.yaml\ndesign:\n  draws: {written}\n", encoding="utf-8")
    (line,) = refused(Path("child.yaml"))
    assert line.startswith("child.yaml:3:10: design.draws: expected a whole number, got ")
    assert line.endswith(f"; {DRAWS[written]}")
    (line,) = refused(minimal, f"design.draws={written}")
    assert line.endswith(f"; {DRAWS[written]}")
    Path("child.yaml").write_text(f"extends: experiment.yaml\ndesign: {{draws: {written}}}\n", encoding="utf-8")
    (line,) = refused(Path("child.yaml"))
    assert line.startswith("child.yaml:2:") and line.endswith(DRAWS[written])


@pytest.mark.parametrize("written", SAME)
def test_that_a_usual_notation_has_one_value(written: str, minimal: Path) -> None:
    Path("child.yaml").write_text(f"extends: experiment.yaml\ndesign: {{draws: {written}}}\n", encoding="utf-8")
    assert load_experiment("child.yaml").design.draws == SAME[written]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "horizon: 1,040 weeks",
            "3:10: horizon: expected a quantity such as '12 years', got '1,040 weeks'; write 1040",
        ),
        ("branches: {threat: {pressure: 0,5}}", "3:33: '5' is not a key: 0,5 inside { } is 2 entries; write 0.5, with"),
        (
            "branches: {threat: {package: {territory: {cession: 5,000 km2}}}}",
            "3:54: '000 km2' is not a key: 5,000 inside { } is 2 entries; write 5000 or 5_000",
        ),
        ("sweep: {design.seed: [1,500]}", "3:25: '1,500' in [ ] may be one number or 2; write 1500 or 1_500"),
        ("baseline: {date: 20/12/2024}", "3:18: baseline.date: expected a date such as 2024-12-20, got '20/12/2024'"),
        ("branches: {no: {about: x}}", "3:12: branches: 'no' is not a valid name: the word has another meaning"),
        ("switches: {tripwire: yes}", "3:22: switches.tripwire: expected true or false, got 'yes'; write true"),
        ("branches: {threat: {package: {neutrality: Off}}}", "got 'Off'; write false"),
    ],
)
def test_that_a_trap_of_yaml_is_refused_at_its_place(text: str, line: str, minimal: Path) -> None:
    Path("child.yaml").write_text(f"extends: experiment.yaml\nexperiment: child\n{text}\n", encoding="utf-8")
    assert any(line in found for found in refused(Path("child.yaml"))), refused(Path("child.yaml"))
