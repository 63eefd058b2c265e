"""Forces of the two sides as they were known before the first origin: what the attrition model is fed with.

Side 0 is the defender (ua), side 1 the attacker (ru). Nothing here rests on a source dated after 2023-06-03, the first
origin of the training stretch; later origins use the same numbers. `as_of` is the date of the newest source.
"""

from typing import Literal, NamedTuple

import numpy as np

from forecast.observations.series import Floats


class Prior(NamedTuple):
    """A number with its uncertainty: lognormal (median, sd of the log), normal (mean, sd), triangular, uniform."""

    law: Literal["lognormal", "normal", "triangular", "uniform"]
    values: tuple[float, ...]
    unit: str
    grade: Literal["A", "B", "C"]
    as_of: str
    source: str

    def draw(self, n: int, rng: np.random.Generator) -> Floats:
        """float64[n]."""
        if self.law == "lognormal":
            return self.values[0] * np.exp(self.values[1] * rng.standard_normal(n))
        return np.asarray(getattr(rng, self.law)(*self.values, n))


FORCE_0 = Prior(
    "lognormal", (700.0, 0.1), "thousand", "B", "2022-05-21",
    "President of Ukraine, 21 May 2022: 700,000 defend the country (pravda.com.ua/eng/news/2022/05/21/7347610)",
)  # fmt: skip
FORCE_1 = Prior(
    "lognormal", (370.0, 0.12), "thousand", "C", "2023-05-19",
    "160 thousand in Ukraine (HUR, 28 August 2022) and 300 thousand mobilised from 21 September 2022, less lasting "
    "losses of 40 weeks at the rates below",
)  # fmt: skip
LOSS_1 = Prior(
    "lognormal", (3.96, 0.25), "thousand a week", "B", "2023-04-12",
    "US assessment of February 2023, leaked (Reuters, 12 April 2023): 189,500 to 223,000 casualties in the first year; "
    "the width covers the General Staff's claim, 4.6 a week in the half year to June 2023",
)  # fmt: skip
EXCHANGE = Prior(
    "lognormal", (1.6, 0.3), "1", "C", "2023-04-12",
    "the same assessment: 124,500 to 131,000 Ukrainian casualties, so 1.6 Russian to one; width judged",
)  # fmt: skip
LASTING = Prior(
    "uniform", (0.4, 0.7), "share of losses", "C", "2023-04-12",
    "killed 13 to 19 per cent of casualties in the same assessment, and about half of the wounded; judged",
)  # fmt: skip
INTAKE_1 = Prior(
    "triangular", (3.6, 5.0, 6.0), "thousand a week", "C", "2023-05-19",
    "Medvedev, 19 May 2023: 117,400 taken on since 1 January, 5.96 a week; 0.6 to 1.0 of the claim, judged",
)  # fmt: skip
BALANCE_0 = Prior(
    "normal", (0.0, 1.0), "thousand a week", "C", "2023-05-19",
    "no figure of intake before the first origin: it replaces lasting losses, give or take 50 thousand a year; judged",
)  # fmt: skip
SPEED = Prior(
    "normal", (0.57, 0.3), "1", "B", "1990-12-31",
    "CDB90 battle data, 406 battles after 1914: logit slope of an attacker's win on log force ratio 0.57 (0.16), "
    "computed in December 2024; width doubled because advance is not victory; the prior of beta_force of the study",
)  # fmt: skip
