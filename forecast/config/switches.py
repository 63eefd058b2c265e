"""Structural switches: disagreements about the form of the model. A config may settle each of them for all members.

A choice replaces kernel rows with constants after the draws are made. Draws, Sobol dimensions and stored columns do
not change, so two settings of a switch are paired member by member.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import Field

from forecast.config.prior import Model
from forecast_kernels.layout import constants as k

Choice = str | bool

End = Literal["low", "high"]
"""The 10% or the 90% quantile of an input."""

QUANTILES: Mapping[str, float] = dict(zip(get_args(End), (0.1, 0.9), strict=True))
"""End of an input -> its quantile."""

REPLACED: Mapping[str, Mapping[Choice, Mapping[str, float]]] = {
    "bargaining": {
        "base_rate": {"weight_base_rate": 1.0, "weight_ultimatum": 0.0, "weight_crowd": 0.0, "submodel_pick": 0.0},
        "ultimatum": {"weight_base_rate": 0.0, "weight_ultimatum": 1.0, "weight_crowd": 0.0, "submodel_pick": 0.0},
        "crowd": {"weight_base_rate": 0.0, "weight_ultimatum": 0.0, "weight_crowd": 1.0, "submodel_pick": 0.0},
    },
    "peacekeeper_school": {
        "hopeful": {"keepers_weight": 1.0, "keepers_school": 0.0},
        "sceptic": {"keepers_weight": 0.0, "keepers_school": 0.0},
    },
    "durability_baseline": {
        "piecewise": {"baseline_long": 0.0, "baseline_post": 0.0, "baseline_pick": 0.0},
        "long_sample": {"baseline_long": 1.0, "baseline_post": 0.0, "baseline_pick": 0.0},
        "post_1945": {"baseline_long": 0.0, "baseline_post": 1.0, "baseline_pick": 0.0},
    },
    "truce_class": {
        "interstate": {"truce_class_weight": 1.0, "truce_class_pick": 0.0},
        "donbas": {"truce_class_weight": 0.0, "truce_class_pick": 0.0},
    },
    "verification": {"by_broker": {"standing_verification": 0.5}},
    "tripwire": {False: {"keepers_tripwire": 0.0}},
    "long_run_defeat": {"typed_in": {"neutral_defeat": k.NEUTRAL_DEFEAT}},
    "acceptance_hazard": {
        "selection": {"type_effect": k.TYPE_SELECTION},
        "none": {"type_effect": 0.0},
        "coerced": {"type_effect": k.TYPE_COERCED},
    },
    "press": {"none": {"press_early": 0.0, "press_late": 0.0}},
    "collapse": {"calm": {"collapse_rate_0": k.CALM_RATE_0, "collapse_rate_1": k.CALM_RATE_1}},
    "threat": {"none": {"accept_threat": 0.0}},
    "neutrality_bonus": {"none": {"accept_neutrality": 0.0}},
    "troops_penalty": {"none": {"accept_troops": 0.0}},
    "path_penalty": {"none": {"accept_path_weight": 0.0}},
    "relief_bonus": {"none": {"accept_relief": 0.0}},
}
"""Switch -> choice -> kernel row -> number in the unit of the row. The default choice of a switch replaces nothing.

