import json
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.errors import ConfigError
from forecast.runner.replay import as_object, encode, path_columns, replay, same
from forecast.store.reader import Run
from forecast_kernels.layout.state import TRACE


@pytest.fixture(scope="module")
def finished(experiment, start_below, tmp_path_factory) -> Run:
    return start_below(experiment(700, 110), tmp_path_factory.mktemp("replay"), chunk_size=256).run


def test_that_random_members_equal_their_stored_rows(finished, seed) -> None:
    choice = random.Random(seed)
    for _ in range(20):
        branch = choice.choice(finished.manifest.branches)
        member = choice.randrange(finished.manifest.members)
        found = replay(finished, branch, member)
        assert found.stored["member"] == member
        assert found.outcome == found.stored, (branch, member)
        assert found.differences() == []


def test_that_the_path_leads_to_the_outcome(finished) -> None:
    for member in (0, 127, 128, 699):
        found = replay(finished, "muddle_through", member)
        path, stored = found.path, found.stored
        assert len(path["week"]) == 111
        assert str(path["date"][0]) == "2024-12-20"
        assert str(path["date"][1]) == "2024-12-27"
        for week in (4, 13, 26, 52, 104):
            assert path["net"][week] == pytest.approx(stored[f"net_km2_w{week}"], rel=1e-6)
        assert path["losses_ua"][104] == pytest.approx(stored["losses_ua_w104"], rel=1e-6)
        assert path["losses_ru"][52] == pytest.approx(stored["losses_ru_w52"], rel=1e-6)
        at_peace = np.flatnonzero(path["phase"] == "ceasefire")
        assert stored["ceasefire_week"] == (at_peace[0] if at_peace.size else None)


def test_that_every_row_of_the_kernel_is_a_column_with_a_unit(finished) -> None:
    found = replay(finished, "no_aid", 3)
    sectors = [f"net_km2_{name}" for name in finished.experiment.baseline.sectors]
    assert len(found.columns) == len(TRACE) + len(sectors) + 3
    assert list(found.path)[-len(sectors) :] == sectors
    total = sum(found.path[name] for name in sectors)
    assert total == pytest.approx(found.path["net"], rel=1e-4, abs=0.05)
    assert [column.name for column in found.columns] == list(found.path)
    assert all(column.unit for column in found.columns)
    assert not [name for name in found.path if name.endswith(("_0", "_1"))]


def test_that_a_changed_row_is_noticed(finished, monkeypatch) -> None:
    from forecast.runner import replay as module

    found = replay(finished, "no_aid", 3)
    for name, value in found.stored.items():
        wrong = not value if isinstance(value, bool) else 5 if value is None else value + 1
        monkeypatch.setattr(module, "stored_row", lambda *_, name=name, wrong=wrong: {**found.stored, name: wrong})
        assert replay(finished, "no_aid", 3).differences() == [name]


def test_that_reals_may_differ_in_the_last_digit_and_weeks_may_not() -> None:
    assert same(1000.0, 1000.0005)
    assert not same(1000.0, 1000.1)
    assert not same(12, 13)
    assert not same(None, 0.0)
    assert same(None, None)


@pytest.mark.parametrize(("branch", "member", "text"), [("no_ad", 0, "no_ad"), ("no_aid", 700, "0 to 699")])
def test_that_what_is_not_in_the_run_is_refused(branch, member, text, finished) -> None:
    with pytest.raises(ConfigError, match=text):
        replay(finished, branch, member)


def test_that_all_three_forms_hold_the_same_path(finished) -> None:
    found = replay(finished, "surge_offer", 5)
    parquet = pq.read_table(pa.BufferReader(encode(found, "parquet", "Grade C")))
    assert parquet.column_names == list(found.path)
    assert np.array_equal(parquet["net"].to_numpy(), found.path["net"])
    assert parquet.schema.metadata[b"evidence"] == b"Grade C"
    object_ = json.loads(encode(found, "json", "Grade C"))
    assert object_ == json.loads(json.dumps(as_object(found, "Grade C")))
    assert object_["evidence"] == "Grade C"
    lines = encode(found, "csv", "Grade C").decode().splitlines()
    assert lines[0].split(",") == list(found.path)
    assert len(lines) == 112
    column = list(found.path).index("net")
    values = np.array([float(line.split(",")[column]) for line in lines[1:]], np.float32)
    assert np.array_equal(values, found.path["net"])
    assert np.array_equal(np.array(path_columns(found)["net"], np.float32), found.path["net"])
    assert set(object_["columns"]["net"]) == {"unit", "long_name"}
