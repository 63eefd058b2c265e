"""The comparison that several views are about: lasting peace in the tested branch less that in the reference."""

from typing import NamedTuple

from forecast.analysis.estimates import Floats
from forecast.analysis.headlines import YEARS_IN_WORDS, durable, lasting_years
from forecast.report.material import Material


class PeaceLead(NamedTuple):
    """Lasting peace in two branches.

    tested, reference: names in words. lasting: the outcome in words. gap: float64[members], 1 where only the tested
    branch has a lasting peace, -1 where only the reference has one.
    """

    tested: str
    reference: str
    lasting: str
    gap: Floats


def peace_lead(material: Material, against: str | None = None) -> PeaceLead | None:
    """Compare the tested branch with the reference, or with `against`; None in a short run or without such a branch."""
    members, tested = material.members, material.tested_branch
    years = lasting_years(members.manifest.horizon)
    other = members.reference if against is None else against
    if tested is None or years is None or tested == other:
        return None
    titles, column = material.titles, durable(years)
    gap = members.values(tested, column) - members.values(other, column)
    lasting = f"a ceasefire within two years that lasts {YEARS_IN_WORDS[years]}"
    return PeaceLead(titles[tested], titles[other], lasting, gap)
