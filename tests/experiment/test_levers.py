"""Branches to lever rows, written out by hand once."""

from collections.abc import Callable

import numpy as np
import pytest

from forecast.config.models import Experiment, Prior
from forecast.errors import ConfigError
from forecast.experiment import Sampler
from forecast_kernels.layout import levers as v

Maker = Callable[..., Experiment]
PriorMaker = Callable[..., Prior]

FULL = {
    "aid": {
        "big": {"keep": "25 %", "change": "5 weeks", "back": "30 weeks", "runout": "1 year", "pipeline": "halted"},
        "small": {"backfill": "1.5 x", "in_peace": "30 %", "pipeline": "flows"},
    },
    "package": {
        "on_table": "2 weeks",
        "withdrawn": "2 years",
        "bilateral": True,
        "troops": {"size": "30 thousand", "arrival": "6 weeks", "duration": "4 years", "until_membership": True},
        "membership": "path",
        "west_german_clause": False,
        "territory": {"recognition": True, "cession": "1200 km2"},
        "neutrality": True,
        "sanctions_relief": True,
        "salient_swap": True,
        "demilitarised_zone": True,
        "verification": "60 %",
    },
    "pressure": "20 %",
    "intelligence": {"cut": "10 weeks", "back": "12 weeks"},
    "strikes": {"unrestricted_from": "7 weeks"},
    "sanctions": {"surge_from": "8 weeks"},
    "compact": {"adopted": "9 weeks", "pledge": "3.5 %", "capabilities": "40 %", "missions": False},
    "offer": {
        "announced": "4 weeks",
        "deadline": "2 weeks",
        "freeze": "withdrawn",
        "surge_from": "3 weeks",
        "if_refused": {
            "executed": "always",
            "appropriation": "3 weeks",
            "drawdown": "1 week",
            "surge": {"big": "1.8 x", "small": "1.5 x", "duration": "26 weeks", "ramp": "11 weeks"},
            "strikes": "unrestricted",
            "sanctions": "surge",
            "counter": {"chance": "45 %", "neutrality": True, "sanctions_relief": True, "recognition": True},
        },
    },
    "wait": {"until": "46 weeks"},
}
WANTED = {
    v.PACKAGE_WEEK: 2.0,
    v.PACKAGE_UNTIL: 104.0,
    v.TROOPS: 30.0,
    v.TROOPS_ARRIVAL: 6.0,
    v.TROOPS_DURATION: 208.0,
    v.TROOPS_STAY: 1.0,
    v.BILATERAL: 1.0,
    v.ALLIANCE: 0.0,
    v.ACCESSION_PATH: 1.0,
    v.WEST_GERMAN: 0.0,
    v.NEUTRAL: 1.0,
    v.RELIEF: 1.0,
    v.RECOGNITION: 1.0,
    v.CESSION: 1200.0,
    v.SWAP: 1.0,
    v.DMZ: 1.0,
    v.VERIFICATION: 0.6,
    v.PRESSURE: 0.2,
    v.INTEL_CUT_FROM: 10.0,
    v.INTEL_CUT_UNTIL: 12.0,
    v.OFFER_WEEK: 4.0,
    v.DEADLINE: 2.0,
    v.FREEZE_WITHDRAWN: 1.0,
    v.COUNTER_CHANCE: 0.45,
    v.COUNTER_NEUTRAL: 1.0,
    v.COUNTER_RELIEF: 1.0,
    v.COUNTER_RECOGNITION: 1.0,
    v.WAIT_UNTIL: 46.0,
    v.EXECUTE: 1.0,
    v.APPROPRIATION_LAG: 3.0,
    v.DRAWDOWN_LAG: 1.0,
    v.SURGE_WEEK: 3.0,
    v.SURGE_DURATION: 26.0,
    v.SURGE_RAMP: 11.0,
    v.SURGE_STRIKES: 1.0,
    v.SURGE_SANCTIONS: 1.0,
    v.STRIKES_WEEK: 7.0,
    v.SANCTIONS_WEEK: 8.0,
    v.COMPACT_WEEK: 9.0,
    v.COMPACT_PLEDGE: 0.035,
    v.COMPACT_CAPABILITIES: 0.4,
    v.COMPACT_MISSIONS: 0.0,
}
BIG = {
    v.KEEP: 0.25,
    v.CHANGE_WEEK: 5.0,
    v.RESUME_WEEK: 30.0,
    v.RUNOUT: 52.0,
    v.HALT_PIPELINE: 1.0,
    v.SURGE_MULT: 1.8,
}
SMALL = {v.BACKFILL_MULT: 1.5, v.PEACE_FLOW: 0.3, v.HALT_PIPELINE: 0.0, v.SURGE_MULT: 1.5}


