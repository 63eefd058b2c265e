"""Choices of a branch that depend on what is known of a draw, selected so that more knowledge never costs value.

A set of inputs may use the policy of each of its parts, and policies of its own. The selection looks at draws on which
no candidate was fitted, and the value comes from draws that neither fit nor selection saw. So no value is clipped or
sorted: a set that adds nothing to a part has the same policy as the part, and a useless set has that of no knowledge.
"""

from dataclasses import dataclass

import numpy as np

from forecast.analysis.estimates import Estimate, Floats
from forecast.voi.draws import Choices, Draws
from forecast.voi.regression import Predictions

TRUST = (1.0, 0.5)
"""How far a policy follows the predicted differences away from their mean."""

MARGIN = 0.5
"""A policy of its own replaces that of a part if it is better by this many paired standard errors."""


@dataclass(frozen=True)
class Policy:
    """A choice for every draw, int8[U, K, n], and its gains over the best single branch in the clusters.

    In the rows of fold l, `choice[:, k]` was fitted without the folds k and l. gains: float64[U, K, clusters].
    """

    choice: Choices
    gains: Floats


class Selector:
    """Fits, selects and values policies for one run.

    Parameters
    ----------
    draws : Draws
        The draws.
    """

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        utilities, _, branches = draws.means.shape
        self._others = [[b for b in range(branches) if b != best] for best in draws.best]
        columns = [draws.means[u][:, o] - draws.means[u][:, [draws.best[u]]] for u, o in enumerate(self._others)]
        self.targets = np.concatenate(columns, axis=1)
        self._fixed = draws.fixed_choice()
        self._fixed_worth = [draws.worth(u, self._fixed[u]) for u in range(utilities)]
        starts = draws.cluster_starts
        self._outside = draws.fold[starts][None, :] != np.arange(draws.folds)[:, None]
        self.fixed = Policy(self._fixed, np.zeros((utilities, draws.folds, starts.size)))

    def policy(self, choice: Choices) -> Policy:
        """Compute the gains of choices, int8[U, K, n]."""
        starts, found = self.draws.cluster_starts, []
        for u, fixed in enumerate(self._fixed_worth):
            gain = self.draws.worth(u, choice[u]) - fixed
            found.append(np.add.reduceat(gain, starts, axis=1))
        return Policy(choice, np.stack(found))

    def own(self, inputs: list[int]) -> tuple[list[Policy], Floats]:
        """Fit the policies of a set of inputs: with and without products of pairs, following all or half of the fit.

        The second result are the last predictions, from fits without the draw's fold, float64[n, targets].
        """
        predictions = Predictions(self.draws, inputs, self.targets)
        found: list[Policy] = []
        held_out = np.empty_like(self.targets)
        for is_additive in (True, False) if len(inputs) > 1 else (True,):
            choices = [np.empty_like(self._fixed) for _ in TRUST]
            for fold, (rows, predicted, centre) in enumerate(predictions.by_fold(is_additive)):
                held_out[rows] = predicted[fold]
                for choice, trust in zip(choices, TRUST, strict=True):
                    trusted = predicted if trust == 1.0 else centre + trust * (predicted - centre)
                    choice[:, :, rows] = self.highest(trusted)
            found += [self.policy(choice) for choice in choices]
        return found, held_out

    def differences(self, predicted: Floats, utility: int) -> Floats:
        """Take the predictions of a utility from float64[n, targets], with a column of 0 for the best single branch."""
        first = sum(len(others) for others in self._others[:utility])
        found = np.zeros((predicted.shape[0], self.draws.means.shape[2]))
        found[:, self._others[utility]] = predicted[:, first : first + len(self._others[utility])]
        return found

    def highest(self, differences: Floats) -> Choices:
        """The branch with the highest predicted utility, int8[U, ...]; ties go to the best single branch.

        differences: float64[..., targets].
        """
        first, found = 0, []
        for best, others in zip(self.draws.best, self._others, strict=True):
            top = np.zeros(differences.shape[:-1])
            choice = np.full(differences.shape[:-1], best, dtype=np.int8)
            for place, branch in enumerate(others, first):
                is_higher = differences[..., place] > top
                np.copyto(choice, np.int8(branch), where=is_higher)
                np.copyto(top, differences[..., place], where=is_higher)
            first += len(others)
            found.append(choice)
        return np.stack(found)

    def select(self, parts: list[Policy], own: list[Policy]) -> Policy:
        """Choose for each utility and each k the best of the parts, or a policy of its own that is clearly better.

        The draws outside fold k decide. Without `parts` the choice is between the best single branch and `own`.
        """
        parts = [self.fixed, *parts]
        choice, gains = np.empty_like(self._fixed), np.empty_like(self.fixed.gains)
        for u in range(choice.shape[0]):
            for k in range(choice.shape[1]):
                seen = self._outside[k]
                kept = max(parts, key=lambda policy: float(policy.gains[u, k, seen].sum()))
                best = max(own, key=lambda policy: float(policy.gains[u, k, seen].sum()))
                more = best.gains[u, k, seen] - kept.gains[u, k, seen]
                error = float(np.sqrt(more.size * more.var(ddof=1)))
                winner = best if float(more.sum()) > MARGIN * error else kept
                choice[u, k], gains[u, k] = winner.choice[u, k], winner.gains[u, k]
        return Policy(choice, gains)

    def gain(self, policy: Policy, utility: int) -> Floats:
        """The gain over the best single branch in each draw, by policies that never saw its fold, float64[n]."""
        chosen, fixed = self.draws.held_out(policy.choice)[utility], self.draws.held_out(self._fixed)[utility]
        return self.draws.worth(utility, chosen) - self.draws.worth(utility, fixed)

    def error(self, own: list[Policy], utility: int) -> float:
        """The standard error of the best policy of a set's own, whether it was selected or not.

        Where no policy beats the best single branch, the value is 0 exactly; this error says how well that is known.
        """
        best = max(own, key=lambda policy: float(policy.gains[utility].sum()))
        return self.draws.average(self.gain(best, utility)).mcse

    def changed(self, policy: Policy, utility: int) -> Estimate:
        """The share of draws in which the policy leaves the best single branch."""
        differs = self.draws.held_out(policy.choice)[utility] != self.draws.held_out(self._fixed)[utility]
        return self.draws.average(differs.astype(np.float64))
