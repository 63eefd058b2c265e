"""Files that are no config at all: bytes, YAML syntax, and YAML that is refused on purpose."""

import os
from pathlib import Path

import pytest
import yaml

from forecast.config import load_experiment, nodes
from forecast.errors import ConfigError


def lines_for(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_experiment(path)
    return str(caught.value).splitlines()


BYTES = {
    "empty": (b"", "c.yaml:1:1: the file is empty"),
    "only_a_comment": (b"# nothing\n", "c.yaml:1:1: the file is empty"),
    "empty_document": (b"---\n", "the file is empty"),
    "text": (b"hello", "c.yaml:1:1: expected `key: value` lines"),
    "list": (b"- a\n- b\n", "c.yaml:1:1: expected `key: value` lines"),
    "nul": (b"a: 1\nb: \x00\n", "c.yaml:2:4: control character U+0000"),
    "escape": (b"a: \x1b[2J\n", "c.yaml:1:4: control character U+001B"),
    "latin_1": (b"a: 1\nb: caf\xe9\n", "c.yaml:2:7: is not UTF-8 text (byte 0xe9)"),
    "cut_utf_8": ("a: é".encode()[:-1], "c.yaml:1:4: is not UTF-8 text (byte 0xc3)"),
    "utf_16": ("a: 1".encode("utf-16"), "c.yaml:1:1: is UTF-16; save it as UTF-8"),
    "too_large": (b"a: " + b"x" * 1_000_000, "c.yaml: is larger than 1 MB (1,000,000 bytes)"),
    "tab": (b"a:\n\tb: 1\n", "c.yaml:2:1: not valid YAML: found character"),
    "open_bracket": (b"a: [1, 2\nb: 3\n", "not valid YAML: did not find expected ',' or ']'"),
    "tag": (
        b"a: !!python/object/apply:os.system [ls]\n",
        "c.yaml:1:4: tags are refused: remove '!!python/object/apply",
    ),
    "local_tag": (b"a: !env HOME\n", "c.yaml:1:4: tags are refused: remove '!env'"),
    "anchor": (b"a: &x [1]\n", "c.yaml:1:4: anchors are refused: remove '&x'"),
    "alias": (b"a: *x\n", "c.yaml:1:4: aliases are refused: write the value of '*x' out"),
    "merge_key": (b"a: {<<: {b: 1}}\n", "c.yaml:1:5: merge keys are refused: write the values out"),
    "directive": (b"%YAML 1.2\n---\na: 010\n", "c.yaml:1:1: directives are refused: remove the lines that begin with"),
    "tag_directive": (b"%TAG ! tag:x,2000:\n---\na: 1\n", "c.yaml:1:1: directives are refused"),
    "line_separator": ("a: b\u2028c: d\n".encode(), "c.yaml:1:5: line separator U+2028; end the line as usual"),
    "next_line": ("a: b\x85c: d\n".encode(), "c.yaml:1:5: control character U+0085"),
    "bidi": ("a: b\u202ec\n".encode(), "c.yaml:1:5: invisible character U+202E; remove it"),
    "escaped_bidi": (b'a: "\\u202e"\n', "c.yaml:1:4: invisible character U+202E is refused, escaped too"),
    "escaped_byte_order_mark": (b'"\\ufeffa": 1\n', "c.yaml:1:1: invisible character U+FEFF is refused, escaped too"),
    "zero_width_key": ("dr\u200baws: 1\n".encode(), "c.yaml:1:3: invisible character U+200B; remove it"),
    "two_byte_order_marks": (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", "c.yaml:1:1: invisible character U+FEFF; remove it"),
    "no_character": ("a: \uffff\n".encode(), "c.yaml:1:4: U+FFFF is no character"),
    "space_in_key": ("a\u00a0b: 1\n".encode(), "c.yaml:1:1: the key 'a\\xa0b' has a space U+00A0; use an ordinary one"),
    "space_as_indent": ("a:\n\u3000b: 1\n".encode(), "has a space U+3000; use an ordinary one"),
    "duplicate_key": (b"a: 1\nb: 2\na: 3\n", "c.yaml:3:1: duplicate key 'a'; first at line 1"),
    "list_as_key": (b"? [a]\n: b\n", "c.yaml:1:3: a key must be plain text, not a list or a mapping"),
    "two_documents": (b"a: 1\n---\nb: 2\n", "c.yaml:2:1: a second YAML document begins here"),
    "escaped_nul": (b'a: "x\\0"\n', "c.yaml:1:4: control character U+0000 is refused, escaped too"),
    "deep_flow": (b"[" * 10_000, "c.yaml:1:51: nesting is deeper than 50 levels"),
    "deep_flow_mappings": (b"{a: " * 10_000, "c.yaml:1:201: nesting is deeper than 50 levels"),
    "deep_block": (b"- " * 10_000, "c.yaml:1:101: nesting is deeper than 50 levels"),
}


@pytest.mark.parametrize("name", BYTES)
def test_that_a_bad_file_is_one_clear_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content, expected = BYTES[name]
    lines = lines_for(Path("c.yaml"), content)
    assert any(expected in line for line in lines), lines
    assert all(line.isprintable() for line in lines)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the other parser is the only one here")
@pytest.mark.parametrize("name", [name for name in BYTES if name not in ("tab", "open_bracket")])
def test_that_the_parser_without_libyaml_says_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = lines_for(Path("c.yaml"), BYTES[name][0])
    monkeypatch.setattr(nodes, "_LOADER", yaml.SafeLoader)
    assert lines_for(Path("c.yaml"), BYTES[name][0]) == first


def test_that_nesting_of_50_is_allowed_and_51_is_not(minimal: Path) -> None:
    text = minimal.read_text()
    # the mapping of the file is the first level
    minimal.write_text(f"{text}x: {'[' * 49}{']' * 49}\n")
    with pytest.raises(ConfigError, match="unknown key 'x'"):
        load_experiment(minimal)
    minimal.write_text(f"{text}x: {'[' * 50}{']' * 50}\n")
    with pytest.raises(ConfigError, match="nesting is deeper than 50 levels"):
        load_experiment(minimal)


def test_that_windows_line_ends_and_a_byte_order_mark_load(minimal: Path) -> None:
    plain = load_experiment(minimal)
    raw = minimal.read_bytes().replace(b"\n", b"\r\n")
    minimal.write_bytes(b"\xef\xbb\xbf" + raw)
    assert load_experiment(minimal) == plain
    minimal.write_bytes(b"\xef\xbb\xbf" + raw.replace(b"12 years", b"12"))
    with pytest.raises(ConfigError, match=r"^experiment\.yaml:6:10: "):
        load_experiment(minimal)


def test_paths_that_are_no_config_file(minimal: Path) -> None:
    os.mkfifo("pipe.yaml")
    for path, reason in {
        "zz": "zz: no such file",
        "experimant.yaml": "experimant.yaml: no such file; did you mean 'experiment.yaml'?",
        "branches": "branches: is a directory, not a file",
        "pipe.yaml": "pipe.yaml: is not a regular file",
        "a\0b": "a\\x00b: cannot be read: embedded null byte",
        "x" * 5000: "cannot be read: File name too long",
    }.items():
        with pytest.raises(ConfigError) as caught:
            load_experiment(path)
        assert str(caught.value).endswith(reason), str(caught.value)[-200:]


def test_that_a_file_without_permission_is_named(minimal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = open

    def guarded(path, *args, **kwargs):
        if str(path).endswith("threat.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *args, **kwargs)

    monkeypatch.setattr("builtins.open", guarded)
    with pytest.raises(ConfigError) as caught:
        load_experiment(minimal)
    assert str(caught.value).splitlines() == [
        "experiment.yaml:10:11: 'branches/threat.yaml': no permission to read this file",
        "branches/bluff.yaml:1:10: 'branches/threat.yaml': no permission to read this file",
    ]
