"""Bad input: each case is one change to the minimal config, and the lines that must be printed for it."""

from pathlib import Path

import pytest

EXPERIMENT, START = "experiment.yaml", "baselines/start.yaml"
LEVERS, THREAT, BLUFF = "priors/levers.yaml", "branches/threat.yaml", "branches/bluff.yaml"
A_NAME = "use lower-case letters, digits and _, starting with a letter"

CASES = {
    "unknown_key": (
        (THREAT, "keep: 50 %", "kep: 50 %"),
        "branches/threat.yaml:3:10: unknown key 'branches.threat.aid.lead.kep'; did you mean 'keep'?",
    ),
    "unknown_key_of_a_prior": (
        (START, "normal:", "nomal:"),
        "baselines/start.yaml:42:5: unknown key 'baseline.state.force_low.nomal'; did you mean 'normal'?",
    ),
    "bare_number": (
        (EXPERIMENT, "12 years", "12"),
        "experiment.yaml:6:10: horizon: needs a unit: write e.g. '12 weeks' (day, week, month, year)",
    ),
    "wrong_unit": (
        (THREAT, "deadline: 8 weeks", "deadline: 2.5 EUR bn/month"),
        "branches/threat.yaml:14:13: branches.threat.offer.deadline: has the wrong unit: '2.5 EUR bn/month'; "
        "expected a quantity such as '39 weeks' or {prior: NAME}",
    ),
    "unknown_unit": (
        (EXPERIMENT, "12 years", "12 yers"),
        "experiment.yaml:6:10: horizon: unknown unit 'yers'; did you mean 'years'?",
    ),
    "unit_of_a_prior": (
        (START, "unit: persons", "unit: weeks"),
        "baselines/start.yaml:41:11: baseline.state.force_low: unit 'weeks' cannot be converted to "
        "'thousand persons', the unit of 'force.low'",
    ),
    "wrong_type_text": (
        (START, "name: North", "name: 7"),
        "baselines/start.yaml:11:11: baseline.sectors.N1.name: expected text, got '7'; put it in quotes",
    ),
    "wrong_type_flag": (
        (START, "active_t0: true", "active_t0: NO"),
        "baselines/start.yaml:16:16: baseline.sectors.N1.active_t0: expected true or false, got 'NO'; write false",
    ),
    "wrong_type_mapping": (
        (THREAT, "{cut: 10 weeks, back: 12 weeks}", "10 weeks"),
        "branches/threat.yaml:11:15: branches.threat.intelligence: expected a mapping (`key: value` lines), "
        "got '10 weeks'",
    ),
    "wrong_type_number": (
        (START, "mean: 600_000", "mean: 600 thousand"),
        "baselines/start.yaml:42:20: baseline.state.force_low.normal.mean: expected a number without a unit: "
        "the entry names its unit, got '600 thousand'",
    ),
    "fraction_of_a_draw": (
        (EXPERIMENT, "draws: 1_000", "draws: 1.5"),
        "experiment.yaml:5:17: design.draws: expected a whole number, got '1.5'",
    ),
    "negative_draws": (
        (EXPERIMENT, "draws: 1_000", "draws: -5"),
        "experiment.yaml:5:17: design.draws: must be at least 1, got '-5'",
    ),
    "too_many_members": (
        (EXPERIMENT, "draws: 1_000", "draws: 1e9"),
        "experiment.yaml:5:17: design: 4,000,000,000 members; at most 2,147,483,647",
    ),
    "seed_out_of_range": (
        (EXPERIMENT, "seed: 7", "seed: 4294967296"),
        "experiment.yaml:5:60: design.seed: must be at most 4294967295, got '4294967296'",
    ),
    "short_horizon": (
        (EXPERIMENT, "12 years", "3 weeks"),
        "experiment.yaml:6:10: horizon: must be at least 4 weeks, got '3 weeks'",
    ),
    "long_horizon": (
        (EXPERIMENT, "12 years", "21 years"),
        "experiment.yaml:6:10: horizon: must be at most 1040 weeks, got '21 years'",
    ),
    "chance_above_one": (
        (THREAT, "keep: 50 %", "keep: 150 %"),
        "branches/threat.yaml:3:16: branches.threat.aid.lead.keep: must be at most 1, got '150 %'",
    ),
    "per_cent_forgotten": (
        (START, "share: 75 %", "share: 75"),
        "baselines/start.yaml:13:12: baseline.sectors.N1.share: must be at most 1, got '75'; write '75 %' for per cent",
    ),
    "standard_deviation_of_zero": (
        (START, "sd: 50_000", "sd: 0"),
        "baselines/start.yaml:42:33: baseline.state.force_low.normal.sd: must be above 0, got '0'",
    ),
    "triangle_out_of_order": (
        (LEVERS, "min: 1, mode: 2", "min: 3, mode: 2"),
        "priors/levers.yaml:5:5: priors.offer_week.triangular: needs min <= mode <= max and min < max, got 3, 2, 4",
    ),
    "empty_interval": (
        (LEVERS, "triangular: {min: 1, mode: 2, max: 4}", "uniform: {low: 2, high: 2}"),
        "priors/levers.yaml:5:5: priors.offer_week.uniform: needs low < high, got 2, 2",
    ),
    "choice_without_a_weight": (
        (LEVERS, "triangular: {min: 1, mode: 2, max: 4}", "choice: {values: [1, 2, 4], weights: [1, 1]}"),
        "priors/levers.yaml:5:5: priors.offer_week.choice: needs one weight for each value, got 3 values, 2 weights",
    ),
    "choice_out_of_order": (
        (LEVERS, "triangular: {min: 1, mode: 2, max: 4}", "choice: {values: [1, 4, 2], weights: [1, 1, 1]}"),
        "priors/levers.yaml:5:5: priors.offer_week.choice: needs values in ascending order, got 4 before 2",
    ),
    "choice_with_a_weight_of_zero": (
        (LEVERS, "triangular: {min: 1, mode: 2, max: 4}", "choice: {values: [1, 2], weights: [1, 0]}"),
        "priors/levers.yaml:5:5: priors.offer_week.choice: needs weights above 0, got 0",
    ),
    "choice_outside_the_range_of_its_lever": (
        (LEVERS, "beta: {a: 4, b: 2}", "choice: {values: [40, 120], weights: [1, 1]}"),
        "branches/threat.yaml:10:25: branches.threat.package.verification: prior 'checked' can be as high as 1.2, but "
        "'verification' is at most 1; add 'at_most: 100'",
    ),
    "clips_out_of_order": (
        (START, "at_least: 1e5", "at_least: 1e5\n    at_most: 1e4"),
        "baselines/start.yaml:38:3: baseline.state.force_low: needs at_least < at_most, got 100000 and 10000",
    ),
    "two_distributions": (
        (START, "    normal", "    fixed: 3\n    normal"),
        "baselines/start.yaml:38:3: baseline.state.force_low: needs exactly one distribution (fixed, normal, "
        "lognormal, beta, gamma, triangular, uniform, choice), got fixed and normal",
    ),
    "number_beyond_single_precision": (
        (START, "mean: 600_000", "mean: 1e300"),
        "baselines/start.yaml:42:20: baseline.state.force_low.normal.mean: is beyond 1e+30",
    ),
    "dimension_taken_twice": (
        (START, "dimension: 3", "dimension: 2"),
        "priors/levers.yaml:13:16: priors.checked.dimension: 2 belongs to 'force_low'; next free: 10",
    ),
    "no_dimension": (
        (START, "    dimension: 3\n", ""),
        "baselines/start.yaml:38:3: baseline.state.force_low: needs a 'dimension': a Sobol dimension that no other "
        "prior has",
    ),
    "evidence_after_the_baseline": (
        (START, "as_of: 2024-12-20", "as_of: 2024-12-21"),
        "baselines/start.yaml:47:12: baseline.state.force_low.as_of: 2024-12-21 is after the baseline date 2024-12-20",
    ),
    "no_such_date": (
        (THREAT, "2025-01-24", "2025-02-30"),
        "branches/threat.yaml:3:30: branches.threat.aid.lead.change: there is no date 2025-02-30",
    ),
    "date_before_week_0": (
        (THREAT, "2025-01-24", "2024-12-19"),
        "branches/threat.yaml:3:30: branches.threat.aid.lead.change: is before week 0, the date of the baseline: "
        "'2024-12-19'",
    ),
    "back_before_cut": (
        (THREAT, "back: 12 weeks", "back: 9 weeks"),
        "branches/threat.yaml:11:37: branches.threat.intelligence.back: lies before the cut",
    ),
    "keep_without_change": (
        (THREAT, ", change: 2025-01-24", ""),
        "branches/threat.yaml:3:3: branches.threat.aid.lead: needs 'change', the week when the flow moves",
    ),
    "missing_key": (
        (START, "    contact: 100 km\n", ""),
        "baselines/start.yaml:10:3: baseline.sectors.N1.contact is missing",
    ),
    "empty_key": ((EXPERIMENT, "12 years", ""), "experiment.yaml:6:1: horizon is empty"),
    "unknown_word": (
        (EXPERIMENT, "layout: sobol", "layout: sobel"),
        "experiment.yaml:5:47: design.layout: must be mc, sobol, lhs or sobol_groups, got 'sobel'; "
        "did you mean 'sobol'?",
    ),
    "unknown_reference": (
        (EXPERIMENT, "reference: wait", "reference: wat"),
        "experiment.yaml:7:12: reference: unknown branch 'wat'; did you mean 'wait'?",
    ),
    "unknown_donor": (
        (THREAT, "  lead: {keep", "  laed: {keep"),
        "branches/threat.yaml:3:3: unknown key 'branches.threat.aid.laed'; did you mean 'lead'?",
    ),
    "unknown_donor_of_a_surge": (
        (THREAT, "lead: 1.8 x", "leed: 1.8 x"),
        "branches/threat.yaml:18:13: unknown key 'branches.threat.offer.if_refused.surge.leed'; did you mean 'lead'?",
    ),
    "unknown_prior": (
        (THREAT, "{prior: offer_week}", "{prior: offer_weak}"),
        "branches/threat.yaml:13:22: branches.threat.offer.announced: unknown prior 'offer_weak'; "
        "did you mean 'offer_week'?",
    ),
    "prior_in_another_unit": (
        (LEVERS, "unit: months", 'unit: "%"'),
        "branches/threat.yaml:13:22: branches.threat.offer.announced: prior 'offer_week' is in %, not in weeks",
    ),
    "prior_that_sets_a_row": (
        (THREAT, "{prior: offer_week}", "{prior: force_low}"),
        "branches/threat.yaml:13:22: branches.threat.offer.announced: prior 'force_low' is in persons, not in weeks",
    ),
    "prior_out_of_range": (
        (LEVERS, "min: 1,", "min: -1,"),
        "branches/threat.yaml:13:22: branches.threat.offer.announced: prior 'offer_week' can be as low as -4.33, "
        "but 'announced' is at least 0; add 'at_least: 0'",
    ),
    "no_word_like_name": (
        (EXPERIMENT, "  threat: branches", "  1e5: branches"),
        f"experiment.yaml:10:3: branches: '1e5' is not a valid name: {A_NAME}",
    ),
    "name_with_a_meaning": (
        (EXPERIMENT, "  threat: branches", "  nan: branches"),
        "experiment.yaml:10:3: branches: 'nan' is not a valid name: the word has another meaning",
    ),
    "two_defenders": (
        (START, "role: attacker", "role: defender"),
        "baselines/start.yaml:3:1: baseline.sides: needs exactly one defender and one attacker",
    ),
    "sector_named_total": (
        (START, "  N1:", "  total:"),
        "baselines/start.yaml:10:3: baseline.sectors: 'total' stands for all sectors in the results; choose another id",
    ),
    "unknown_quantity": (
        (EXPERIMENT, "quantity: neutral", "quantity: neutrall"),
        "experiment.yaml:19:20: success.lasting.all.3.quantity: unknown quantity 'neutrall'; did you mean 'neutral'?",
    ),
    "quantity_beyond_the_horizon": (
        (EXPERIMENT, "12 years", "4 years"),
        "experiment.yaml:18:20: success.lasting.all.2.quantity: 'share_pre2022_ceasefire_5y' needs a horizon of "
        "260 weeks or more, it is 208 weeks",
    ),
    "bound_on_a_flag": (
        (EXPERIMENT, "neutral, is: false", "neutral, at_least: 1"),
        "experiment.yaml:19:39: success.lasting.all.3.at_least: 'neutral' is true or false: write 'is: true' or "
        "'is: false'",
    ),
    "only_condition_is_wrong": (
        (EXPERIMENT, "success:\n", "success:\n  near: {all: [{quantity: nett, at_most: 3 km}]}\n"),
        "experiment.yaml:13:27: success.near.all.0.quantity: unknown quantity 'nett'",
    ),
    "no_condition": (
        (EXPERIMENT, "success:\n", "success:\n  near: {all: []}\n"),
        "experiment.yaml:13:15: success.near.all: needs at least 1 entry",
    ),
    "success_named_like_a_column": (
        (EXPERIMENT, "  lasting:", "  verified:"),
        "experiment.yaml:13:3: success.verified: there is a result column of that name",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_that_a_mistake_gives_exactly_one_line(name: str, refusal) -> None:
    change, line = CASES[name]
    assert refusal(*change) == [line]


def test_that_all_problems_come_at_once_in_the_order_of_the_files(refusal, minimal) -> None:
    minimal.write_text(minimal.read_text().replace("seed: 7", "sed: 7").replace("12 years", "12 km2"))
    lines = refusal(START, "sets: force.low", "sets: force.lov", overrides=("question=", "design.draws=0"))
    assert lines == [
        "experiment.yaml:4:1: priors: 1 kernel row is set by no entry: force.low",
        "experiment.yaml:5:1: design.seed is missing",
        "experiment.yaml:5:54: unknown key 'design.sed'; did you mean 'seed'?",
        "experiment.yaml:6:10: horizon: has the wrong unit: '12 km2'; expected a quantity such as '12 years'",
        "baselines/start.yaml:40:11: unknown kernel row 'force.lov'; did you mean 'force.low'?",
        "--set question=: question is empty",
        "--set design.draws=0: design.draws: must be at least 1, got '0'",
    ]


def test_that_one_mistake_in_a_branch_hides_no_other(refusal) -> None:
    Path(THREAT).write_text(
        "package: {verification: 1}\naid: {leed: {keep: 2}}\n"
        "offer:\n  announced: {prior: nope}\n  if_refused: {surge: {rost: 1 x, ramp: 3}}\n"
    )
    assert [line.split(": ")[0] for line in refusal()] == [
        "branches/threat.yaml:2:7",
        "branches/threat.yaml:2:20",
        "branches/threat.yaml:4:22",
        "branches/threat.yaml:5:24",
        "branches/threat.yaml:5:41",
    ]


def test_that_a_mistake_in_a_shared_file_is_told_once(refusal) -> None:
    # `bluff` is built on `threat`, so both read the faulty line
    lines = refusal(THREAT, "appropriation: 8 weeks", "appropriation: soon")
    assert len(lines) == 1


def test_that_a_hundred_problems_are_enough(refusal, minimal) -> None:
    minimal.write_text(minimal.read_text() + "".join(f"k{i}: 1\n" for i in range(150)))
    lines = refusal()
    assert len(lines) == 101
    assert lines[-1] == "and 50 more problems"