def levers_of(exp: Experiment, branch: str) -> tuple[np.ndarray, np.ndarray]:
    sampler = Sampler(exp)
    return sampler.levers(branch, sampler.inputs(0, exp.members))


def test_that_every_setting_reaches_its_row(make_experiment: Maker) -> None:
    exp = make_experiment(branches={"quiet": {}, "full": FULL}, draws=5)
    levers, donors = levers_of(exp, "full")
    assert levers.shape == (v.N_LEVERS, 15) and donors.shape == (2, v.N_DONOR_LEVERS, 15)
    assert levers.dtype == donors.dtype == np.float32
    assert levers.flags.c_contiguous and donors.flags.c_contiguous
    assert set(WANTED) == set(range(v.N_LEVERS))
    for row, value in WANTED.items():
        assert np.all(levers[row] == np.float32(value)), v.LEVERS[row].name
    for number, wanted in enumerate((BIG, SMALL)):
        for row, column in enumerate(v.DONOR_LEVERS):
            value = wanted.get(row, column.default)
            assert np.all(donors[number, row] == np.float32(value)), (number, column.name)


def test_that_a_silent_branch_takes_the_defaults(make_experiment: Maker) -> None:
    levers, donors = levers_of(make_experiment(draws=2), "quiet")
    assert np.array_equal(levers[:, 0], np.array([c.default for c in v.LEVERS], dtype=np.float32))
    neutral = np.array([c.default for c in v.DONOR_LEVERS], dtype=np.float32)
    assert np.array_equal(donors[:, :, 0], np.stack([neutral, neutral]))


@pytest.mark.parametrize(("membership", "alliance", "path"), [("none", 0, 0), ("path", 0, 1), ("at_signature", 1, 0)])
def test_membership(make_experiment: Maker, membership: str, alliance: int, path: int) -> None:
    exp = make_experiment(branches={"quiet": {"package": {"membership": membership, "verification": "100 %"}}})
    levers, _ = levers_of(exp, "quiet")
    assert (levers[v.ALLIANCE, 0], levers[v.ACCESSION_PATH, 0]) == (alliance, path)


def test_that_a_prior_gives_each_member_the_value_of_its_draw(make_experiment: Maker, make_prior: PriorMaker) -> None:
    priors = [
        make_prior("patience", None, "months", 52 / 12, uniform={"low": 1.0, "high": 6.0}, dimension=1),
        make_prior("nerve", None, "1", beta={"a": 2.0, "b": 2.0}, dimension=2),
        make_prior("start", None, "years", 52.0, fixed=0.5),
        make_prior("effort", None, "%", 0.01, normal={"mean": 150.0, "sd": 10.0}, dimension=3),
    ]
    branch = {
        "aid": {"small": {"backfill": {"prior": "effort"}}},
        "offer": {
            "announced": {"prior": "start"},
            "deadline": {"prior": "patience"},
            "if_refused": {"executed": {"prior": "nerve"}, "surge": {"big": {"prior": "effort"}}},
        },
    }
    exp = make_experiment(priors, branches={"quiet": branch}, draws=10, replicates=4)
    sampler = Sampler(exp)
    inputs = sampler.inputs(6, 33)
    levers, donors = sampler.levers("quiet", inputs)
    drawn = sampler.draws(0, 10)
    draw = np.arange(6, 33) // 4
    assert len(np.unique(drawn["patience"])) == 10
    assert np.array_equal(levers[v.DEADLINE], drawn["patience"][draw] * np.float32(52 / 12))
    assert np.array_equal(levers[v.EXECUTE], drawn["nerve"][draw])
    assert np.all(levers[v.OFFER_WEEK] == 26.0)
    assert np.array_equal(donors[1, v.BACKFILL_MULT], drawn["effort"][draw] * np.float32(0.01))
    assert np.array_equal(donors[0, v.SURGE_MULT], donors[1, v.BACKFILL_MULT])
    assert np.all(donors[1, v.SURGE_MULT] == 1.0)


def test_that_wrong_references_are_named(make_experiment: Maker, make_prior: PriorMaker) -> None:
    with pytest.raises(ConfigError, match=r"'deadline' takes the unknown prior 'ghost'"):
        Sampler(make_experiment(branches={"quiet": {"offer": {"announced": "1 week", "deadline": {"prior": "ghost"}}}}))
    area = make_prior("area", None, "km2", fixed=1.0)
    with pytest.raises(ConfigError, match=r"'pressure' takes the prior 'area': unit 'km2' cannot be converted to '1'"):
        Sampler(make_experiment([area], branches={"quiet": {"pressure": {"prior": "area"}}}))
    sampler = Sampler(make_experiment())
    with pytest.raises(ConfigError, match="unknown branch; there are quiet"):
        sampler.levers("loud", sampler.inputs(0, 1))
