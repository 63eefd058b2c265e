"""Quantities that a success condition may name: the result columns of a run, and `peace_weeks`."""

from collections.abc import Iterable
from typing import NamedTuple

EVENTS = (
    "ceasefire",
    "resumed",
    "large_war",
    "broken",
    "agreement",
    "package_signed",
    "refused",
    "surge",
    "membership",
    "second_peace",
)
DURABLE_YEARS = (1, 2, 5, 10)
LASTING = ("durable", "quiet", "no_large_war")
FLAGS = ("verified", "neutral", "recognised", "gap_failure", "complete_defeat", "cut_losses")
RESERVED = frozenset({"member", "draw", "replicate", "branch", "week", "time", "sector", "quantile", "bin", "total"})
"""Names that the result files use for their own columns."""


class Quantity(NamedTuple):
    """A result column.

    flag: whether its values are true or false. needs: shortest horizon, in weeks, of a run that has the column.
    maximum: largest possible value, or None. nullable: whether some members may lack it.
    """

    unit: str
    flag: bool = False
    needs: int = 0
    maximum: float | None = None
    nullable: bool = False


def quantities(defender: str, attacker: str, donors: Iterable[str]) -> dict[str, Quantity]:
    """Return all quantities by name.

    Parameters
    ----------
    defender, attacker : str
        Ids of the sides.
    donors : iterable of str
        Ids of the donors.
    """
    columns = {"peace_weeks": Quantity("weeks", nullable=True)}
    for event in (*EVENTS, f"collapse_{defender}", f"collapse_{attacker}", f"ready_{attacker}"):
        columns[f"{event}_week"] = Quantity("weeks", nullable=True)
        columns[f"{event}_observed"] = Quantity("1", flag=True)
    for years in DURABLE_YEARS:
        for name in LASTING:
            columns[f"{name}_{years}y"] = Quantity("1", flag=True, needs=104 + 52 * years)
    for week in (52, 104):
        columns[f"package_signed_w{week}"] = Quantity("1", flag=True, needs=week)
    columns[f"{defender}_refused"] = Quantity("1", flag=True, needs=104)
    columns["agreement_item"] = Quantity("1", maximum=3.0)
    for name in FLAGS:
        columns[name] = Quantity("1", flag=True)
    for week in (4, 13, 26, 52, 104):
        columns[f"net_km2_w{week}"] = Quantity("km2", needs=week)
    for week in (52, 104, 520):
        columns[f"share_pre2022_w{week}"] = Quantity("1", needs=week, maximum=2.0)
    columns["share_pre2022_ceasefire_5y"] = Quantity("1", needs=260, maximum=2.0, nullable=True)
    for side in (defender, attacker):
        columns[f"losses_{side}_w52"] = Quantity("thousand persons", needs=52)
        columns[f"losses_{side}_w104"] = Quantity("thousand persons", needs=104)
        columns[f"ruptures_{side}"] = Quantity("1")
        columns[f"force_{side}_w52"] = Quantity("thousand persons", needs=52)
    for donor in donors:
        columns[f"aid_{donor}_eur_bn"] = Quantity("EUR bn", needs=104)
    columns["policy_chance"] = Quantity("1", maximum=1.0)
    columns["truces_broken"] = Quantity("1")
    columns["low_weeks"] = Quantity("weeks")
    columns["collapse_loss_share"] = Quantity("1", maximum=1.0)
    columns["treaty_transfer_km2"] = Quantity("km2")
    columns["salient_km2_w26"] = Quantity("km2", needs=26)
    columns["fires_ratio_w26"] = Quantity("1", needs=26)
    columns["stress_w52"] = Quantity("1", needs=52)
    columns["ceded_km2"] = Quantity("km2")
    columns["accept_reference_26w"] = Quantity("1", maximum=1.0)
    columns[f"accept_{attacker}_26w"] = Quantity("1", maximum=1.0, nullable=True)
    columns[f"accept_{defender}"] = Quantity("1", maximum=1.0, nullable=True)
    columns["credibility_w52"] = Quantity("1", needs=52, maximum=1.0)
    columns["violations_1y"] = Quantity("1", needs=52, nullable=True)
    columns["gap_weeks"] = Quantity("weeks")
    columns["sovereignty_w104"] = Quantity("1", needs=104, maximum=2.0)
    for name in ("sovereignty_w520", "lost_defacto_w520", "lost_recognised_w520"):
        columns[name] = Quantity("1", needs=520, maximum=2.0)
    columns["regain_w520"] = Quantity("1", needs=520, maximum=1.0)
    for name in ("neighbour", "nato", "taiwan"):
        columns[f"spill_{name}_w520"] = Quantity("1", needs=520, maximum=1.0)
    columns["keepers_cost_eur_bn"] = Quantity("EUR bn")
    return columns
