"""Slips of typing that YAML would take: each is refused, at its place and with the likely meaning."""

from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.config.nodes import resolve
from forecast.config.slips import number_fix
from forecast.errors import ConfigError

DESIGN = "{draws: 1_000, replicates: 4, layout: sobol, seed: 7}"
START, THREAT = "baselines/start.yaml", "branches/threat.yaml"

FLOW = {
    "{draws: 1,000, replicates: 10, seed: 20,241,220}": [
        "experiment.yaml:5:19: '000' is not a key: 1,000 inside { } is 2 entries; write 1000 or 1_000",
        "experiment.yaml:5:49: '241' is not a key: 20,241,220 inside { } is 3 entries; write 20241220 or 20_241_220",
    ],
    "{draws: 1, 000, seed: 7}": [
        "experiment.yaml:5:20: '000' is not a key: 1, 000 inside { } is 2 entries; write 1000 or 1_000"
    ],
    "{draws: 1000, seed: 7, members: 2, 5}": [
        "experiment.yaml:5:41: design.members: must be 1000 to 1000 with these draws",
        "experiment.yaml:5:44: '5' is not a key: 2, 5 inside { } is 2 entries; write 2.5, with a decimal point",
    ],
    "{draws: 1000, replicates, seed: 7}": [
        "experiment.yaml:5:23: key 'replicates' has no ':'; write 'replicates: VALUE', or remove it"
    ],
    "{draws: 1000, replicates, 4, seed: 7}": [
        "experiment.yaml:5:23: key 'replicates' has no ':'; did you mean 'replicates: 4'?"
    ],
    "{seed: 7, draws: 9, replicates:4}": ["experiment.yaml:5:29: 'replicates:4' is not a key: write 'replicates: 4'"],
    "{seed: 7, draws: 9, replicates=4}": ["experiment.yaml:5:29: 'replicates=4' is not a key: write 'replicates: 4'"],
    "{seed: 7, draws: 9, replicates 4}": [
        "experiment.yaml:5:29: 'replicates 4' is not a key: did you mean 'replicates: 4'?"
    ],
    "{seed: 7, draws: 9, 'replicates'}": [
        "experiment.yaml:5:29: key ''replicates'' has no ':'; write ''replicates': VALUE', or remove it"
    ],
    "{seed: 7, draws: 9, : 4}": [
        "experiment.yaml:5:29: not valid YAML: did not find expected node content; "
        "is a key missing before the ':' in line 5?"
    ],
    "{seed: 7, draws: 9, '': 4}": ["experiment.yaml:5:29: a key is missing before the ':'"],
    "{seed: 7, draws: 9, ~: 4}": ["experiment.yaml:5:29: '~' is empty in YAML and cannot be a key"],
    "{seed: 7, draws: 9, null: }": ["experiment.yaml:5:29: 'null' is empty in YAML and cannot be a key"],
    "{seed: 7, draws: 9, 3: }": [
        "experiment.yaml:5:29: unknown key 'design.3'; valid here: draws, replicates, layout, seed, members"
    ],
    "{seed: 7, draws: 9, Replicates: }": [
        "experiment.yaml:5:29: unknown key 'design.Replicates'; did you mean 'replicates'?"
    ],
}


@pytest.mark.parametrize("written", FLOW)
def test_that_a_slip_inside_braces_is_refused(written: str, refusal) -> None:
    assert refusal("experiment.yaml", DESIGN, written) == FLOW[written]


BLOCK = {
    "replicate:": "experiment.yaml:8:3: unknown key 'design.replicate'; did you mean 'replicates'?",
    "REPLICATES:": "experiment.yaml:8:3: unknown key 'design.REPLICATES'; did you mean 'replicates'?",
    "? replicates": "experiment.yaml:8:5: key 'replicates' has no ':'; write 'replicates: VALUE', or remove it",
    "replicates:4": "experiment.yaml:9:3: not valid YAML: could not find expected ':' while scanning a "
    "simple key that begins at line 8; "
    "is a space missing after the ':' in line 8?",
    "replicates 4": "experiment.yaml:9:3: not valid YAML: could not find expected ':' while scanning a "
    "simple key that begins at line 8; "
    "is a ':' missing in line 8?",
    "replicates: 20,000": "experiment.yaml:8:15: design.replicates: expected a whole number, got '20,000'; "
    "write 20000 or 20_000",
    "replicates: 20 000": "experiment.yaml:8:15: design.replicates: expected a whole number, got '20 000'; "
    "write 20000 or 20_000",
    "replicates: 20'000": "experiment.yaml:8:15: design.replicates: expected a whole number, got '20'000'; "
    "write 20000 or 20_000",
    "replicates: 20.000": "experiment.yaml:8:15: design.replicates: expected a whole number, got '20.000'; "
    "write 20 or 20000: '20.000' may mean either",
    "replicates: 20.125": "experiment.yaml:8:15: design.replicates: expected a whole number, got '20.125'; "
    "for thousands write 20125 or 20_125",
    "replicates: 1.000.000": "experiment.yaml:8:15: design.replicates: expected a whole number, got '1.000.000'; "
    "write 1000000 or 1_000_000",
}


