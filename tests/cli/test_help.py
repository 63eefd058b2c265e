"""The help of every verb: one option style, and examples that parse."""

import shlex
from pathlib import Path

import pytest
import typer

from forecast.cli.app import FIRST_STEPS, VERBS, app
from forecast.cli.sections import REST, SECTIONS

ROOT = Path(__file__).resolve().parents[2]
GROUP = typer.main.get_command(app)
EXAMPLES = [(verb.name, example) for verb in VERBS for example in verb.examples]


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_that_every_verb_explains_itself_with_an_example(verb: str, call) -> None:
    done = call(verb, "--help")
    assert done.code == 0
    assert "Example" in done.out and f"    forecast {verb}" in done.out
    command = GROUP.commands[verb]  # type: ignore[attr-defined]
    assert "..." not in command.get_short_help_str(65)
    for option in command.params:
        if option.param_type_name == "option":
            assert all(name.startswith("--") for name in option.opts), option.opts
            assert option.help, option.name


@pytest.mark.parametrize(("verb", "example"), [*EXAMPLES, *((line.split()[1], line) for line in FIRST_STEPS)])
def test_that_an_example_parses(verb: str, example: str) -> None:
    words = shlex.split(example.split(" > ")[0])
    assert words[:2] == ["forecast", verb]
    context = GROUP.make_context("forecast", words[1:], resilient_parsing=True)
    _, command, rest = GROUP.resolve_command(context, words[1:])  # type: ignore[attr-defined]
    command.make_context(verb, rest, parent=context).close()


def test_that_the_shipped_files_of_the_examples_exist() -> None:
    named = {word for _, line in EXAMPLES for word in line.split() if word.startswith("configs/")}
    assert len(named) >= 5 and not [name for name in named if not (ROOT / name).exists()]


def test_that_options_that_may_be_repeated_say_so() -> None:
    for verb in VERBS:
        for option in GROUP.commands[verb.name].params:  # type: ignore[attr-defined]
            if option.multiple:
                assert "repeat for more" in option.help, option.opts


def test_that_every_verb_stands_once_under_a_heading(call) -> None:
    named = [name for names in SECTIONS.values() for name in names]
    assert len(named) == len(set(named))
    assert not {verb.name for verb in VERBS} - {*named}, "forecast/cli/sections.py has no heading for these"
    page = call("--help").out
    lines = page.splitlines()
    assert REST not in page and "..." not in "".join(lines[1:])
    for title, names in SECTIONS.items():
        part = lines[lines.index(f"{title}:") + 1 :]
        listed = [line.split()[0] for line in part[: part.index("")] if line.startswith("  ") and line[2] != " "]
        assert listed == [name for name in names if name in GROUP.commands]  # type: ignore[attr-defined]
