"""A branch as lever rows."""

from pathlib import Path

from forecast.config import Branch, PriorRef, donor_lever_values, lever_values, load_experiment
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS, NEVER


def test_that_a_silent_branch_is_neutral(minimal: Path) -> None:
    wait = load_experiment(minimal).branches["wait"]
    assert lever_values(wait) == {column.name: column.default for column in LEVERS}
    assert donor_lever_values(wait, "lead") == {column.name: column.default for column in DONOR_LEVERS}


def test_that_every_key_of_a_branch_reaches_its_row(minimal: Path) -> None:
    threat = load_experiment(minimal).branches["threat"]
    assert lever_values(threat) == {
        "package_week": 5.0,
        "package_until": NEVER,
        "troops": 30.0,
        "troops_arrival": 12.0,
        "troops_duration": 208.0,
        "troops_stay": 0.0,
        "bilateral": 1.0,
        "alliance": 0.0,
        "accession_path": 1.0,
        "west_german": 1.0,
        "neutral": 0.0,
        "relief": 0.0,
        "recognition": 0.0,
        "cession": 0.0,
        "swap": 0.0,
        "dmz": 0.0,
        "verification": PriorRef(prior="checked"),
        "pressure": 0.0,
        "intel_cut_from": 10.0,
        "intel_cut_until": 12.0,
        "offer_week": PriorRef(prior="offer_week"),
        "deadline": 8.0,
        "freeze_withdrawn": 0.0,
        "counter_chance": 0.0,
        "counter_neutral": 0.0,
        "counter_relief": 0.0,
        "counter_recognition": 0.0,
        "wait_until": 0.0,
        "execute": 1.0,
        "appropriation_lag": 8.0,
        "drawdown_lag": NEVER,
        "surge_week": NEVER,
        "surge_duration": 39.0,
        "surge_ramp": 10.0,
        "surge_strikes": 1.0,
        "surge_sanctions": 1.0,
        "strikes_week": NEVER,
        "sanctions_week": NEVER,
        "compact_week": NEVER,
        "compact_pledge": 0.03,
        "compact_capabilities": 0.5,
        "compact_missions": 1.0,
    }
    assert donor_lever_values(threat, "lead") == {
        "keep": 0.5,
        "change_week": 5.0,
        "resume_week": NEVER,
        "runout": 13.0,
        "halt_pipeline": 1.0,
        "backfill_mult": 1.0,
        "surge_mult": 1.8,
        "peace_flow": 0.4,
    }
    assert donor_lever_values(threat, "rest")["backfill_mult"] == 1.5
    assert donor_lever_values(threat, "rest")["surge_mult"] == 1.5


def test_that_every_lever_can_be_moved_from_its_neutral_value() -> None:
    branch = Branch.model_validate(
        {
            "aid": {
                "a": {"keep": "0 %", "change": "1 weeks", "back": "8 weeks", "runout": "2 weeks", "pipeline": "halted"}
            }
            | {"b": {"backfill": "3 x", "in_peace": "90 %"}},
            "package": {
                "on_table": "3 weeks",
                "withdrawn": "30 weeks",
                "bilateral": True,
                "troops": {
                    "size": "1_500 persons",
                    "arrival": "1 weeks",
                    "duration": "9 weeks",
                    "until_membership": True,
                },
                "west_german_clause": False,
                "territory": {"recognition": True, "cession": "300 km2"},
                "membership": "at_signature",
                "neutrality": True,
                "sanctions_relief": True,
                "salient_swap": True,
                "demilitarised_zone": True,
                "verification": "10 %",
            },
            "pressure": "20 %",
            "intelligence": {"cut": "1 weeks", "back": "2 weeks"},
            "strikes": {"unrestricted_from": "4 weeks"},
            "sanctions": {"surge_from": "5 weeks"},
            "compact": {"adopted": "6 weeks", "pledge": "4 %", "capabilities": "40 %", "missions": False},
            "offer": {
                "announced": "7 weeks",
                "deadline": "9 weeks",
                "surge_from": "5 weeks",
                "freeze": "withdrawn",
                "if_refused": {
                    "executed": "40 %",
                    "appropriation": "1 weeks",
                    "drawdown": "3 weeks",
                    "surge": {"a": "2 x", "duration": "3 weeks", "ramp": "4 weeks"},
                    "strikes": "unrestricted",
                    "sanctions": "surge",
                    "counter": {
                        "chance": "50 %",
                        "neutrality": True,
                        "sanctions_relief": True,
                        "recognition": True,
                    },
                },
            },
            "wait": {"until": "90 weeks"},
        }
    )
    values = lever_values(branch)
    assert values["troops"] == 1.5
    unmoved = [column.name for column in LEVERS if values[column.name] == column.default]
    assert unmoved == ["accession_path"]
    a, b = donor_lever_values(branch, "a"), donor_lever_values(branch, "b")
    assert [c.name for c in DONOR_LEVERS if a[c.name] == c.default and b[c.name] == c.default] == []


def test_that_a_branch_without_a_package_keeps_the_standing_one() -> None:
    assert lever_values(Branch.model_validate({}))["package_week"] == NEVER
    assert lever_values(Branch.model_validate({"package": {"verification": "50 %"}}))["package_week"] == 0.0