The uniform draws that pick a view by the weights (`*_pick`, `keepers_school`) are replaced by 0 too. In single
precision such a draw may be rounded up to 1, and then it is not below any weight.
"""


class Switches(Model):
    """Disagreements about the form of the model. A choice replaces the priors of some kernel rows with constants."""

    bargaining: Literal["mixture", "base_rate", "ultimatum", "crowd"] = Field(
        default="mixture",
        description="anchor of the level of acceptance: how often long wars end by agreement (`base_rate`), how often "
        "a target gives in to a threat (`ultimatum`), or a crowd forecast cut by the record of such forecasts "
        "(`crowd`); separates those who trust each",
    )
    peacekeeper_school: Literal["mixture", "hopeful", "sceptic"] = Field(
        default="mixture",
        description="whether foreign troops prolong a ceasefire: separates Fortna 2004 (hopeful) from Lo, Hashimoto & "
        "Reiter 2008 (sceptic)",
    )
    durability_baseline: Literal["mixture", "piecewise", "long_sample", "post_1945"] = Field(
        default="mixture",
        description="which past ceasefires set the hazard of failure: rates by age (`piecewise`), a curve fitted to "
        "those of 1914 to 2001 (`long_sample`) or to those after 1945 (`post_1945`); separates readings of one file, "
        "that of Lo, Hashimoto & Reiter 2008",
    )
    truce_class: Literal["mixture", "interstate", "donbas"] = Field(
        default="mixture",
        description="which past truces say how an agreement breaks and what follows: ceasefires between states since "
        "1948, or the 26 truces of Donbas; separates those who see a war between states from those who see Minsk again",
    )
    verification: Literal["same", "by_broker"] = Field(
        default="same",
        description="whether the standing deal is verified as often as a brokered package; with `by_broker` its chance "
        "is 0.5; separates those who think that only a broker brings monitors from those who see no record of it",
    )
    tripwire: bool = Field(
        default=True,
        description="whether troops of states that take sides act like peacekeepers; with `false` they do not "
        "change the risk of a return to war; separates those who expect such a force to deter from those who see "
        "no sign of it",
    )
    long_run_defeat: Literal["output", "typed_in"] = Field(
        default="output",
        description="whether defeat after a neutral peace is an output of the model or typed in (log ratio 0.9); "
        "separates the claim that neutrality ends in defeat (grade C) from what follows without it",
    )
    acceptance_hazard: Literal["mixture", "selection", "none", "coerced"] = Field(
        default="mixture",
        description="what an attacker's readiness to sign says about the peace: those who sign readily keep it "
        "(`selection`), break it (`coerced`), or neither (`none`); separates Fearon 1995, Powell 2006 and Fortna 2004 "
        "from Werner & Yuen 2005 (grade C)",
    )
    press: Literal["prior", "none"] = Field(
        default="prior",
        description="whether a ceasefire that was pressed from outside fails at another rate; separates Beardsley "
        "2008 and Werner & Yuen 2005 from the replication file of Lo, Hashimoto & Reiter 2008, which shows no effect",
    )
    collapse: Literal["prior", "calm"] = Field(
        default="prior",
        description="base rates of collapse: from the ends of past wars (`prior`), or of a side that would hold for "
        "fifty years (`calm`)",
    )
    threat: Literal["prior", "none"] = Field(
        default="prior",
        description="whether a threat of more aid alone moves the attacker; with `none` only the battlefield does; "
        "separates believers in coercion by threat from sceptics (grade C)",
    )
    neutrality_bonus: Literal["prior", "none"] = Field(
        default="prior",
        description="whether neutrality makes the attacker more willing to accept; separates those who see it as "
        "the aim of the war from those who see it as a pretext (grade C)",
    )

    troops_penalty: Literal["prior", "none"] = Field(
        default="prior",
        description="whether foreign troops in a package make the attacker less willing to accept; separates those who "
        "take its objections at their word from those who see a bargaining position (grade C)",
    )
    path_penalty: Literal["prior", "none"] = Field(
        default="prior",
        description="whether a path to membership does so; separates the same two views of the demand of neutrality "
        "(grade C)",
    )
    relief_bonus: Literal["prior", "none"] = Field(
        default="prior",
        description="whether sanctions relief makes the attacker more willing to accept; separates those who see it as "
        "a main aim of the attacker from those who do not (grade C)",
    )
    inputs: dict[str, End] = Field(
        default={},
        description="uncertain inputs that have their 10% (`low`) or 90% (`high`) value in all members, by name, such "
        "as `{accept_threat_effect: low}`; separates those who put an input at either end of its prior",
    )

    @property
    def written(self) -> dict[str, Choice | dict[str, End]]:
        """What a config has to say to get these switches: every key that is not at its default."""
        return self.model_dump(exclude_defaults=True)

    @property
    def chosen(self) -> dict[str, Choice]:
        """Choice of each switch that is not at its default, by the name of the switch or of the input."""
        return {**self.model_dump(exclude_defaults=True, exclude={"inputs"}), **self.inputs}

    @property
    def rows(self) -> dict[str, float]:
        """Constant that a kernel row has in all members, by the name of the row. `inputs` are not among them."""
        chosen = self.model_dump(exclude_defaults=True, exclude={"inputs"})
        return {row: number for name, choice in chosen.items() for row, number in REPLACED[name][choice].items()}

    @property
    def label(self) -> str:
        """The chosen switches on one line, as `peacekeeper_school: sceptic, tripwire: false`, or `default`."""
        written = (f"{name}: {str(choice).lower()}" for name, choice in self.chosen.items())
        return ", ".join(written) or "default"
