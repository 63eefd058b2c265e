"""Aid that comes back."""

import pytest

from forecast.config import load_experiment
from forecast.errors import ConfigError

SMOKE = "configs/smoke.yaml"


def test_that_aid_cannot_come_back_before_it_goes() -> None:
    late = ["branches.no_aid.aid.us.back=3 weeks"]
    with pytest.raises(ConfigError, match=r"branches.no_aid.aid.us.back: lies before the change"):
        load_experiment(SMOKE, late)
    load_experiment(SMOKE, ["branches.no_aid.aid.us.back=33 weeks"])
