"""Influence of inputs and mechanisms: what cannot matter is inert, what must is found, threads change nothing."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters, Estimate
from forecast.config import Experiment, Prior, load_experiment
from forecast.experiment.inputs import Sampler
from forecast.store.rules import Rows
from forecast_kernels.layout import outcomes as o
from studies.app import main
from studies.influence import cells, kernel_cases, paired_shifts
from studies.influence.kernel_cases import ends, independent, rows_of_inputs, with_input_at
from studies.influence.mechanisms import MECHANISMS
from studies.influence.outcome_measures import measure_table, outcome_measures
from studies.influence.page import page, plain
from studies.influence.study import Influence, study_influence

ROOT = Path(__file__).resolve().parents[2]
SMOKE = ROOT / "configs" / "smoke.yaml"
MEMBERS = 512


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    return load_experiment(SMOKE, ["horizon=26 weeks", "success="])


def setter(experiment: Experiment, row: str, donor: str | None = None) -> Prior:
    """The input that sets a kernel row."""
    rows = rows_of_inputs(experiment)
    number = None if donor is None else list(experiment.baseline.donors).index(donor)
    name = next(n for n, bound in rows.items() if (bound.column.name, bound.donor) == (row, number))
    return experiment.priors[name]


@pytest.fixture(scope="module")
def names(experiment: Experiment) -> dict[str, str]:
    """clause: of membership for all land, offered by none. decay: of the salient. late: hazard of an old ceasefire."""
    return {
        "clause": setter(experiment, "clause_accept").name,
        "decay": setter(experiment, "salient_decay").name,
        "late": setter(experiment, "hazard_10y").name,
    }


@pytest.fixture(scope="module")
def influence(experiment: Experiment, names: dict[str, str]) -> Influence:
    return study_influence(experiment, MEMBERS, 2, [*names.values(), "intelligence", "salient wears away"])


def result(out: np.ndarray) -> kernel_cases.CaseOutcome:
    """Synthetic outcomes; weekly series are empty."""
    none = np.zeros((1, 1), np.uint32)
    return kernel_cases.CaseOutcome(
        Rows(out.astype(np.float32), np.zeros((2, out.shape[1]), np.float32), 26), none, none
    )


def test_that_an_input_that_cannot_matter_is_inert(influence: Influence, names: dict[str, str]) -> None:
    verdicts = {item.prior.name: item.verdict for item in influence.inputs}
    assert verdicts[names["clause"]].inert
    assert verdicts[names["late"]].inert  # no ceasefire is ten years old in 26 weeks
    assert verdicts[names["clause"]].changed == 0.0 and verdicts[names["clause"]].surest is None


def test_that_an_input_that_must_matter_is_found(influence: Influence, names: dict[str, str]) -> None:
    verdict = next(item.verdict for item in influence.inputs if item.prior.name == names["decay"])
    assert verdict.beyond and not verdict.inert
    assert verdict.largest is not None and verdict.largest.measure.name == "salient_km2_w26"
    assert verdict.largest.effect.value < -1.0 and verdict.changed == 1.0


def test_that_a_mechanism_without_its_lever_changes_nothing_and_a_live_one_does(influence: Influence) -> None:
    verdicts = {item.mechanism.name: item.verdict for item in influence.mechanisms}
    assert verdicts["intelligence"].inert
    salient = verdicts["salient wears away"]
    assert salient.largest is not None and salient.largest.measure.variable.name == "salient_km2_w26"
    assert salient.beyond >= 2 and not salient.inert


def test_that_the_page_does_not_depend_on_threads(experiment: Experiment, influence: Influence) -> None:
    only = [item.prior.name for item in influence.inputs] + [item.mechanism.name for item in influence.mechanisms]
    assert page(study_influence(experiment, MEMBERS, 1, only)) == page(influence)


def test_that_the_page_lists_what_moves_nothing_first(influence: Influence, names: dict[str, str]) -> None:
    text = page(influence)
    order = [text.index(f"`{names[key]}`") for key in ("clause", "decay")]
    assert order == sorted(order)
    assert "changes nothing at all" in text and "Inputs that move nothing: 2" in text
    assert "`" not in plain(influence) and "---" not in plain(influence)


def test_that_what_moves_nothing_is_looked_at_in_other_branches(influence: Influence, names: dict[str, str]) -> None:
    left = cells.inert_names(influence)
    assert sorted(left) == sorted([names["clause"], names["late"], "intelligence"])
    cut = load_experiment(SMOKE, ["horizon=26 weeks", "success=", "branches.no_aid.intelligence.cut=5 weeks"])
    other = study_influence(cut, MEMBERS, 2, left)
    findings = {row[0]: row[1] for row in cells.elsewhere_rows(other)}
    assert findings == {
        f"`{names['clause']}`": cells.NOTHING,
        f"`{names['late']}`": cells.NOTHING,
        "intelligence": "moves",
    }
    assert "## The same in other branches: 3" in page(influence, other)


def test_that_the_second_look_takes_only_what_did_not_count(experiment: Experiment, names: dict[str, str]) -> None:
    reports: list[tuple[int, int, int]] = []
    study_influence(experiment, MEMBERS, 1, [names["decay"], names["clause"]], lambda *numbers: reports.append(numbers))
    assert (MEMBERS // 4, 2, 2) in reports and reports[-1] == (MEMBERS, 1, 1)


def test_that_every_mechanism_names_rows_of_the_kernel() -> None:
    assert len({mechanism.name for mechanism in MECHANISMS}) == len(MECHANISMS)
    rows = [column.name for layout in kernel_cases.LAYOUTS.values() for column in layout]
    assert len(set(rows)) == len(rows)
    assert set(kernel_cases.LAYOUTS) == {field.name for field in fields(kernel_cases.Case)}
    for mechanism in MECHANISMS:
        assert mechanism.off
        for row in mechanism.off:
            kernel_cases.row_index(row)
    with pytest.raises(KeyError, match="no row 'nonsense'"):
        kernel_cases.row_index("nonsense")


def test_that_only_the_varied_row_changes(experiment: Experiment, names: dict[str, str]) -> None:
    exp = independent(experiment, 8)
    columns = Sampler(exp).member_columns(0, 8)
    before = kernel_cases.CaseSource(exp).case(exp.reference, columns, 8)
    after = kernel_cases.CaseSource(with_input_at(exp, names["decay"], 0.5)).case(exp.reference, columns, 8)
    _, row = kernel_cases.row_index("salient_decay")
    assert np.all(after.params[row] == np.float32(0.5))
    after.params[row] = before.params[row]
    assert after.equals(before)


def test_that_ends_are_quantiles_or_steps_that_the_row_allows(experiment: Experiment) -> None:
    rows = rows_of_inputs(experiment)

    def of(row: str, donor: str | None = None) -> tuple[float, float]:
        prior = setter(experiment, row, donor)
        return ends(prior, rows[prior.name])

    school = setter(experiment, "keepers_school")
    assert ends(school, rows[school.name]) == pytest.approx((0.1, 0.9))
    assert of("standing_bilateral") == (0.0, 1.0)
    assert of("keepers_tripwire") == pytest.approx((0.8, 1.0))
    assert of("neutral_defeat") == pytest.approx((-0.1, 0.1))
    assert of("rupture_tail") == pytest.approx((1.04, 1.625))


def test_that_a_week_that_never_comes_is_no_early_week(experiment: Experiment) -> None:
    out = np.zeros((o.N_OUTCOMES, 3))
    out[o.CEASEFIRE_WEEK] = (-1.0, 104.0, 105.0)
    measures = outcome_measures(experiment, [result(out).rows])
    row = [measure.name for measure in measures].index("ceasefire by w104")
    assert measure_table(measures, result(out).rows)[row].tolist() == [0.0, 1.0, 0.0]


def test_that_noise_does_not_count_and_a_shift_of_all_does(experiment: Experiment, seed: int) -> None:
    """The chance of a false alarm is 5%: it is one, for this seed, or none."""
    n = 2_000
    noise = np.random.default_rng(seed).normal(size=(3, n))
    out = np.zeros((o.N_OUTCOMES, n))
    out[o.SALIENT_W26] = 100.0 + 10.0 * noise[0]
    moved, shaken = out.copy(), out.copy()
    moved[o.NET_W26] = out[o.NET_W26] + noise[1]
    shaken[o.SALIENT_W26] += 1.0
    clusters, measures = Clusters(np.arange(n)), outcome_measures(experiment, [result(out).rows])
    critical = paired_shifts.critical_errors(2 * len(measures), n)
    quiet, loud = (
        paired_shifts.verdict([paired_shifts.compare("all", result(out), result(other), measures, clusters)], critical)
        for other in (moved, shaken)
    )
    assert quiet.surest is not None and quiet.surest.difference.mcse > 0.0
    level = next(s for s in paired_shifts.compare("all", result(out), result(moved), measures, clusters).shifts)
    assert level.measure.name == "net_km2_w26" and level.errors < critical
    assert loud.beyond >= 1 and loud.largest is not None and loud.largest.effect.value > 0.0
    assert not loud.largest.measure.spread


def test_that_members_that_are_all_alike_have_no_error_of_rounding(experiment: Experiment) -> None:
    out = np.full((o.N_OUTCOMES, 100), 0.3)
    other = np.full((o.N_OUTCOMES, 100), 0.7)
    measures = outcome_measures(experiment, [result(out).rows, result(other).rows])
    compared = paired_shifts.compare("all", result(out), result(other), measures, Clusters(np.arange(100)))
    alike = next(shift for shift in compared.shifts if shift.measure.name == "salient_km2_w26")
    assert (
        alike.difference.mcse == 0.0
        and np.isinf(alike.errors)
        and cells.effect_cells(paired_shifts.verdict([compared], 5.0))[1] == "all alike"
    )


def test_that_a_spread_is_seen_where_the_mean_stays(experiment: Experiment, seed: int) -> None:
    n = 2_000
    out = np.zeros((o.N_OUTCOMES, n))
    out[o.NET_W26] = 100.0 * np.random.default_rng(seed).normal(size=n)
    wider = out.copy()
    wider[o.NET_W26] = np.median(out[o.NET_W26]) + 2.0 * (out[o.NET_W26] - np.median(out[o.NET_W26]))
    clusters, measures = Clusters(np.arange(n)), outcome_measures(experiment, [result(out).rows])
    verdict = paired_shifts.verdict([paired_shifts.compare("all", result(out), result(wider), measures, clusters)], 5.0)
    assert verdict.largest is not None and verdict.largest.measure.name == "spread of net_km2_w26"


def test_that_a_change_of_weekly_series_alone_is_not_nothing(experiment: Experiment) -> None:
    before = result(np.zeros((o.N_OUTCOMES, 4)))
    after = before._replace(hist=before.hist + np.uint32(1))
    clusters, measures = Clusters(np.arange(4)), outcome_measures(experiment, [before.rows])
    same, other = (
        paired_shifts.verdict([paired_shifts.compare("all", before, each, measures, clusters)], 5.0)
        for each in (before, after)
    )
    assert same.inert and not other.inert and other.changed == 0.0


@pytest.mark.parametrize(("on_spread", "named"), [(1.5, "net_km2_w26"), (2.5, "spread of net_km2_w26")])
def test_that_a_spread_is_named_only_where_it_moves_far_more(
    experiment: Experiment, on_spread: float, named: str
) -> None:
    by_name = {m.name: m for m in outcome_measures(experiment, [result(np.zeros((o.N_OUTCOMES, 4))).rows])}
    effects = {"net_km2_w26": 1.0, "spread of net_km2_w26": on_spread}
    each = [
        paired_shifts.Shift("all", by_name[name], Estimate(value, 0.01, 4), Estimate(value, 0.01, 4), 1.0)
        for name, value in effects.items()
    ]
    largest = paired_shifts.verdict([paired_shifts.BranchShifts(tuple(each), 1.0, True)], 5.0).largest
    assert largest is not None and largest.measure.name == named


def test_that_more_differences_need_more_errors() -> None:
    assert paired_shifts.critical_errors(1, 10**9) == pytest.approx(1.96, abs=0.001)
    assert paired_shifts.critical_errors(100, 10**9) == pytest.approx(3.48, abs=0.01)
    assert paired_shifts.critical_errors(100, 16) > 4.4


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--only", "nonsense"], "--only: 'nonsense' is neither an input nor a mechanism; leave --only out to see all"),
        (["--only", "seasons"], "--only: 'seasons' is neither an input nor a mechanism; did you mean 'season'?"),
        (["--members", "1"], "--members 1: must be at least 16: errors come from differing members"),
    ],
)
def test_that_a_wrong_option_is_one_line(options: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["influence", str(SMOKE), *options]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", line + "\n")
