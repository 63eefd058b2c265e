"""Cross-fitted ridge regression: every prediction comes from draws of other folds.

Sums of products by fold are enough to fit all regressions, since a regression without some folds needs the sums of the
others only. All targets (branches and utilities) share one decomposition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from forecast.analysis.estimates import Floats
from forecast.voi.basis import MOST_CURVED, Columns
from forecast.voi.draws import Draws

PENALTIES = (1e-3, 1e-2, 0.1, 0.3, 1.0, 5.0)
"""Penalties to choose from, per draw. Columns have a variance near 1, so at 1 a coefficient is halved."""


@dataclass(frozen=True)
class Moments:
    """Sums over the draws of each fold: size, columns x, targets y, and their products; the first axis is the fold."""

    size: Floats
    x: Floats
    y: Floats
    xx: Floats
    xy: Floats
    yy: Floats

    @classmethod
    def of(cls, draws: Draws, scores: Floats, targets: Floats, columns: Columns) -> "Moments":
        """Add up.

        Parameters
        ----------
        draws : Draws
            The draws, in folds.
        scores : float64[n, inputs]
            Inputs of the set.
        targets : float64[n, targets]
            What is predicted.
        columns : Columns
            Functions of the inputs.
        """
        parts = []
        for fold in range(draws.folds):
            rows = draws.rows(fold)
            x, y = columns.compute(scores[rows]), targets[rows]
            parts.append((float(y.shape[0]), x.sum(axis=0), y.sum(axis=0), x.T @ x, x.T @ y, (y * y).sum(axis=0)))
        return cls(*(np.array(each) for each in zip(*parts, strict=True)))

    def chosen(self, columns: tuple[int, ...]) -> "Moments":
        """The sums of some columns; these moments if all are chosen."""
        if len(columns) == self.x.shape[1]:
            return self
        index = np.array(columns)
        return Moments(
            self.size, self.x[:, index], self.y, self.xx[:, index[:, None], index], self.xy[:, index], self.yy
        )


@dataclass(frozen=True)
class Path:
    """Fits for all penalties. mean_x, mean_y: of the draws used. coefficients: float64[penalties, columns, targets]."""

    mean_x: Floats
    mean_y: Floats
    coefficients: Floats


def fit_without(moments: Moments, *folds: int) -> Path:
    """Fit with all penalties on the draws outside these folds."""
    keep = [fold for fold in range(moments.size.size) if fold not in folds]
    size = float(moments.size[keep].sum())
    mean_x, mean_y = moments.x[keep].sum(axis=0) / size, moments.y[keep].sum(axis=0) / size
    gram = moments.xx[keep].sum(axis=0) - size * np.outer(mean_x, mean_x)
    cross = moments.xy[keep].sum(axis=0) - size * np.outer(mean_x, mean_y)
    spectrum, vectors = np.linalg.eigh(gram)
    rotated = vectors.T @ cross
    lift = np.maximum(spectrum, 0.0)[:, None]
    found = [vectors @ (rotated / (lift + penalty * size)) for penalty in PENALTIES]
    return Path(mean_x, mean_y, np.stack(found))


def squared_errors(path: Path, moments: Moments, fold: int) -> Floats:
    """Sum of squared errors in a fold, float64[penalties, targets].

    Parameters
    ----------
    path : Path
        Fits without the fold.
    moments : Moments
        Sums of all folds.
    fold : int
        The fold.
    """
    size, x, y = moments.size[fold], moments.x[fold], moments.y[fold]
    gram = moments.xx[fold] - np.outer(x, path.mean_x) - np.outer(path.mean_x, x)
    gram += size * np.outer(path.mean_x, path.mean_x)
    cross = moments.xy[fold] - np.outer(x, path.mean_y) - np.outer(path.mean_x, y)
    cross += size * np.outer(path.mean_x, path.mean_y)
    squares = moments.yy[fold] - 2.0 * path.mean_y * y + size * path.mean_y**2
    errors = [squares - 2.0 * (b * cross).sum(axis=0) + (b * (gram @ b)).sum(axis=0) for b in path.coefficients]
    return np.stack(errors)


class Predictions:
    """Predictions of the targets by a set of inputs, each for a draw whose fold was not used.

    Parameters
    ----------
    draws : Draws
        The draws.
    inputs : list of int
        The inputs of the set.
    targets : float64[n, targets]
        What to predict.
    """

    def __init__(self, draws: Draws, inputs: list[int], targets: Floats) -> None:
        self.draws, self.scores = draws, np.ascontiguousarray(draws.scores[:, inputs])
        self.chosen = _most_important(draws, self.scores, targets)
        self.union = Columns(
            len(inputs),
            tuple(sorted({name for each in self.chosen for name in each.curved})),
            tuple(sorted({pair for each in self.chosen for pair in each.pairs})),
        )
        self.moments = Moments.of(draws, self.scores, targets, self.union)

    def by_fold(self, is_additive: bool) -> Iterator[tuple[slice, Floats, Floats]]:
        """Yield for each fold l: its rows, predictions float64[K, rows, targets], and what they are without knowledge.

        The predictions with index k are from all folds but k and l. So those outside fold k can choose between
        policies, and those in it can value the choice. Penalties are chosen outside k. Without knowledge a prediction
        is the mean of the targets where it was fitted, float64[K, 1, targets].

        is_additive: leave the products of pairs out.
        """
        folds, (width, targets) = self.draws.folds, self.moments.xy.shape[1:]
        columns = _without_pairs(self.union) if is_additive else self.union
        width = columns.additive + len(columns.pairs)
        slopes, base = np.zeros((folds, folds, width, targets)), np.empty((folds, folds, targets))
        centre = np.empty((folds, folds, targets))
        known = lru_cache(maxsize=None)(self._fit)
        for k in range(folds):
            chosen = _without_pairs(self.chosen[k]) if is_additive else self.chosen[k]
            index = tuple(chosen.index_in(columns))
            moments = self.moments.chosen(index)
            others = [fold for fold in range(folds) if fold != k]
            errors = sum(squared_errors(known(index, *sorted((k, fold))), moments, fold) for fold in others)
            penalty = np.asarray(errors).argmin(axis=0)
            for fold in range(folds):
                path = known(index, *sorted({k, fold}))
                found = path.coefficients[penalty, :, np.arange(targets)].T
                slopes[fold, k, list(index)] = found
                centre[fold, k], base[fold, k] = path.mean_y, path.mean_y - path.mean_x @ found
        for fold in range(folds):
            rows = self.draws.rows(fold)
            x = columns.compute(self.scores[rows])
            yield rows, x @ slopes[fold] + base[fold][:, None], centre[fold][:, None]

    def _fit(self, index: tuple[int, ...], *folds: int) -> Path:
        return fit_without(self.moments.chosen(index), *folds)


def _without_pairs(columns: Columns) -> Columns:
    """The same columns without products."""
    return columns._replace(pairs=())


def _most_important(draws: Draws, scores: Floats, targets: Floats) -> list[Columns]:
    """Choose for each fold the inputs with splines and products by their correlation with a target outside the fold."""
    inputs = scores.shape[1]
    if inputs <= MOST_CURVED:
        return [Columns.of(inputs, tuple(range(inputs)))] * draws.folds
    found = []
    for fold in range(draws.folds):
        keep = draws.fold != fold
        x, y = scores[keep] - scores[keep].mean(axis=0), targets[keep] - targets[keep].mean(axis=0)
        spread = np.sqrt((y**2).sum(axis=0))
        slopes = np.abs(x.T @ y) / np.where(spread > 0.0, spread, 1.0)
        strength = slopes.max(axis=1) / np.sqrt(np.maximum((x**2).sum(axis=0), 1e-300))
        found.append(Columns.of(inputs, tuple(sorted(np.argsort(-strength, kind="stable")[:MOST_CURVED].tolist()))))
    return found