@pytest.mark.parametrize("line", BLOCK)
def test_that_a_slip_on_a_line_is_refused(line: str, refusal) -> None:
    block = f"\n  seed: 7\n  draws: 9\n  {line}\n  layout: mc"
    assert refusal("experiment.yaml", f" {DESIGN}", block) == [BLOCK[line]]


QUANTITIES = {
    "11,000 km2": "write 11000 or 11_000",
    "11 000 km2": "write 11000 or 11_000",
    "11\u202f000 km2": "write 11000 or 11_000",
    "20 500 km2": "write 20500 or 20_500",
    "11.000 km2": "write 11 or 11000: '11.000' may mean either",
    "11.000.000 km2": "write 11000000 or 11_000_000",
    "0,75 km2": "write 0.75, with a decimal point",
    "20 5 km2": "write one number",
}


@pytest.mark.parametrize("written", QUANTITIES)
def test_that_a_quantity_with_separators_names_the_fix(written: str, refusal) -> None:
    (line,) = refusal(START, "stake: 11_000 km2", f"stake: {written}")
    assert line.startswith("baselines/start.yaml:17:12: baseline.sectors.N1.stake: expected a quantity")
    assert line.endswith(f"; {QUANTITIES[written]}")


def test_which_numbers_have_a_fix() -> None:
    for text in ("1", "1000", "1_000", "0.125", "0.750", "1.5", "12.125", "1e6", "1.25e3", "-3", "0.07 1", "3 1/week"):
        assert number_fix(text) is None, text
    assert resolve("0.750") == 0.75 and resolve("1.25") == 1.25 and resolve("12.125") == 12.125
    assert resolve("1.250") == "1.250", "it may be 1250"
    assert number_fix("1.250") == "write 1.25 or 1250: '1.250' may mean either"


def test_that_items_of_a_list_that_may_be_one_number_are_refused(minimal: Path, refusal) -> None:
    assert refusal(overrides=("sweep={design.seed: [1, 2,500]}",)) == [
        "--set sweep={design.seed: [1, 2,500]}: '2,500' in [ ] may be one number or 2; "
        "write 2500 or 2_500 for one number, or '2, 500' with spaces"
    ]
    load_experiment(minimal, ["sweep={design.seed: [2, 500, 1,20]}"])


OVERRIDES = {
    "design.replicate=": "unknown key 'design.replicate'; did you mean 'replicates'?",
    "design={draws: 1,000, seed: 3}": "'000' is not a key: 1,000 inside { } is 2 entries; write 1000 or 1_000",
    "design.draws=1,000": "design.draws: expected a whole number, got '1,000'; write 1000 or 1_000",
    "switches={threat, none}": "key 'threat' has no ':'; did you mean 'threat: none'?",
    "switches.thraet=": "unknown key 'switches.thraet'; did you mean 'threat'?",
    "branches.threat.offer.dead-line=": "unknown key 'branches.threat.offer.dead-line'; did you mean 'deadline'?",
    "branches.threat.offer.if-refused.executed=never": "unknown key 'branches.threat.offer.if-refused'; "
    "did you mean 'if_refused'?",
    "branches.threat.aid.leed=": "unknown key 'branches.threat.aid.leed'; did you mean 'lead'?",
    "branches.threat.offer.if_refused.surge.leed=": "unknown key 'branches.threat.offer.if_refused.surge.leed'; "
    "did you mean 'lead'?",
    "branches.threat.offer.announced={prior: offer_week, note: }": "branches.threat.offer.announced: "
    "{prior: NAME} stands alone; remove 'note'",
    "branches.threat.extends=": "unknown key 'branches.threat.extends'; valid here: title, about, aid, package, "
    "pressure, intelligence, strikes, sanctions, compact, offer, wait",
    "branches.threat.offer.announced={prio: offer_week}": "branches.threat.offer.announced: expected a quantity such "
    "as '5 weeks' or a date or {prior: NAME}, got a mapping with the key 'prio'; did you mean 'prior'?",
    "branches.threat.package.bilateral={Prior: checked}": "branches.threat.package.bilateral: expected true, false or "
    "{prior: NAME}, got a mapping with the key 'Prior'; did you mean 'prior'?",
    "success.lasting.all.0.at_mots=": "unknown key 'success.lasting.all.0.at_mots'; did you mean 'at_most'?",
    "success={lasting: {all: [{quantity: neutral, is: true, note: }]}}": "unknown key 'success.lasting.all.0.note'; "
    "valid here: quantity, at_least, at_most, is",
    "success={near: }": "success.near is empty and takes nothing away; give it a value or remove it",
    "known={ceasefire_week: {value: 9 weeks, source: x, grade: A, notes: }}": "unknown key "
    "'known.ceasefire_week.notes'; did you mean 'note'?",
    "known.ceasefire_week=": "known.ceasefire_week is empty and takes nothing away; give it a value or remove it",
    "priors.checked.beta.c=": "unknown key 'priors.checked.beta.c'; valid here: a, b",
    "baseline.state.force_low.nomal=": "unknown key 'baseline.state.force_low.nomal'; did you mean 'normal'?",
    "baseline.state.force_low.normal.mean=600.000": "baseline.state.force_low.normal.mean: expected a number, "
    "got '600.000'; write 600 or 600000: '600.000' may mean either",
    "baseline.sectors.N1.se.stakes=": "unknown key 'baseline.sectors.N1.se.stakes'; did you mean 'stake'?",
    "baseline.donors.lead.label=": "unknown key 'baseline.donors.lead.label'; valid here: name",
    "sweep={branches.threat.offer: [{announced: 3 weeks, dedline: }]}": "sweep: unknown key "
    "'branches.threat.offer.dedline'; did you mean 'deadline'?",
    "success=[lasting]": "success: expected a mapping from names to entries",
    "known=[ceasefire_week]": "known: expected a mapping from names to entries",
    "branches=[wait]": "branches: expected a mapping from names to entries",
    "priors=[[priors/rows.yaml]]": "expected the path of a file",
}


