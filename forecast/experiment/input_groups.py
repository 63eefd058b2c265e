"""Groups of uncertain inputs by the evidence that could settle them, and themes of groups.

A group holds inputs about one question, such as what Moscow accepts. The value of information, the sensitivity of an
outcome and the share of the variance are estimated for groups too, since single inputs often matter little. Groups do
not overlap. A theme is a union of groups, so groups are nested in themes.
"""

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from forecast.config.binding import kernel_rows
from forecast.config.parts import Facts

if TYPE_CHECKING:
    from forecast.config import Experiment, Prior


class InputGroup(NamedTuple):
    """A group of inputs.

    Attributes
    ----------
    name, label : str
        Name in files, and name in words.
    theme : str
        Theme that the group belongs to.
    rows : tuple of str
        Kernel rows whose inputs belong to the group, as patterns with `*`. A row of a donor is written `donors.NAME`.
    inputs : tuple of str
        Inputs that set no kernel row, by name, as patterns.
    """

    name: str
    label: str
    theme: str
    rows: tuple[str, ...]
    inputs: tuple[str, ...] = ()


GROUPS = (
    InputGroup(
        "pace",
        "the pace of the front",
        "front",
        ("level_*", "turnover", "pulse_*", "season_*", "trend", "share_sd", "share_halflife"),
    ),
    InputGroup(
        "front_response",
        "what moves the front",
        "front",
        ("beta_*", "fires_lag", "armour_*", "strike_*", "intel_effect", "surprise_effect", "fort_*", "push_*"),
    ),
    InputGroup(
        "breakthroughs",
        "breakthroughs and the thin line",
        "front",
        ("rupture_*", "front_length", "forward_frac_0", "infantry_frac_0"),
    ),
    InputGroup("salient", "the salient in Kursk", "front", ("salient_*",)),
    InputGroup("losses", "losses of both sides", "forces", ("loss_*", "lanchester_mix", "killed_*", "return_*")),
    InputGroup(
        "manpower",
        "manpower of both sides",
        "forces",
        (
            "force_0",
            "force_1",
            "force_target",
            "intake_*",
            "pay_stress",
            "separation_*",
            "absence_*",
            "reform_level_0",
            "ally_troops_1",
        ),
    ),
    InputGroup(
        "supply",
        "what aid does for supply and fires",
        "means",
        (
            "domestic_*",
            "buffer_weeks",
            "fires_t0",
            "fires_no_aid",
            "fires_best",
            "fires_growth_1",
            "fires_stress_1",
            "fires_strikes_1",
            "donors.share",
            "donors.stock_frac",
            "donors.lag_*",
            "donors.cost",
        ),
    ),
    InputGroup(
        "surge",
        "size and effect of a surge of aid",
        "means",
        ("surge_*", "donors.surge_*"),
        ("surge_*", "appropriation_lag", "drawdown_lag"),
    ),
    InputGroup("suppliers", "what Moscow's suppliers do", "means", ("fires_supplier_1", "ally_*", "supplier_*")),
    InputGroup(
        "economy",
        "the economy of Russia",
        "means",
        ("oil_*", "fund_*", "war_cost_growth", "stress_*", "refinery_off", "sanctions_*"),
    ),
    InputGroup(
        "donor_politics",
        "will and burden-sharing of the donors",
        "politics",
        ("spending_t0", "burden_*", "donors.will_*", "donors.backfill_frac", "donors.fatigue_*", "donors.growth_*"),
        ("europe_led_backfill_mult",),
    ),
    InputGroup(
        "threat",
        "whether a threat is believed and carried out",
        "politics",
        ("credibility_t0", "signal_llr", "bluff_penalty", "accept_threat", "reputation_effect"),
        ("threat_execution_prob", "ultimatum_week", "offer_deadline_weeks"),
    ),
    InputGroup(
        "endings",
        "how wars like this one end",
        "bargaining",
        ("agreement_hazard", "ultimatum_accept", "crowd_*", "weight_*", "submodel_pick", "accept_duration"),
    ),
    InputGroup(
        "moscow",
        "what Moscow accepts",
        "bargaining",
        ("accept_*", "clause_accept", "optimism_1", "learning_tau"),
        ("counter_offer_chance",),
    ),
    InputGroup(
        "kyiv",
        "what Kyiv accepts",
        "bargaining",
        ("freeze_support_0", "elite_offset_0", "guarantee_bonus_0", "coercion_bonus_0", "*_penalty_0", "weariness_0"),
    ),
    InputGroup(
        "truces",
        "how truces break",
        "peace",
        ("truce_*", "low_*", "standing_*", "violation_*"),
        ("verification_prob",),
    ),
    InputGroup(
        "recurrence",
        "how long peace lasts after wars like this one",
        "peace",
        ("hazard_*", "baseline_*", "weibull_*", "stakes_*", "deaths_*", "frailty_sd"),
    ),
    InputGroup(
        "guarantees",
        "what guarantees and peacekeepers do for peace",
        "peace",
        (
            "verification_effect",
            "keepers_*",
            "alliance_effect",
            "bilateral_effect",
            "assurance_effect",
            "accession_*",
            "clause_accession",
            "window_effect",
            "backing_effect",
            "dmz_effect",
        ),
        ("pk_*",),
    ),
    InputGroup(
        "signature",
        "what the way to an agreement does to peace",
        "peace",
        ("press_*", "type_effect", "coerced_effect", "mismatch_effect"),
    ),
    InputGroup(
        "rearmament",
        "rearmament in peace",
        "peace",
        ("force_drift*", "relief_drift", "aid_drift", "rearm_1", "shift_effect", "war_end_hazard", "regain_hazard"),
    ),
    InputGroup("collapse", "military collapse", "collapse", ("collapse_*", "defeat_*", "neutral_defeat")),
    InputGroup(
        "spillover",
        "force against others",
        "spillover",
        (
            "neighbour_hazard",
            "nato_hazard",
            "taiwan_*",
            "depleted_effect",
            "emboldened_effect",
            "escalation_effect",
            "reconstitute_years",
        ),
    ),
    InputGroup("accounts", "land and sovereignty at the start", "accounts", ("sovereignty_*", "held_*")),
)
"""All groups, in the order of the report. The first one that matches an input has it."""

