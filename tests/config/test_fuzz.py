"""Whatever the text, a config either loads, and then its resolved form loads to the same, or it is a ConfigError.

FRONTCAST_FUZZ sets the number of examples of each test.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.config import load_experiment, resolved_yaml, sweep_points
from forecast.errors import ConfigError

EXAMPLES = int(os.environ.get("FRONTCAST_FUZZ", "60"))
FILES = ("experiment.yaml", "baselines/start.yaml", "priors/levers.yaml", "branches/threat.yaml", "branches/bluff.yaml")
SPLINTERS = (
    *("{", "}", "[", "]", ":", ",", "\n", "  ", "\t", "- ", "? ", "#", "&a ", "*a", "!!str ", "---\n", "...", "|\n"),
    *("null", "~", "true", "NO", "1e999", "-0", "0", "1_000", ".nan", "9" * 400, "%", "x: "),
    *("2024-02-30", "9999-12-31", "0001-01-01", "prior: x", "a.b", "{prior: checked}", "{prior: [1]}"),
    *("extends: threat.yaml\n", "extends: ../experiment.yaml\n", "state: {", "priors: []"),
    *("39 weeks", "-1 years", "1e300 years", "1e-300 %", "3 (", "1/0 km", "sqrt", "\x00", "\x85", "\u2028", "\ufeff"),
    *("sweep: {horizon: [1]}\n", "sweep: {a: [{b: [c]}]}\n", "members: 3999", "layout: lhs"),
)
PATHS = ("horizon", "design.draws", "design", "branches", "branches.threat", "branches.threat.offer", "priors")
PATHS += ("baseline", "baseline.state.force_low.normal", "baseline.sectors.N1", "success.lasting.all", "sweep", "x.y")


@pytest.fixture(scope="module")
def folder(make_minimal: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_minimal(tmp_path_factory.mktemp("fuzz") / "minimal").parent


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(
            st.one_of(st.just(""), st.sampled_from(SPLINTERS), st.text(max_size=4), st.just(text[start:stop] * 2))
        )
        text = text[:start] + piece + text[stop:]
    return text


def check(path: Path, overrides: tuple[str, ...] = ()) -> None:
    try:
        experiment = load_experiment(path, overrides)
        sweep_points(path, overrides)
    except ConfigError as error:
        assert error.exit_code == 2
        assert error.problems and all(problem.message for problem in error.problems)
        assert all(line.isprintable() for line in str(error).split("\n"))
        return
    again = path.with_name("again.yaml")
    again.write_text(resolved_yaml(experiment), encoding="utf-8", newline="")
    assert load_experiment(again) == experiment


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(data=st.data(), name=st.sampled_from(FILES))
def test_that_a_mutated_config_loads_or_is_refused(data: st.DataObject, name: str, folder: Path) -> None:
    original = (folder / name).read_bytes()
    text = data.draw(mutated(original.decode()))
    try:
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        check(folder / "experiment.yaml")
    finally:
        (folder / name).write_bytes(original)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(content=st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(SPLINTERS), max_size=12).map("".join)))
def test_that_any_bytes_are_a_config_or_a_refusal(content: bytes | str, folder: Path) -> None:
    path = folder / "any.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    check(path)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(
    path=st.sampled_from(PATHS),
    tail=st.sampled_from(("", ".0", ".prior", ".mean", ".deadline", ".", ".a.b")),
    value=st.one_of(st.sampled_from(SPLINTERS), st.text(max_size=12)),
)
def test_that_any_override_is_taken_or_refused(path: str, tail: str, value: str, folder: Path) -> None:
    check(folder / "experiment.yaml", (f"{path}{tail}={value}",))


def test_that_the_fuzz_starts_from_a_config_that_loads(folder: Path) -> None:
    check(folder / "experiment.yaml")
    assert load_experiment(folder / "experiment.yaml").members == 4000