@pytest.mark.parametrize("text", OVERRIDES)
def test_that_a_slip_in_an_override_is_refused(text: str, refusal) -> None:
    assert f"--set {text}: {OVERRIDES[text]}" in refusal(overrides=(text,))


def test_that_thousands_in_braces_are_refused_in_a_config_that_extends(minimal: Path) -> None:
    Path("child.yaml").write_text(
        "extends: experiment.yaml\nexperiment: flow_thousands\n"
        "design: {draws: 1,000, replicates: 10, seed: 20,241,220}\n"
    )
    with pytest.raises(ConfigError, match=r"child\.yaml:3:19: '000' is not a key: 1,000 inside"):
        load_experiment("child.yaml")


def test_that_an_unknown_key_without_a_value_is_refused_in_a_config_that_extends(minimal: Path) -> None:
    Path("child.yaml").write_text("extends: experiment.yaml\ndesign:\n  replicate:\nswitches: {threat, none}\n")
    with pytest.raises(ConfigError) as caught:
        load_experiment("child.yaml")
    assert str(caught.value).splitlines() == [
        "child.yaml:3:3: unknown key 'design.replicate'; did you mean 'replicates'?",
        "child.yaml:4:12: key 'threat' has no ':'; did you mean 'threat: none'?",
    ]


def test_that_a_file_that_is_extended_is_checked_where_its_keys_are_taken_away(minimal: Path) -> None:
    Path("child.yaml").write_text("extends: parent.yaml\nswitches:\nbranches: {bluff: branches/wait.yaml}\n")
    Path("parent.yaml").write_text("extends: experiment.yaml\nswitches: {treat: none}\n")
    Path("branches/bluff.yaml").write_text("extends: threat.yaml\npackge:\n")
    with pytest.raises(ConfigError) as caught:
        load_experiment("child.yaml")
    assert str(caught.value).splitlines() == [
        "parent.yaml:2:12: unknown key 'switches.treat'; did you mean 'threat'?",
        "branches/bluff.yaml:2:1: unknown key 'packge'; did you mean 'package'?",
    ]


def test_that_a_misspelt_extends_is_named(minimal: Path) -> None:
    Path("branches/bluff.yaml").write_text("Extends: threat.yaml\n")
    with pytest.raises(ConfigError) as caught:
        load_experiment(minimal)
    (line,) = str(caught.value).splitlines()
    assert line == "branches/bluff.yaml:1:1: unknown key 'branches.bluff.Extends'; did you mean 'extends'?"


def test_that_an_empty_value_keeps_its_meaning(minimal: Path) -> None:
    Path("child.yaml").write_text(
        "extends: experiment.yaml\nquestion: Is an empty key left out?\n"
        "design: {members: }\nswitches:\nsuccess: {lasting: }\n"
        "branches:\n  bluff:\n  threat: {aid: {lead: , rest: }, offer: }\n"
    )
    experiment = load_experiment("child.yaml")
    assert experiment.design == load_experiment(minimal).design
    assert list(experiment.branches) == ["wait", "threat"] and not experiment.success
    assert experiment.branches["threat"].offer is None and not experiment.branches["threat"].aid


def test_that_a_name_taken_away_twice_is_no_slip(minimal: Path) -> None:
    Path("parent.yaml").write_text("extends: experiment.yaml\nsuccess: {lasting: }\n")
    Path("child.yaml").write_text("extends: parent.yaml\nsuccess: {lasting: }\n")
    assert not load_experiment("child.yaml", ["success.lasting=", "success.lasting="]).success
