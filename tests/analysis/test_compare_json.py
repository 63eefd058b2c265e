"""`forecast compare --json` holds JSON only: what is not known is null."""

import json

from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import paired_difference
from forecast.cli.compare import _object


def test_that_an_unknown_error_or_value_is_null(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    members = Members(synthetic.write_run(tmp_path / "run", draws=2, replicates=1, short=1))
    assert members.clusters.count == 1
    headline = headlines(members)[0]
    values = headline.values("no_aid"), headline.values(members.reference)
    pair = paired_difference(*values, members.clusters)
    found = _object(headline, pair, "no_aid", members.reference)
    assert json.loads(json.dumps(found, allow_nan=False))["difference"]["mcse"] is None
    assert found["difference"]["value"] == pair.difference.value
