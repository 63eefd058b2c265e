"""The registry: every variable of the result files with name, unit, long name, type and origin.

Names hold `{defender}`, `{attacker}` and `{donor}` where the ids of an experiment go. The files, their metadata,
`docs/results.md` and the reader are all made from this list.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from forecast.config import Experiment

Kind = Literal["index", "week", "count", "flag", "real", "text", "date"]
Where = Literal["draws", "members", "timeseries", "summary"]


@dataclass(frozen=True)
class Variable:
    """One column or array.

    kind: index (int64), week (int16, null if never), count (int16), flag (bool, never null), real (float32), text, date.
    source: the rule that makes it from the rows of the kernel. needs: the shortest horizon, in weeks, that has it.
    """

    name: str
    unit: str
    long_name: str
    kind: Kind
    where: Where
    source: object = None
    needs: int = 0
    nullable: bool = False

    @property
    def discrete(self) -> bool:
        """Whether a dictionary pays in Parquet."""
        return self.kind in ("week", "count", "flag")


def member_variables(exp: "Experiment") -> tuple[Variable, ...]:
    """Columns of `members/branch=*/`, in file order, for this experiment's ids, horizon and success entries."""
    raise NotImplementedError


def draw_variables(exp: "Experiment") -> tuple[Variable, ...]:
    """Columns of `draws/`: member, draw, replicate, then one per prior that is not fixed."""
    raise NotImplementedError


def series_variables(exp: "Experiment") -> tuple[Variable, ...]:
    """Variables of `timeseries.nc` other than coordinates."""
    raise NotImplementedError
