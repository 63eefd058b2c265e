"""Any unknown or misspelt key, at any depth of any file or in an override, is refused with its place and its name."""

import difflib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.config import load_experiment
from forecast.errors import ConfigError

FILES = {
    "experiment.yaml": (),
    "baselines/start.yaml": ("baseline",),
    "priors/levers.yaml": ("priors",),
    "branches/threat.yaml": ("branches", "threat"),
    "branches/wait.yaml": ("branches", "wait"),
}
NAMED = {
    "experiment.yaml": {("branches",), ("success",)},
    "baselines/start.yaml": {("sides",), ("donors",), ("sectors",), ("state",)},
    "priors/levers.yaml": {("priors",)},
    "branches/threat.yaml": {("aid",), ("offer", "if_refused", "surge")},
}
"""Mappings from names that a user chooses, or that are defined elsewhere: a new name with a value is no slip."""

KEY = "zz_unknown"
VALUES = (None, 3, "39 weeks", {}, [], {"zz": None})


class _Text(yaml.SafeLoader):
    """Reads every scalar as text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


class _Plain(yaml.SafeDumper):
    """Writes text without quotes, and None as a word that stands for nothing."""

    yaml_implicit_resolvers: dict[str, Any] = {}


NOTHING = "nothing_at_all"
_Plain.add_representer(type(None), lambda dumper, _: dumper.represent_str(NOTHING))
_Plain.add_representer(int, lambda dumper, number: dumper.represent_str(str(number)))


@pytest.fixture(scope="module")
def folder(make_minimal: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_minimal(tmp_path_factory.mktemp("keys") / "minimal").parent


def mappings(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of all mappings."""
    if isinstance(node, dict):
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from mappings(child, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        node = node[part]
    return node


def refused(folder: Path, overrides: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_experiment(folder / "experiment.yaml", overrides)
    return str(caught.value).splitlines()


def refused_text(folder: Path, name: str, data: Any, flow: bool | None, key: str) -> tuple[list[str], str]:
    """Lines of the error for a changed file, and `file:line:col` of the key."""
    original = (folder / name).read_text(encoding="utf-8")
    text = yaml.dump(data, Dumper=_Plain, sort_keys=False, default_flow_style=flow).replace(NOTHING, "")
    before = text[: re.search(rf"(?<![\w-]){re.escape(key)}\??:", text).start()]  # type: ignore[union-attr]
    place = f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    try:
        (folder / name).write_text(text, encoding="utf-8")
        return [line.removeprefix(f"{folder}/") for line in refused(folder)], place
    finally:
        (folder / name).write_text(original, encoding="utf-8")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    data=st.data(),
    name=st.sampled_from(sorted(FILES)),
    value=st.sampled_from(VALUES),
    flow=st.sampled_from([True, False, None]),
)
def test_that_an_unknown_key_in_a_file_is_named(
    data: st.DataObject, name: str, value: Any, flow: bool | None, folder: Path
) -> None:
    content = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_Text)
    path = data.draw(st.sampled_from(list(mappings(content))))
    is_named = path in NAMED.get(name, set())
    at(content, path)[KEY] = None if is_named else value
    lines, place = refused_text(folder, name, content, flow, KEY)
    assert [line for line in lines if line.startswith(place) and KEY in line], (lines, place)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data(), name=st.sampled_from(sorted(FILES)), written=st.sampled_from(["", "3", "{}", "{a: }", "x"]))
def test_that_an_unknown_key_in_an_override_is_named(
    data: st.DataObject, name: str, written: str, folder: Path
) -> None:
    content = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_Text)
    path = data.draw(st.sampled_from(list(mappings(content))))
    if name == "priors/levers.yaml":
        path = path[1:] or ("checked",)
    parts = [str(part) for part in (*FILES[name], *path, KEY)]
    text = f"{'.'.join(parts)}={written}"
    assert any(line.startswith(f"--set {text}: ") and KEY in line for line in refused(folder, (text,)))


@st.composite
def misspelt(draw: st.DrawFn, word: str) -> str:
    i = draw(st.integers(0, len(word) - 1))
    changes = [
        word[:i] + word[i + 1 :],
        word[:i] + word[i] + word[i:],
        word.upper(),
        word.replace("_", "-"),
        word + "s",
    ]
    changes += [word[:i] + word[i + 1 :][:1] + word[i] + word[i + 2 :], word.replace("_", " "), word.capitalize()]
    return draw(st.sampled_from([text for text in changes if text.strip() and text != word]))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data(), name=st.sampled_from(sorted(FILES)), empty=st.booleans())
def test_that_a_misspelt_key_is_answered_with_the_nearest(
    data: st.DataObject, name: str, empty: bool, folder: Path
) -> None:
    content = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_Text)
    places = [path for path in mappings(content) if path not in NAMED.get(name, set())]
    path = data.draw(st.sampled_from(places))
    mapping = at(content, path)
    key = data.draw(st.sampled_from(sorted(mapping)))
    wrong = data.draw(misspelt(key))
    if wrong in mapping:
        return
    changed = {
        wrong if name == key else name: None if empty and name == key else value for name, value in mapping.items()
    }
    mapping.clear()
    mapping.update(changed)
    lines, place = refused_text(folder, name, content, False, wrong)
    if key == "prior":
        assert any("did you mean 'prior'?" in line for line in lines), lines
        return
    (line,) = [line for line in lines if line.startswith(f"{place}unknown key")]
    hint = re.search(r"; (?:did you mean '(.+)'\?|valid here: (.+))$", line)
    assert hint, line
    suggested, valid = hint.groups()
    if valid:
        assert key in valid.split(", ")
    else:
        ratio = difflib.SequenceMatcher(None, wrong, suggested).ratio()
        assert suggested == key or ratio >= difflib.SequenceMatcher(None, wrong, key).ratio(), line
