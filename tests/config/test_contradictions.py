"""Values that are valid one by one and contradict each other are refused, with the place and the reason."""

from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.errors import ConfigError, Problem

PACKAGE = "package: {verification: 1}"
OFFER = "offer: {announced: 10 weeks, deadline: 4 weeks}"
STAY = "troops: {size: 3 thousand, until_membership: true}"


def refused(text: str, *overrides: str) -> list[str]:
    Path("child.yaml").write_text(f"extends: experiment.yaml\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        load_experiment("child.yaml", overrides)
    return str(caught.value).splitlines()


def loads(text: str, *overrides: str) -> list[str]:
    """The warnings of a config that is valid."""
    warnings: list[Problem] = []
    Path("child.yaml").write_text(f"extends: experiment.yaml\n{text}\n")
    load_experiment("child.yaml", overrides, warnings.append)
    return [str(warning) for warning in warnings]


def branch(*parts: str) -> str:
    return f"branches: {{new: {{{', '.join(parts)}}}}}"


@pytest.mark.parametrize(
    ("parts", "column", "reason"),
    [
        ((OFFER,), 18, "branches.new.offer: an ultimatum needs a 'package'"),
        ((f"package: {{verification: 1, {STAY}}}",), 90, "until_membership: the package has no membership"),
        ((f"package: {{verification: 1, membership: none, {STAY}}}",), 108, "the package has no membership"),
        (("package: {verification: 1, withdrawn: 9 weeks}", OFFER), 56, "the package is off the table before the ulti"),
        (("package: {verification: 1, on_table: 15 weeks}", OFFER), 55, "lies after the deadline of the ultimatum"),
        (
            (PACKAGE, "offer: {announced: 10 weeks, surge_from: 6 weeks}"),
            75,
            "surge_from: has no effect without 'if_refused'",
        ),
    ],
)
def test_that_a_branch_that_contradicts_itself_is_refused(
    parts: tuple[str, ...], column: int, reason: str, minimal: Path
) -> None:
    (line,) = refused(branch(*parts))
    assert line.startswith(f"child.yaml:2:{column}: branches.new."), line
    assert reason in line


@pytest.mark.parametrize(
    "parts",
    [
        (PACKAGE, OFFER),
        (f"package: {{verification: 1, membership: path, {STAY}}}",),
        (f"package: {{verification: 1, {STAY.replace('true', 'false')}}}",),
        (
            "package: {verification: 1, withdrawn: 11 weeks, on_table: 14 weeks}".replace(", withdrawn: 11 weeks", ""),
            OFFER,
        ),
        (PACKAGE, "offer: {announced: 10 weeks, surge_from: 6 weeks, if_refused: {strikes: unrestricted}}"),
    ],
)
def test_that_a_branch_near_a_contradiction_loads(parts: tuple[str, ...], minimal: Path) -> None:
    assert loads(branch(*parts)) == []


def test_that_a_misspelt_package_is_one_line(minimal: Path) -> None:
    (line,) = refused(branch("packge: {verification: 1}", OFFER))
    assert line == "child.yaml:2:18: unknown key 'branches.new.packge'; did you mean 'package'?"


@pytest.mark.parametrize(
    ("stay", "opening", "share", "reason"),
    [
        (1, 0, 0.3, "0 with active_stay 1 leaves open how often it is active"),
        (1, 0, 0, "0 with active_stay 1 leaves open how often it is active"),
        (0.5, 0, 0.3, "with 0 it falls quiet for good, but its share of the gain is 0.3"),
        (0.5, 0, 0, None),
        (1, 0.1, 0.3, None),
    ],
)
def test_that_a_sector_is_active_now_and_then(
    stay: float, opening: float, share: float, reason: str | None, minimal: Path
) -> None:
    values = {"active_stay": stay, "active_open": opening, "share": share}
    overrides = [f"baseline.sectors.S1.{key}={value}" for key, value in values.items()]
    if reason is None:
        assert loads("", *overrides) == []
        return
    (line,) = refused("", *overrides)
    assert line.startswith("--set baseline.sectors.S1.active_open=0: baseline.sectors.S1.active_open: ")
    assert reason in line


@pytest.mark.parametrize(
    ("held", "reference", "is_refused"),
    [
        ("fixed: 525_001", "fixed: 500_000", True),
        ("fixed: 524_999", "fixed: 500_000", False),
        (
            "normal: {mean: 600_000, sd: 10}, dimension: 70",
            "lognormal: {median: 500_000, sdlog: 0.01}, dimension: 71",
            True,
        ),
        ("triangular: {min: 1, mode: 9e5, max: 1e6}, at_most: 5e5, dimension: 70", "fixed: 500_000", False),
        (
            "choice: {values: [1, 9e5], weights: [1, 2]}, dimension: 70",
            "uniform: {low: 1, high: 9e5}, dimension: 71",
            True,
        ),
        ("gamma: {shape: 9, rate: 1e-5}, dimension: 70", "beta: {a: 1, b: 1}, at_most: 0.9, dimension: 71", True),
    ],
)
def test_that_land_above_the_land_before_the_invasion_is_refused(
    held: str, reference: str, is_refused: bool, minimal: Path
) -> None:
    rows = Path("priors/rows.yaml")
    lines = rows.read_text().splitlines()
    for row, spread in (("held_t0", held), ("held_reference", reference)):
        number = next(i for i, line in enumerate(lines) if f"sets: {row}," in line)
        lines[number] = lines[number].replace("fixed: 0.5", spread)
    rows.write_text("\n".join(lines) + "\n")
    if not is_refused:
        assert loads("") == []
        return
    (line,) = refused("")
    assert line.startswith("priors/rows.yaml:") and "more than 1.05 times" in line


def test_that_conditions_that_no_member_meets_are_refused(minimal: Path) -> None:
    for one, other in (
        ("quantity: neutral, is: true", "quantity: neutral, is: false"),
        ("quantity: ceasefire_week, at_most: 10 weeks", "quantity: ceasefire_week, at_least: 11 weeks"),
    ):
        (line,) = refused(f"success: {{odd: {{all: [{{{one}}}, {{{other}}}]}}}}")
        assert line.startswith("child.yaml:2:11: success.odd: no member meets both conditions on ")
    text = "{quantity: ceasefire_week, at_most: 10 weeks}, {quantity: ceasefire_week, at_least: 10 weeks}"
    assert loads(f"success: {{odd: {{all: [{text}]}}}}") == []


def test_that_a_step_beyond_the_horizon_is_a_warning(minimal: Path) -> None:
    parts = (
        "aid: {lead: {keep: 0, change: 700 weeks}}",
        "sanctions: {surge_from: 624 weeks}",
        "wait: {until: 700 weeks}",
    )
    (line,) = loads(branch(*parts))
    assert line == (
        "child.yaml:2:48: branches.new.aid.lead.change: changes nothing, week 700 is beyond the horizon of 624 weeks"
    )


@pytest.mark.parametrize("name", ["con", "nul", "lpt1", "no", "null"])
def test_that_an_experiment_has_a_name_for_a_folder(name: str, minimal: Path) -> None:
    (line,) = refused(f'experiment: "{name}"')
    assert line.startswith("child.yaml:2:13: experiment: ")


@pytest.mark.parametrize("name", ["../x", "..", "a/b", "a" * 65, "=1+1", "-x", "A", "é", "x.y", ""])
def test_that_an_id_is_a_plain_word(name: str, minimal: Path) -> None:
    assert refused(f'experiment: "{name}"')[0].startswith("child.yaml:2:13: experiment: ")
    assert refused(f'branches: {{"{name}": {{about: x}}}}')[0].startswith("child.yaml:2:12: ")


SECTOR = (
    "{name: x, contact: 5 km, share: 0.1, active_stay: 0.4, active_open: 0.3, active_t0: true, stake: 5 km2, "
    "stake_defender: 4 km2, counter_share: 0.2, counter_active: 0.1, source: x, grade: C}"
)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("n1", "'n1' and 'N1' differ in capitals only"),
        ("Total", "'Total' stands for all sectors in the results"),
        ("NO", "'NO' is not a valid name: the word has another meaning"),
        ("Member", "'Member' is not a valid name: the word has another meaning"),
        ("N2", None),
    ],
)
def test_that_sector_ids_differ_in_more_than_capitals(name: str, reason: str | None, minimal: Path) -> None:
    text = f"baseline: {{sectors: {{{name}: {SECTOR}}}}}"
    if reason is None:
        assert loads(text) == []
    else:
        (line,) = refused(text)
        assert line.startswith("child.yaml:2:22: baseline.sectors: ") and reason in line


@pytest.mark.parametrize("part", ["sides", "donors"])
def test_that_sides_and_donors_have_no_word_of_yaml(part: str, minimal: Path) -> None:
    assert any("'off' is not a valid name" in line for line in refused(f"baseline: {{{part}: {{off: {{name: x}}}}}}"))
