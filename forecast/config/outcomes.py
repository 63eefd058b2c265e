"""Quantities that a success condition may name: the result columns of a run, and `peace_weeks`."""

from collections.abc import Iterable
from typing import NamedTuple

EVENTS = ("ceasefire", "resumed", "agreement", "refused", "surge", "membership", "second_peace")
DURABLE_YEARS = (1, 2, 5, 10)
FLAGS = ("verified", "neutral", "recognised", "gap_failure", "complete_defeat")
RESERVED = frozenset({"member", "draw", "replicate", "branch", "week", "time", "sector", "quantile", "bin", "total"})
"""Names that the result files use for themselves."""


class Quantity(NamedTuple):
    """A column: its unit, whether it is true or false, the shortest horizon in weeks of a run that has it, a bound."""

    unit: str
    flag: bool = False
    needs: int = 0
    most: float | None = None


def quantities(defender: str, attacker: str, donors: Iterable[str]) -> dict[str, Quantity]:
    """All quantities by name, for these ids."""
    found = {"peace_weeks": Quantity("weeks")}
    for event in (*EVENTS, f"collapse_{defender}", f"collapse_{attacker}"):
        found[f"{event}_week"] = Quantity("weeks")
        found[f"{event}_observed"] = Quantity("1", flag=True)
    for years in DURABLE_YEARS:
        found[f"durable_{years}y"] = Quantity("1", flag=True, needs=104 + 52 * years)
    for name in FLAGS:
        found[name] = Quantity("1", flag=True)
    for week in (4, 13, 26, 52, 104):
        found[f"net_km2_w{week}"] = Quantity("km2", needs=week)
    for week in (52, 104, 520):
        found[f"share_pre2022_w{week}"] = Quantity("1", needs=week, most=2.0)
    found["share_pre2022_ceasefire_5y"] = Quantity("1", needs=260, most=2.0)
    for side in (defender, attacker):
        found[f"losses_{side}_w52"] = Quantity("thousand persons", needs=52)
        found[f"losses_{side}_w104"] = Quantity("thousand persons", needs=104)
        found[f"ruptures_{side}"] = Quantity("1")
        found[f"force_{side}_w52"] = Quantity("thousand persons", needs=52)
    for donor in donors:
        found[f"aid_{donor}_eur_bn"] = Quantity("EUR bn", needs=104)
    found["truces_broken"] = Quantity("1")
    found["collapse_loss_share"] = Quantity("1", most=1.0)
    found["treaty_transfer_km2"] = Quantity("km2")
    found["salient_km2_w26"] = Quantity("km2", needs=26)
    found["fires_ratio_w26"] = Quantity("1", needs=26)
    found["stress_w52"] = Quantity("1", needs=52)
    found["ceded_km2"] = Quantity("km2")
    found["accept_reference_26w"] = Quantity("1", most=1.0)
    found[f"accept_{attacker}_26w"] = Quantity("1", most=1.0)
    found[f"accept_{defender}"] = Quantity("1", most=1.0)
    found["credibility_w52"] = Quantity("1", needs=52, most=1.0)
    found["violations_1y"] = Quantity("1", needs=52)
    found["gap_weeks"] = Quantity("weeks")
    found["sovereignty_w104"] = Quantity("1", needs=104, most=2.0)
    for name in ("sovereignty_w520", "lost_defacto_w520", "lost_recognised_w520"):
        found[name] = Quantity("1", needs=520, most=2.0)
    for name in ("neighbour", "nato", "taiwan"):
        found[f"spill_{name}_w520"] = Quantity("1", needs=520, most=1.0)
    found["keepers_cost_eur_bn"] = Quantity("EUR bn")
    return found