OTHER = InputGroup("other", "other inputs", "other", ())
"""The group of inputs that no other group has, such as an input that a user adds for a branch."""

THEMES = {
    "front": "the front",
    "forces": "forces and losses",
    "means": "aid, suppliers and money",
    "politics": "politics of the donors and the threat",
    "bargaining": "bargaining",
    "peace": "the peace after an agreement",
    "collapse": "collapse",
    "spillover": "force against others",
    "accounts": "land and sovereignty at the start",
    "other": "other inputs",
}
"""Label of each theme."""


def inputs_by_group(experiment: "Experiment", priors: "Iterable[Prior]") -> "dict[InputGroup, tuple[Prior, ...]]":
    """Sort inputs into their groups, in the order of `GROUPS`; groups without an input are left out.

    Parameters
    ----------
    experiment : Experiment
        The experiment of the inputs, for the ids of its sides and donors.
    priors : iterable of Prior
        The inputs to sort.
    """
    base = experiment.baseline
    rows = kernel_rows(Facts(base.date, base.defender, base.attacker, tuple(base.donors), experiment.horizon))
    found: dict[InputGroup, list[Prior]] = {}
    for prior in priors:
        row = rows.get(prior.sets or "")
        if row is None:
            group = _first(prior.name, lambda group: group.inputs)
        else:
            name = row.column.name if row.donor is None else f"donors.{row.column.name}"
            group = _first(name, lambda group: group.rows)
        found.setdefault(group, []).append(prior)
    return {group: tuple(found[group]) for group in (*GROUPS, OTHER) if group in found}


def group_numbers(experiment: "Experiment", priors: "Sequence[Prior]") -> list[int]:
    """Return the number of the group of each input: its place in `GROUPS`, and the number after the last for others."""
    of_name = {
        prior.name: (*GROUPS, OTHER).index(group)
        for group, found in inputs_by_group(experiment, priors).items()
        for prior in found
    }
    return [of_name[prior.name] for prior in priors]


def _first(name: str, patterns: "Callable[[InputGroup], tuple[str, ...]]") -> InputGroup:
    """Return the first group with a pattern that matches; a row of a donor matches a donor's pattern only."""
    is_donor = name.startswith("donors.")
    for group in GROUPS:
        for pattern in patterns(group):
            if pattern.startswith("donors.") == is_donor and fnmatchcase(name, pattern):
                return group
    return OTHER
