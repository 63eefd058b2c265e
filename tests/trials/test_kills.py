"""Kills at random moments lose nothing and change no byte. `python -m tests.trials.kills 200` makes 200 of them."""

import pytest

from tests.trials.kills import campaign


def test_that_twenty_kills_of_threads_and_shards_leave_the_same_bytes(seed) -> None:
    results = campaign(20, seed, ("threads", "shards"), at_once=20)
    assert sum(one.kills for one in results) == 20
    assert [one.problems for one in results] == [[]] * len(results)


@pytest.mark.validate
def test_that_killed_workers_of_a_cluster_leave_the_same_bytes(seed) -> None:
    pytest.importorskip("distributed", reason="the extra 'dist' is not installed")
    results = campaign(6, seed, ("dask",), at_once=3)
    assert [one.problems for one in results] == [[]] * len(results)
