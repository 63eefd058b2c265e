"""A hundred futures and the tree of the offer: exclusive, complete, and equal to a count of the members."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.members import Members
from forecast.analysis.offer_tree import NO_SURGE, OTHER, PACKAGE, PATHS, PENDING, SURGE, offer_tree, paths_of
from forecast.report.figure_file import write_plot
from forecast.report.figures.futures import out_of_100, states_of
from forecast.report.registry import FIGURES
from forecast.store.reader import Run

BY_NAME = {entry.name: entry for entry in FIGURES}


def rows_of(run: Run, name: str, folder: Path) -> list[dict[str, str]]:
    write_plot(run, BY_NAME[name], folder / "a.csv")
    return list(csv.DictReader(io.StringIO((folder / "a.csv").read_text())))


@pytest.mark.parametrize(
    ("shares", "counts"),
    [
        ([0.236, 0.184, 0.28, 0.3], [24, 18, 28, 30]),
        ([1 / 3, 1 / 3, 1 / 3, 0.0], [34, 33, 33, 0]),
        ([0.005, 0.005, 0.005, 0.985], [1, 1, 0, 98]),
        ([1.0, 0.0, 0.0, 0.0], [100, 0, 0, 0]),
    ],
)
def test_that_the_largest_remainders_are_rounded_up(shares: list[float], counts: list[int]) -> None:
    assert out_of_100(shares) == counts


def test_that_any_shares_give_a_hundred() -> None:
    rng = np.random.default_rng(3)
    for weights in rng.exponential(size=(200, 4)) ** 3:
        shares = (weights / weights.sum()).tolist()
        counts = out_of_100(shares)
        assert sum(counts) == 100 and all(abs(c - 100.0 * s) < 1.0 for c, s in zip(counts, shares, strict=True))


def test_that_every_future_is_in_one_state_by_its_weeks(run: Run) -> None:
    members = Members(run)
    for branch in run.manifest.branches:
        states = states_of(members, branch, 5)
        assert np.all(sum(chosen.astype(int) for chosen in states.values()) == 1)
        columns = ("ceasefire_week", "resumed_week", "collapse_ua_week", "collapse_ru_week")
        for i, weeks in enumerate(zip(*(members.values(branch, c) for c in columns), strict=True)):
            ceasefire, resumed, down, disrupted = (week if week == week else 10_000.0 for week in weeks)
            first = min(down, disrupted)
            if ceasefire <= 104:
                expected = "lasting_peace" if resumed - ceasefire > 260 else "failed_ceasefire"
            else:
                expected = "collapse" if first <= 364 and first <= ceasefire else "war"
            assert states[expected][i], (branch, i, weeks)  # type: ignore[index]


def test_that_the_figure_has_a_hundred_dots_of_every_branch(run: Run, tmp_path: Path) -> None:
    rows = rows_of(run, "futures", tmp_path)
    assert len(rows) == 4 * len(run.manifest.branches)
    for branch in run.manifest.branches:
        mine = [row for row in rows if row["branch"] == branch]
        assert sum(int(row["of_100"]) for row in mine) == 100
        assert sum(float(row["share"]) for row in mine) == pytest.approx(1.0)
        durable = np.mean(run.column(branch, "durable_5y"))
        assert float(mine[0]["share"]) == pytest.approx(durable, abs=1e-12)


class Made(Members):
    """Members with weeks of their own."""

    def __init__(self, run: Run, weeks: dict[str, list[float]]) -> None:
        super().__init__(run)
        self._made = weeks

    def values(self, branch: str, name: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        return np.asarray(self._made[name], dtype=np.float64)


def test_that_the_first_event_decides_what_comes_of_an_offer(run: Run) -> None:
    never = float("nan")
    members = Made(
        run,
        {
            "refused_week": [20, 20, never, 20, 10, never, 120, 30],
            "surge_week": [25, never, never, never, 150, never, 125, never],
            "package_signed_week": [50, never, 12, never, never, never, never, 30],
            "agreement_week": [50, never, 12, 8, never, never, never, 30],
        },
    )
    paths = paths_of(members, "surge_offer")
    found = [next(path for path in PATHS if paths[path][i]) for i in range(8)]
    assert found == [SURGE, NO_SURGE, PACKAGE, OTHER, NO_SURGE, PENDING, PENDING, PACKAGE]
    assert np.all(sum(chosen.astype(int) for chosen in paths.values()) == 1)


def test_that_the_shares_of_the_tree_multiply_and_add_up(run: Run, tmp_path: Path) -> None:
    members = Members(run)
    tree = offer_tree(members, "surge_offer")
    assert tree is not None and tree.years == 5
    assert sum(node.of_all.value for node in tree.paths.values()) == pytest.approx(1.0)
    assert tree.refused.of_all.value == pytest.approx(sum(tree.paths[p].of_all.value for p in (SURGE, NO_SURGE)))
    lasting = sum(node.of_all.value for node in tree.lasting.values())
    assert lasting == pytest.approx(np.mean(run.column("surge_offer", "durable_5y")))
    for path, node in tree.ceasefire.items():
        if tree.paths[path].of_all.value > 0.0:
            assert node.of_all.value == pytest.approx(node.of_parent.value * tree.paths[path].of_all.value)
    rows = rows_of(run, "tree", tmp_path)
    assert {row["path"] for row in rows} == {"refused", *PATHS}


def test_that_a_branch_without_an_offer_has_no_tree(run: Run) -> None:
    assert offer_tree(Members(run), "muddle_through") is None
