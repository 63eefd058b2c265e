"""A config whose pilot cannot be used is refused before a run folder is made."""

import json
from pathlib import Path

import numpy as np
import pytest

from forecast.cli.app import main
from forecast.runner.fitting import emulator, pilot
from forecast.runner.fitting.pilot import Pilot
from forecast.runner.fitting.poisson import NO_SOLUTION, Solution
from forecast.store.fitted import NAME, read_fitted
from forecast_kernels.layout.fitted import N_TERMS

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"


def run(out: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["run", str(CONFIG), "--members", "20", "--threads", "1", "--out", str(out), "--json", *more])
    return int(ended.value.code or 0)


def test_that_a_pilot_without_finite_numbers_leaves_no_folder(tmp_path, monkeypatch, capsys) -> None:
    size = 100
    nothing = Pilot(np.full(size, np.nan), np.zeros(size), np.ones((size, N_TERMS)), np.arange(size), np.ones(size))
    monkeypatch.setattr(pilot, "run_pilot", lambda *_: nothing)
    assert run(tmp_path / "results") == 2
    printed = capsys.readouterr()
    assert "100 of 100 draws gave numbers that are not finite: look at the priors" in printed.out + printed.err
    assert not (tmp_path / "results").exists()


def test_that_another_method_is_named_in_the_file_and_on_the_terminal(tmp_path, monkeypatch, capsys) -> None:
    def no_solution(*_args: object) -> Solution:
        raise ValueError(NO_SOLUTION)

    monkeypatch.setattr(emulator, "solve", no_solution)
    assert run(tmp_path) == 0
    printed = capsys.readouterr()
    (folder,) = (tmp_path / "smoke").iterdir()
    fitted = read_fitted(folder)
    assert fitted is not None and fitted.method == "penalised"
    assert json.loads((folder / NAME).read_text())["method"] == "penalised"
    assert "The regression has no solution here" in printed.err
