"""The outcomes whose sensitivity is analysed, and their means over the members of each draw.

The mean of a draw has noise of chance, because a draw has few members. Chance is independent between draws, so it adds
nothing to a covariance between draws. To the variance of the draw means it adds the variance between the members of a
draw over their number, which is subtracted.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawMean
from forecast.analysis.estimates import Floats
from forecast.analysis.headlines import Headline, durable, headlines, lasting_years
from forecast.analysis.members import Members
from forecast.errors import ConfigError

GROUPS = 16
"""Groups of a jackknife; a Sobol design has as many scrambles."""


class Subject(NamedTuple):
    """An outcome in a branch, or its difference from the reference.

    Attributes
    ----------
    headline : Headline
        The outcome. Of a median the mean is analysed instead.
    branch : str
        The branch.
    reference : str or None
        The branch that is subtracted; None for the outcome itself.
    """

    headline: Headline
    branch: str
    reference: str | None

    @property
    def name(self) -> str:
        """Name in files, such as `durable_5y: surge_offer minus muddle_through`."""
        return f"{self.headline.target}: {self.branch}" + (f" minus {self.reference}" if self.reference else "")

    def values(self) -> Floats:
        """The value of each member, float64[members]; NaN for none."""
        own = self.headline.values(self.branch)
        return own if self.reference is None else own - self.headline.values(self.reference)


class Outcome(NamedTuple):
    """The means of the draws that have one.

    Attributes
    ----------
    known : int64[n]
        Rows of the draw table.
    mean : float64[n]
        Mean over the members of each draw, less the mean over draws.
    noise : float64[n]
        Variance of that mean by chance; 0 if no draw has two members, since the noise is then unknown.
    group : int64[n]
        Jackknife group of each draw, 0 to 15: its cluster modulo 16.
    """

    known: NDArray[np.int64]
    mean: Floats
    noise: Floats
    group: NDArray[np.int64]

    @classmethod
    def of(cls, draws: DrawMean, cluster: NDArray[np.int64], chosen: NDArray[np.bool_] | None = None) -> "Outcome":
        """Take the draws with a mean. A draw with one member is given the mean variance of the other draws.

        Parameters
        ----------
        draws : DrawMean
            Mean of each draw.
        cluster : int64[draws]
            Independent group of each draw.
        chosen : bool[draws], optional
            Draws to take from; by default all.
        """
        has_mean = ~np.isnan(draws.mean)
        known = np.flatnonzero(has_mean if chosen is None else has_mean & chosen)
        mean, variance = draws.mean[known], draws.variance[known]
        several = ~np.isnan(variance)
        usual = float(variance[several].mean()) if several.any() else 0.0
        noise = np.where(several, variance, usual) / draws.size[known]
        return cls(known, mean - (float(mean.mean()) if mean.size else 0.0), noise, cluster[known] % GROUPS)

    def variance(self, chosen: NDArray[np.bool_] | slice = slice(None)) -> float:
        """Estimate the variance between the chosen draws without noise of chance; 0 if it is below 0."""
        mean = self.mean[chosen]
        if mean.size < 3:
            return 0.0
        return max(0.0, float(np.var(mean, ddof=1)) - float(self.noise[chosen].mean()))


def default_targets(members: Members) -> tuple[str, ...]:
    """Return the outcomes that are analysed unless the user names some: a lasting peace, a ceasefire, and land."""
    years = lasting_years(members.manifest.horizon)
    wanted = (*((durable(years),) if years else ()), "ceasefire_by_w104", "share_pre2022_w104")
    known = {headline.target for headline in headlines(members)}
    found = tuple(target for target in wanted if target in known)
    return found or tuple(headline.target for headline in headlines(members)[:1])


def subjects(members: Members, targets: Sequence[str], branch: str) -> list[Subject]:
    """List each outcome in a branch, and its difference from the reference of the run unless that is the branch.

    Parameters
    ----------
    members : Members
        The run.
    targets : sequence of str
        Headline outcomes.
    branch : str
        A branch of the run.

    Raises
    ------
    ConfigError
        If the run has no such headline outcome; the message names the nearest one, or all.
    """
    from difflib import get_close_matches

    by_name = {headline.target: headline for headline in headlines(members)}
    found = []
    for target in dict.fromkeys(targets):
        if target not in by_name:
            close = get_close_matches(target, by_name, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(by_name)}"
            raise ConfigError.of("--outcome", f"unknown outcome '{target}'; {hint}")
        found.append(Subject(by_name[target], branch, None))
        if branch != members.reference:
            found.append(Subject(by_name[target], branch, members.reference))
    return found
