"""Entries, kernel rows and their limits."""

import re
from pathlib import Path

import pytest

from forecast.config import config_hash, load_experiment
from forecast.config.levers import BRANCH_KEYS, DONOR_KEYS
from forecast.config.limits import NOT_NEGATIVE, POSITIVE, SHARES
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS
from forecast_kernels.layout.parameters import PARAMETERS

ROOT = Path(__file__).parents[2]
START = "baselines/start.yaml"


def test_that_an_unknown_row_and_the_row_that_it_leaves_are_named(refusal) -> None:
    assert refusal(START, "sets: force.low", "sets: forces.low") == [
        "experiment.yaml:4:1: priors: 1 kernel row is set by no entry: force.low",
        "baselines/start.yaml:40:11: unknown kernel row 'forces.low'; did you mean 'force.low'?",
    ]


def test_that_a_row_set_twice_is_named_with_both_places(refusal) -> None:
    number = next(
        i for i, line in enumerate(Path("priors/rows.yaml").read_text().splitlines(), 1) if "row_force_0:" in line
    )
    lines = refusal(START, "sets: force.low", "sets: force.up")
    assert lines[0] == "experiment.yaml:4:1: priors: 1 kernel row is set by no entry: force.low"
    assert lines[1].startswith(f"priors/rows.yaml:{number}:")
    assert lines[1].endswith(
        "'force.up' is already set by 'force_low' at baselines/start.yaml:40:11; remove one of them"
    )
    assert len(lines) == 2


def test_that_every_missing_row_is_named(refusal) -> None:
    (line,) = refusal(overrides=("priors.row_trend=", "priors.row_donors_rest_cost=", "priors.row_force_0="))
    assert line == "experiment.yaml:4:1: priors: 3 kernel rows are set by no entry: trend, force.up, donors.rest.cost"


def test_that_a_row_may_be_named_plainly_or_by_side(minimal: Path) -> None:
    plain = load_experiment(minimal, ["baseline.state.force_low.sets=force_1"])
    assert plain.priors["force_low"].factor == 0.001


def test_that_a_donor_may_be_named_by_number_and_the_config_stays_the_same(minimal: Path) -> None:
    by_id, by_number = (
        load_experiment(minimal, [f"priors.row_donors_rest_share.sets={name}"])
        for name in ("donors.rest.share", "donors.1.share")
    )
    assert by_number.priors["row_donors_rest_share"].sets == "donors.rest.share"
    assert config_hash(by_number) == config_hash(by_id)


def test_that_a_donor_set_by_id_and_by_number_is_set_twice(refusal) -> None:
    lines = refusal(overrides=("priors.row_donors_rest_share.sets=donors.0.share",))
    assert lines[0] == "experiment.yaml:4:1: priors: 1 kernel row is set by no entry: donors.rest.share"
    assert "'donors.lead.share' is already set by 'row_donors_lead_share'" in lines[1]


def test_that_a_donor_number_that_no_donor_has_is_refused(refusal) -> None:
    lines = refusal(overrides=("priors.row_donors_rest_share.sets=donors.2.share",))
    assert "unknown kernel row 'donors.2.share'" in lines[-1]


def test_that_the_shipped_priors_name_no_side_and_no_donor() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "configs" / "priors").rglob("*.yaml")]
    dotted = [name for text in texts for name in re.findall(r"^ +sets: (\S+[.]\S+)$", text, re.MULTILINE)]
    assert dotted and all(re.match(r"donors[.]\d+[.]", name) for name in dotted)


def test_that_nothing_is_said_of_rows_when_the_priors_cannot_be_read(refusal) -> None:
    assert refusal("experiment.yaml", "priors/rows.yaml", "priors/none") == [
        "experiment.yaml:4:10: 'priors/none': no such file"
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["priors.row_level_halflife.fixed=0"], "can be as low as 0, but 'level_halflife' must be above 0"),
        (
            [
                "priors.row_level_halflife.lognormal={median: 9, sdlog: 0.3}",
                "priors.row_level_halflife.at_most=0",
                "priors.row_level_halflife.dimension=21",
            ],
            "can be as low as 0, but 'level_halflife' must be above 0",
        ),
        (
            ["baseline.state.force_low.normal.mean=1e30", "baseline.state.force_low.unit=trn persons"],
            "'force.low' can hold no number beyond 3.4e+38; is the unit right?",
        ),
        (["priors.row_killed_frac_1.fixed=1.5"], "can be as high as 1.5, but 'killed_frac.low' is at most 1"),
        (
            ["priors.row_hazard_0_1m.fixed=-1"],
            "can be as low as -1, but 'hazard_0_1m' is at least 0; add 'at_least: 0'",
        ),
        (
            ["priors.row_level_sd.normal={mean: 1, sd: 0.2}", "priors.row_level_sd.dimension=20"],
            "can be as low as -0.3, but 'level_sd' is at least 0",
        ),
        (
            ["priors.row_fort_t0.lognormal={median: 0.5, sdlog: 0.3}", "priors.row_fort_t0.dimension=20"],
            "but 'fort_t0' is at most 1; add 'at_most: 1'",
        ),
        (
            [
                "priors.row_donors_lead_will_t0.gamma={shape: 2, rate: 9}",
                "priors.row_donors_lead_will_t0.dimension=20",
            ],
            "can be as high as inf, but 'donors.lead.will_t0' is at most 1; add 'at_most: 1'",
        ),
        (
            ["baseline.state.force_low.normal.sd=1e5", "baseline.state.force_low.at_least="],
            "'force.low' must be above 0",
        ),
    ],
)
def test_that_no_draw_leaves_the_limits_of_its_row(changes: list[str], message: str, refusal) -> None:
    assert any(message in line for line in refusal(overrides=tuple(changes)))


@pytest.mark.parametrize("change", ["beta={a: 2, b: 2}", "uniform={low: 0, high: 0.5}", "at_most=0.5"])
def test_that_the_row_that_picks_a_school_is_an_even_chance(change: str, refusal, minimal: Path) -> None:
    (line,) = refusal(overrides=(f"priors.row_keepers_school.{change}",))
    assert "must be 'uniform: {low: 0, high: 1}' or 'fixed'" in line
    assert load_experiment(minimal, ["priors.row_keepers_school.fixed=1"]).priors["row_keepers_school"].dimension == 9


def test_that_a_clip_brings_a_draw_within_the_limits(minimal: Path) -> None:
    changes = ["priors.row_level_sd.normal={mean: 1, sd: 0.2}", "priors.row_level_sd.dimension=20"]
    experiment = load_experiment(minimal, [*changes, "priors.row_level_sd.at_least=0"])
    assert experiment.priors["row_level_sd"].at_least == 0.0


def test_that_the_tables_name_rows_and_levers_that_exist() -> None:
    levers = {column.name for column in LEVERS}
    donor_levers = {column.name for column in DONOR_LEVERS}
    rows = {column.name for column in (*PARAMETERS, *DONOR_PARAMETERS)} | levers | donor_levers
    assert rows >= SHARES | POSITIVE | NOT_NEGATIVE
    assert not SHARES & POSITIVE and not SHARES & NOT_NEGATIVE and not POSITIVE & NOT_NEGATIVE
    assert set(BRANCH_KEYS) == levers - {"alliance", "accession_path"}
    assert set(DONOR_KEYS) == donor_levers
