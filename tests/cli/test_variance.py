"""`forecast variance` on the command line."""

import json
from pathlib import Path


def test_that_variance_prints_shares_and_what_pairing_is_worth(finished: Path, call) -> None:
    done = call("variance", finished, "--outcome", "losses_ua_w104", "--branch", "surge_offer")
    assert done.code == 0, done.err
    assert "surge_offer minus muddle_through" in done.out
    assert "Pairing with muddle_through is worth so many times the members: surge_offer " in done.out
    # 30 draws are too few for the grades of some 240 inputs, and the text says so
    assert "The grades are not told apart: that takes at least" in done.out
    assert "grade C" in done.out
    found = json.loads(call("variance", finished, "--outcome", "losses_ua_w104", "--json").out)
    assert found["note"].endswith("has 30.")
    row = next(row for row in found["rows"] if row["minus"] and row["branch"] == "surge_offer")
    assert row["explained"] is None and row["pairing"]["total"]["value"] > 1.0
    shares = row["variance"]["epistemic_share"]["value"], row["variance"]["aleatory_share"]["value"]
    assert abs(sum(shares) - 1.0) < 1e-12


def test_that_unknown_names_are_refused_in_one_line(finished: Path, call) -> None:
    wrong = call("variance", finished, "--outcome", "losses_ua_w10")
    assert (wrong.code, wrong.out, len(wrong.err.splitlines())) == (2, "", 1)
    assert "--outcome: unknown outcome 'losses_ua_w10'; did you mean 'losses_ua_w104'?" in wrong.err
    assert call("variance", finished, "--branch", "no_ad").code == 2
