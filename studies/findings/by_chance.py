"""Lasting peace weighed by the chance that the leader of the lead donor does what a branch says."""

from typing import TYPE_CHECKING

import numpy as np

from forecast.analysis.estimates import mean
from forecast.display.digits import format_value
from studies.markdown import markdown_table

if TYPE_CHECKING:
    from studies.findings.numbers import Numbers

TARGETS = ("durable_5y", "collapse_ua_by_w104")


def chances(numbers: "Numbers", reference: str) -> str:
    """Return a table: the chance of each branch, and two outcomes given the branch and weighed by that chance.

    Where the leader does not do it, the future is that of the reference branch with the same random numbers.

    Parameters
    ----------
    numbers : Numbers
        Of the run of configs/offer.yaml.
    reference : str
        The branch that happens otherwise.
    """
    members, clusters = numbers.members, numbers.members.clusters
    heads = [numbers.headlines[target] for target in TARGETS]
    otherwise = [np.asarray(head.values(reference), dtype=np.float64) for head in heads]
    lines = []
    for branch in members.manifest.branches:
        chance = members.values(branch, "policy_chance").astype(np.float64)
        cells = [format_value(mean(chance, clusters).estimate)]
        for head, base in zip(heads, otherwise, strict=True):
            given = np.asarray(head.values(branch), dtype=np.float64)
            weighed = chance * given + (1.0 - chance) * base
            cells += [format_value(mean(values, clusters).estimate) for values in (given, weighed)]
        lines.append((f"`{branch}`", *cells))
    titles = ("branch", "chance", *(text for row in heads for text in (f"{row.short}, given the branch", "weighed")))
    return "\n".join(markdown_table(titles, lines))
