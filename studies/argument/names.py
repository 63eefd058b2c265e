"""The names of branches, columns, inputs and switches that these pages use.

All names that a version of the model may lack are here. A column that is missing leaves out its row. A setting that the
config refuses is listed on its page as not in this version.
"""

from typing import Any, NamedTuple

REFERENCE, OFFER = "muddle_through", "surge_offer"
SELLOUTS = ("cut_only", "cut_neutrality", "no_aid", "cut_oblasts")
"""Branches of configs/sellouts.yaml, from the cut alone to the four oblasts."""

SELLOUT = "no_aid"
"""The sell-out that stands for all where a page has room for one: neutrality and recognition of the land held."""

TROOPS, THREAT = "accept_penalty_eu_troops", "accept_threat_effect"
"""Inputs whose means span the surfaces of break-even."""

READINESS_OF_SIDE_0 = "weariness_0"
NO_TALKS = -1.0e5
"""Kernel row, and its value without talks: Kyiv grows unwilling at once, so nothing is ever signed."""

AGREEMENT_WEEK = "agreement_week"
CEASEFIRE_WEEK = "ceasefire_week"
RESUMED_WEEK = "resumed_week"
LARGE_WAR_WEEK = "large_war_week"
KYIV_REFUSED = "ua_refused"
READY_WEEK = "ready_ru_week"
PACKAGE_SIGNED = "package_signed_w104"
POLICY_CHANCE = "policy_chance"
CUT_LOSSES = "cut_losses"
QUIET = "quiet_{years}y"
NO_LARGE_WAR = "no_large_war_{years}y"

VERIFICATION = ("verification_prob", "verification_prob_muddle")
"""Input of the chance of verification of the standing deal; the first that the study has."""

STANDING: dict[str, Any] = {
    "on_table": "0 weeks",
    "bilateral": True,
    "troops": "none",
    "membership": "none",
    "west_german_clause": True,
    "neutrality": False,
    "sanctions_relief": False,
    "salient_swap": False,
}
"""Terms of a branch that has no package of its own: those of the standing deal."""

IN_THE_TEXT: dict[str, str] = {
    "aid.us": "yes (C01, C26)",
    "compact": "yes (C32, C33)",
    "offer": "yes (C26-C28)",
    "package.bilateral": "yes (C23)",
    "package.troops": "yes (C24)",
    "package.membership": "yes (C20)",
    "package.west_german_clause": "yes (C20)",
    "package.neutrality": "yes (C06)",
    "package.territory": "yes (C06)",
    "package.salient_swap": "as a chip (C17)",
    "package.sanctions_relief": "no",
    "package.verification": "no",
    "package.on_table": "no",
    "pressure": "yes for a sell-out (C06)",
}
"""Part of a branch -> whether the text of the op-ed makes the difference."""


class Setting(NamedTuple):
    """One mechanism put back to its old, neutral or other setting.

    Attributes
    ----------
    mechanism, setting : str
        What is set, and to what.
    overrides : tuple of str
        `PATH=VALUE` texts, as for `--set`.
    inputs : tuple of (str, float)
        Inputs fixed at a value in the unit of their kernel row, each by its own name or that of the row.
    """

    mechanism: str
    setting: str
    overrides: tuple[str, ...] = ()
    inputs: tuple[tuple[str, float], ...] = ()


def _switch(mechanism: str, name: str, *choices: str) -> list[Setting]:
    return [Setting(mechanism, f"{name}: {choice}", (f"switches.{name}={choice}",)) for choice in choices]


def _zero(mechanism: str, *rows: str) -> Setting:
    return Setting(mechanism, f"{', '.join(rows)} = 0", inputs=tuple((row, 0.0) for row in rows))


def _term(mechanism: str, setting: str, *texts: str) -> Setting:
    return Setting(mechanism, setting, tuple(f"branches.{OFFER}.{text}" for text in texts))


SETTINGS: tuple[Setting, ...] = (
    *_switch("class of truces", "truce_class", "interstate", "donbas"),
    *_switch("verification", "verification", "by_broker"),
    *_switch("anchor of acceptance", "bargaining", "base_rate", "ultimatum", "crowd"),
    *_switch("type behind acceptance", "acceptance_hazard", "none", "selection", "coerced"),
    *_switch("pull of the threat", "threat", "none"),
    *_switch("troops in acceptance", "troops_penalty", "none"),
    *_switch("path in acceptance", "path_penalty", "none"),
    *_switch("relief in acceptance", "relief_bonus", "none"),
    *_switch("neutrality in acceptance", "neutrality_bonus", "none"),
    *_switch("pressed agreements", "press", "none"),
    *_switch("collapse", "collapse", "calm"),
    *_switch("durability of ceasefires", "durability_baseline", "piecewise", "long_sample", "post_1945"),
    *_switch("peacekeepers", "peacekeeper_school", "hopeful", "sceptic"),
    *_switch("tripwire", "tripwire", "false"),
    *_switch("long-run defeat", "long_run_defeat", "typed_in"),
    _term("relief in the offer", "sanctions relief", "package.sanctions_relief=true"),
    _term("relief in the offer", "no sanctions relief", "package.sanctions_relief=false"),
    _term("swap in the offer", "no swap of the salient", "package.salient_swap=false"),
    _term("freeze beside the offer", "withdrawn", "offer.freeze=withdrawn"),
    _term("freeze beside the offer", "stands", "offer.freeze=standing"),
    _term(
        "counter-offer",
        "after a refusal, by chance",
        "offer.if_refused.counter={chance: 50 %, neutrality: true, sanctions_relief: true}",
    ),
    _term("execution of the threat", "never", "offer.if_refused.executed=never"),
    _term(
        "surge", "no more than the flow of week 0", "offer.if_refused.surge.us=1 x", "offer.if_refused.surge.europe=1 x"
    ),
    _term("compact", "none", "compact="),
    _zero("type and hazard", "type_effect"),
    _zero("belief in the threat at signature", "coerced_effect"),
    _zero("record of threats", "reputation_effect"),
    _zero("US backing", "backing_effect"),
    _zero("aid in the balance of arms", "aid_drift"),
    _zero("optimism", "optimism_1"),
    Setting("learning from the battlefield", "learning_tau = 1e6 weeks", inputs=(("learning_tau", 1.0e6),)),
    _zero("growth of the supplier", "supplier_growth"),
    _zero("cost of the war footing", "war_cost_growth"),
    _zero("surge and escalation", "escalation_effect"),
)
"""Settings of the page before and after. Names of switches and rows that a version lacks are skipped and listed."""
