"""Weighted answers are those of a fresh run with the belief as prior and the emulator of the first run."""

from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Linear, critical
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.api import execute
from forecast.beliefs.weighted_means import WeightedMean
from forecast.beliefs.weights import usable_weights
from forecast.config import load_experiment
from forecast.config.beliefs import read_beliefs
from forecast.runner.fitting.given import given_fit
from forecast.runner.request import RunRequest
from forecast.store.reader import Run

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
SEED, OTHER_SEED = 20241220, 31
DESIGN = "design={draws: 1600, replicates: 3, seed: %d}"
SMALL = (
    "horizon=3 years",
    "branches.no_aid=",
    "branches.surge_bluff=",
    DESIGN,
)
MOST = 3.5
"""Errors that no single difference may exceed: Student's t with 15 degrees of freedom does so once in 300."""


def gaps(run: Run, weights: np.ndarray | None = None) -> dict[tuple[str, str], Linear]:
    """Differences of means from the reference, by branch and outcome."""
    members = Members(run)
    table = DrawTable(members)
    draw = np.ones(table.count) if weights is None else weights
    found = {}
    for headline in headlines(members):
        base = WeightedMean(headline.values(members.reference), table).linear(draw)
        for branch in members.others:
            found[branch, headline.target] = WeightedMean(headline.values(branch), table).linear(draw) - base
    return found


@pytest.mark.validate
def test_that_weighted_answers_are_those_of_a_fresh_run(tmp_path: Path) -> None:
    print(f"seeds {SEED} and {OTHER_SEED}")
    exp = load_experiment(CONFIGS / "smoke.yaml", [text % SEED if "%" in text else text for text in SMALL])
    first = execute(RunRequest.of(exp, tmp_path / "first", threads=1)).run
    table, (old, most) = DrawTable(Members(first)), (gaps(first), critical(16))
    beliefs = {b.name: b for b in read_beliefs(CONFIGS / "beliefs", exp)}
    within, refits = [], []
    for name in ("threat_sceptic", "weary_kyiv", "steady_europe"):
        belief = beliefs[name]
        settings = [text % OTHER_SEED if "%" in text else text for text in SMALL]
        places = [_written(text) for text in belief.settings]
        fresh_exp = load_experiment(CONFIGS / "smoke.yaml", [*settings, *places])
        assert all(fresh_exp.priors[i.prior.name].distribution == i.believed.distribution for i in belief.inputs)
        weighted = gaps(first, usable_weights(table, belief).draw)
        fit = given_fit(first, fresh_exp)
        stored = gaps(execute(RunRequest.of(fresh_exp, tmp_path / name, threads=1, fit=fit)).run)
        refit = gaps(execute(RunRequest.of(fresh_exp, tmp_path / name, threads=1)).run)
        for key, answer in weighted.items():
            one, two = answer.estimate, stored[key].estimate  # another seed: independent of the first run
            error = float(np.hypot(one.mcse, two.mcse))
            if error > 0.0:
                within.append(abs(one.value - two.value) / error)
            if key[1].startswith(("agreement_by", "ceasefire_by", "durable")):
                refits.append(abs((refit[key] - stored[key]).value))
        if name == "threat_sceptic":
            shift = weighted["surge_offer", "agreement_by_w104"] - old["surge_offer", "agreement_by_w104"]
            assert shift.value < -most * shift.estimate.mcse  # the belief moves the answer, so the test can fail
    print(f"{len(within)} differences, largest {max(within):.2f} errors")
    print(f"refitting moves probabilities by up to {max(refits):.4f}")
    assert len(within) > 60 and max(within) < MOST
    assert np.mean(np.array(within) < most) >= 0.9


def _written(setting: str) -> str:
    """The setting for the shipped files, where the state of week 0 stands in the baseline."""
    name = setting.split(".")[1]
    state = {"threat_cred_prior", "ua_accept_elite_offset"}
    return setting.replace("priors.", "baseline.state.", 1) if name in state else setting
