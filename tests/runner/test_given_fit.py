"""A run can use the emulator of another run. It records which one, and is never taken for a run with its own fit."""

import json

import pytest

from forecast.api import execute
from forecast.errors import ResultError
from forecast.runner.fitting.given import given_fit
from forecast.runner.request import RunRequest
from forecast.store.fitted import NAME, read_fitted
from forecast.store.reader import open_run
from forecast.store.search import find_sealed


def test_that_the_fit_of_another_run_is_used_and_recorded(experiment, start, digests, tmp_path) -> None:
    exp = experiment(96)
    first = start(exp, tmp_path / "first")
    other = experiment(96, 12, "design.seed=77")
    own = start(other, tmp_path / "own")
    fit = given_fit(first.run, other)
    given = execute(RunRequest.of(other, tmp_path / "own", threads=1, fit=fit))
    manifest = json.loads((given.run.path / "manifest.json").read_text())
    assert (manifest["fit_from"], manifest["fit_sha256"]) == (first.run.manifest.run_id, fit.sha256)
    assert read_fitted(given.run.path) == read_fitted(first.path) != read_fitted(own.path)
    assert own.run.manifest.fit_sha256 == ""
    digest = own.run.manifest.config_hash
    assert find_sealed(tmp_path / "own", "smoke", digest) == own.path
    assert find_sealed(tmp_path / "own", "smoke", digest, fit.sha256) == given.run.path


def test_that_the_own_fit_given_back_changes_no_member(experiment, start, digests, tmp_path) -> None:
    exp = experiment(96)
    first = start(exp, tmp_path / "first")
    again = execute(RunRequest.of(exp, tmp_path / "again", threads=1, fit=given_fit(first.run, exp)))
    one, two = digests(first.path), digests(again.run.path)
    assert {k: v for k, v in one.items() if k != "manifest.json"} == {
        k: v for k, v in two.items() if k != "manifest.json"
    }


def test_that_an_unfinished_run_is_continued_with_the_same_fit_only(experiment, start, tmp_path) -> None:
    from forecast.runner.folder import open_folder

    exp = experiment(96)
    fit = given_fit(start(exp, tmp_path / "first").run, exp)
    opened = open_folder(RunRequest.of(exp, tmp_path / "out", threads=1, fit=fit))
    opened.close()
    plain = open_folder(RunRequest.of(exp, tmp_path / "out", threads=1))
    plain.close()
    assert not plain.resumed and plain.path != opened.path
    again = open_folder(RunRequest.of(exp, tmp_path / "out", threads=1, fit=fit))
    again.close()
    assert again.resumed and again.path == opened.path


def test_that_the_fit_of_another_war_is_refused(experiment, start, tmp_path) -> None:
    exp = experiment(96)
    first = start(exp, tmp_path / "first")
    earlier = exp.baseline.model_copy(update={"date": exp.baseline.date.replace(year=2023)})
    later = exp.model_copy(update={"baseline": earlier})
    with pytest.raises(ResultError, match="another war: other week 0"):
        given_fit(first.run, later)
    (first.path / NAME).unlink()
    with pytest.raises(ResultError, match=r"fitted\.json: no such file"):
        given_fit(open_run(first.path), exp)
