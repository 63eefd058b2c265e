"""What survives the switches: verdicts on made-up runs whose truth is known, and the words for them."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from forecast.analysis.conclusions import Conclusion, Conclusions, SwitchSetting, _verdict, conclusions
from forecast.analysis.draw_band import draw_band
from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.config import Switches
from forecast.errors import ResultError
from forecast.store.reader import Run
from forecast.text.conclusion_text import (
    HEADS,
    TOGETHER,
    conclusion_lines,
    counts,
    plain_conclusions,
    sentence,
    sentences,
)

Make = Callable[..., Run]
OUTCOMES = [
    "ceasefire_by_w104",
    "durable_5y",
    "lasts_5y_given_ceasefire_by_w104",
    "share_pre2022_w104",
    "losses_ua_w104",
    "losses_ru_w104",
    "collapse_ua_by_w104",
    "oped_success",
    "durable_10y",
    "share_pre2022_w520",
    "complete_defeat",
]


@pytest.fixture
def make(synthetic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:  # type: ignore[no-untyped-def]
    """make(effects of the surge_offer, **switches): a made-up run of 1,500 members on the same random numbers."""
    number = iter(range(100))

    def build(effects: tuple[float, float, float] | None = None, draws: int = 300, **switches: object) -> Run:
        with monkeypatch.context() as patch:
            if effects is not None:
                patch.setitem(synthetic.BRANCHES, "surge_offer", effects)
            run: Run = synthetic.write_run(tmp_path / f"run{next(number)}", draws=draws, short=0)
        chosen = Switches.model_validate(switches)
        run.__dict__["experiment"] = run.experiment.model_copy(update={"switches": chosen})
        return run

    return build


def of(result: Conclusions, target: str, other: str) -> Conclusion:
    (found,) = (one for one in result.conclusions if (one.headline.target, one.other) == (target, other))
    return found


@pytest.mark.parametrize(
    ("default", "found", "verdict"),
    [
        (0.3, 0.2, "holds"),
        (-0.3, -0.2, "holds"),
        (0.3, -0.2, "reversed"),
        (-0.3, 0.2, "reversed"),
        (0.3, 0.021, "too close"),
        (0.3, -0.021, "too close"),
        (0.02, 0.02, "too close"),
        (0.02, 0.3, "decided"),
        (0.3, float("nan"), "too close"),
        (0.3, 0.022, "holds"),
    ],
)
def test_that_a_verdict_follows_from_the_signs_beyond_chance(default: float, found: float, verdict: str) -> None:
    assert _verdict(Estimate(default, 0.01, 100), Estimate(found, 0.01, 100), 16) == verdict


def test_that_no_difference_without_an_error_is_no_conclusion() -> None:
    assert _verdict(Estimate(0.3, 0.01, 9), Estimate(0.0, 0.0, 9), 16) == "too close"


def test_that_conclusions_hold_turn_round_and_vanish_as_made(make: Make) -> None:
    runs = [
        make(),
        make((0.8, -0.4, 0.92), tripwire=False),
        make((-1.5, -0.4, 0.92), threat="none"),
        make((0.0, -0.4, 0.92), bargaining="ultimatum"),
    ]
    result = conclusions(runs)
    assert [setting.label for setting in result.settings] == [
        "tripwire: false",
        "threat: none",
        "bargaining: ultimatum",
    ]
    assert (result.default.label, result.members, result.clusters) == ("default", 1500, 300)
    assert {(one.branch, one.other) for one in result.conclusions} == {
        ("surge_offer", other) for other in ("muddle_through", "no_aid", "surge_bluff", "europe_led")
    }
    assert [one.headline.target for one in result.conclusions[: len(OUTCOMES)]] == OUTCOMES
    ceasefire = of(result, "ceasefire_by_w104", "muddle_through")
    assert ceasefire.verdicts[:2] == ("holds", "reversed")
    assert ceasefire.fate == "flips"
    assert ceasefire.default.value > 0.0 > ceasefire.differences[1].value
    against_cut = of(result, "ceasefire_by_w104", "no_aid")
    assert against_cut.default.value < 0.0
    assert against_cut.verdicts == ("holds", "holds", "holds")
    assert against_cut.fate == "survives"
    lasts = of(result, "lasts_5y_given_ceasefire_by_w104", "no_aid")
    assert (lasts.default.value > 0.0, lasts.fate) == (True, "survives")


def test_that_a_difference_is_the_paired_one_of_its_run(make: Make) -> None:
    runs = [make(), make((-1.5, -0.4, 0.92), threat="none")]
    found = of(conclusions(runs), "losses_ru_w104", "no_aid")
    for run, gap in zip(runs, (found.default, *found.differences), strict=True):
        members = Members(run)
        (headline,) = (one for one in headlines(members) if one.target == "losses_ru_w104")
        own, other = (headline.linear(members, branch) for branch in ("surge_offer", "no_aid"))
        assert gap == (own - other).estimate
        assert gap.mcse < (own.estimate.mcse**2 + other.estimate.mcse**2) ** 0.5


def test_that_the_default_may_stand_anywhere_and_settings_may_repeat(make: Make) -> None:
    result = conclusions([make(threat="none"), make(tripwire=True), make(), make(threat="none")])
    assert [setting.label for setting in result.settings] == ["threat: none"]
    assert result.default.path.name == "run1"


def test_that_two_switches_together_may_turn_round_what_neither_does_alone(make: Make) -> None:
    runs = [
        make(),
        make((0.8, -0.4, 0.92), tripwire=False),
        make((0.8, -0.4, 0.92), threat="none"),
        make((-1.5, -0.4, 0.92), tripwire=False, threat="none"),
    ]
    result = conclusions(runs, None, ["muddle_through"])
    assert [setting.is_joint for setting in result.settings] == [False, False, True]
    ceasefire = of(result, "ceasefire_by_w104", "muddle_through")
    assert result.only_together(ceasefire) == [2]
    text = " ".join(" ".join(conclusion_lines(result, 120)).split())
    assert "3 together: tripwire: false, threat: none" in text
    assert f"{TOGETHER} - {ceasefire.headline.label}: less likely with tripwire: false and threat: none (-" in text
    found = next(one for one in plain_conclusions(result)["conclusions"] if one["target"] == "ceasefire_by_w104")
    assert [one["flips_only_together"] for one in found["settings"]] == [False, False, True]


def test_that_a_difference_has_its_band_between_draws_before_its_error(make: Make) -> None:
    default = make()
    result = conclusions([default, make((-1.5, -0.4, 0.92), threat="none")], None, ["no_aid"])
    found = of(result, "ceasefire_by_w104", "no_aid")
    assert found.default_band is not None and len(found.bands) == 1
    members = Members(default)
    gap = [members.values(branch, "ceasefire_week") <= 104 for branch in ("surge_offer", "no_aid")]
    by_hand = draw_band(gap[0] * 1.0 - gap[1], members.draw, members.clusters)
    assert found.default_band == by_hand
    text = sentence(found, result.settings)
    assert found.default_band.low.value < found.default_band.high.value
    assert text.index("draws ") < text.index("% in favour") < text.index("±")


def test_that_other_pairs_can_be_asked_for(make: Make) -> None:
    result = conclusions([make(), make(threat="none")], ["no_aid", "europe_led"], ["europe_led"])
    assert {(one.branch, one.other) for one in result.conclusions} == {("no_aid", "europe_led")}


def test_that_runs_that_cannot_be_compared_are_refused_in_one_line(make: Make) -> None:
    for runs, text in (
        ([make(threat="none")], "no run has every switch at its default"),
        ([make()], "no run has a switch that is not at its default"),
        ([make(), make(draws=100, threat="none")], "differs from run2 in more than its switches"),
    ):
        with pytest.raises(ResultError, match=text) as caught:
            conclusions(runs)
        assert len(str(caught.value).splitlines()) == 1

    with pytest.raises(ResultError, match="nothing to compare: it takes two branches"):
        conclusions([make(), make(threat="none")], ["no_aid"], ["no_aid"])


HEADLINE = SimpleNamespace(target="ceasefire_by_w104", label="Ceasefire", short="c", unit="1", statistic="probability")
SETTINGS = (
    SwitchSetting({"threat": "none"}, "threat: none", Path("a")),
    SwitchSetting({"tripwire": False}, "tripwire: false", Path("b")),
)


def told(default: float, *cases: tuple[float, str]) -> Conclusion:
    gaps = tuple(Estimate(value, 0.01, 100) for value, _ in cases)
    is_clear = abs(default) > 0.021
    return Conclusion(HEADLINE, "a", "b", Estimate(default, 0.01, 100), gaps, tuple(v for _, v in cases), is_clear)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("conclusion", "fate", "text"),
    [
        (told(0.3, (0.2, "holds"), (0.1, "holds")), "survives", "Ceasefire: more likely (+30 ±1 in 100)"),
        (
            told(-0.3, (0.2, "reversed"), (-0.01, "too close")),
            "flips",
            "Ceasefire: less likely (-30 ±1 in 100); but more likely with threat: none (+20 ±1 in 100); "
            "too close to tell with tripwire: false",
        ),
        (
            told(-0.3, (0.01, "too close"), (-0.01, "too close")),
            "weakens",
            "Ceasefire: less likely (-30 ±1 in 100); too close to tell with threat: none or with tripwire: false",
        ),
        (
            told(0.01, (0.2, "decided"), (0.3, "decided")),
            "open",
            "Ceasefire: too close to tell (+1 ±1 in 100); more likely with threat: none (+20 ±1 in 100), "
            "with tripwire: false (+30 ±1 in 100)",
        ),
        (
            told(0.01, (0.2, "decided"), (0.01, "too close")),
            "open",
            "Ceasefire: too close to tell (+1 ±1 in 100); more likely with threat: none (+20 ±1 in 100)",
        ),
    ],
)
def test_that_a_conclusion_is_told_in_words(conclusion: Conclusion, fate: str, text: str) -> None:
    assert conclusion.fate == fate
    assert sentence(conclusion, SETTINGS) == text
    assert list(sentences([conclusion], SETTINGS)) == [(HEADS[conclusion.fate], [text])]


def test_that_fates_are_counted() -> None:
    holds, flips = told(0.3, (0.2, "holds"), (0.1, "holds")), told(0.3, (0.2, "holds"), (-0.1, "reversed"))
    expected = "2 of 3 conclusions survive every setting; flip under some setting: 1"
    assert counts([holds, flips, holds]) == expected
    assert counts([flips]) == "0 of 1 conclusions survive every setting; flip under some setting: 1"


def test_that_plain_data_hold_json_only(make: Make) -> None:
    data = plain_conclusions(conclusions([make(), make((-1.5, -0.4, 0.92), threat="none")]))
    again = json.loads(json.dumps(data, allow_nan=False))
    assert again["settings"][0]["switches"] == {"threat": "none"}
    first = again["conclusions"][0]
    assert (first["target"], first["fate"]) == ("ceasefire_by_w104", "flips")
    assert set(first["default"]) == {"value", "mcse", "n"}
    assert first["settings"][0]["verdict"] == "reversed"


def test_that_the_table_marks_each_setting(make: Make) -> None:
    changed = [make((0.8, -0.4, 0.92), tripwire=False), make((-1.5, -0.4, 0.92), threat="none")]
    text = list(conclusion_lines(conclusions([make(), *changed], None, ["muddle_through"]), 120))
    assert "   1  tripwire: false" in text and "   2  threat: none" in text
    (row,) = (line.split() for line in text if line.startswith("ceasefire by w104"))
    assert row[-2:] == ["=", "!"]
    assert sum(line.startswith("surge_offer minus ") for line in text) == 1
    # made like surge_bluff by default, so that a clear sign is one that only a switch makes
    twin = conclusions([make((0.05, -0.35, 1.0)), *changed], None, ["surge_bluff"])
    (row,) = (line.split() for line in conclusion_lines(twin, 120) if line.startswith("ceasefire by w104"))
    assert row[-2:] == ["+", "-"]
