"""Nothing is timed if a peer simulates another model."""

import dataclasses

import numpy as np
import pytest

from benchmarks import __main__, agreement
from benchmarks.peers import catalogue, kernel
from benchmarks.peers.peer import Peer
from benchmarks.setting import members, mixed, of_branches
from tests.kernels.case import PARAMETER

FEW = 5000


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(agreement, "MEMBERS", FEW)
    return mixed(FEW)


def shifted(one):
    """The same case with four times the hazard of a direct return to war; most returns come by low fighting."""
    params = one.params.copy()
    for name in (
        "hazard_0_1m",
        "hazard_1_6m",
        "hazard_6_12m",
        "hazard_1_5y",
        "weibull_long_1y",
        "weibull_post_1y",
    ):
        params[PARAMETER[name]] *= 4.0
    return one._replace(params=params)


def test_that_branches_share_the_columns_in_equal_parts(few):
    parts = of_branches(few)
    assert len(parts) == 10 and {part.stop - part.start for part in parts.values()} == {FEW // 10}
    assert max(part.stop for part in parts.values()) == members(few)


def test_that_the_same_model_with_other_random_numbers_agrees(few, seed):
    line = agreement.check("twin", few, kernel.outcomes(few, seed), kernel.outcomes(few, seed + 1))
    assert line.startswith("twin") and "s.e." in line


def test_that_another_model_does_not_agree(few, seed):
    ours, other = kernel.outcomes(few, seed), kernel.outcomes(shifted(few), seed + 1)
    with pytest.raises(agreement.DisagreementError) as said:
        agreement.check("other", few, ours, other)
    far = agreement.compare(few, ours, other).far
    assert any("large_war_week" in distance.what for distance in far)
    assert str(far[0]) in str(said.value)


def test_that_a_missing_outcome_is_noticed(few, seed):
    ours = kernel.outcomes(few, seed)
    with pytest.raises(agreement.DisagreementError):
        agreement.check("blank", few, ours, ours | {"net_w52": np.full(members(few), np.nan)})


def test_that_the_benchmark_stops_with_code_1_before_any_timing(few, monkeypatch, tmp_path, capfd):
    def timed() -> float:
        raise AssertionError("timed although the model is another one")

    honest = Peer("kernel", FEW, timed, kernel.outcomes)
    wrong = dataclasses.replace(honest, name="numpy", outcomes=lambda one, seed: kernel.outcomes(shifted(one), seed))
    monkeypatch.setattr(catalogue, "make", lambda name: [{"kernel": honest, "numpy": wrong}[name]])
    assert __main__.main(["--only", "kernel,numpy", "--json", "--results", str(tmp_path)]) == 1
    out, err = capfd.readouterr()
    assert "numpy does not agree with the kernel" in err
    assert "{" not in out and not list(tmp_path.iterdir())
