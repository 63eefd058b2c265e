"""What a user may get wrong: one line each with its place, the contract's exit code, nothing written, nothing run."""

import re
from pathlib import Path

import pytest

EXTENDS = "extends: configs/smoke.yaml\n"


@pytest.fixture
def place(tmp_path: Path, configs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a link to the shipped configs."""
    (tmp_path / "configs").symlink_to(configs)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


BAD = {
    "unknown key": (EXTENDS + "horizn: 3 years\n", r"bad.yaml:2:1: unknown key 'horizn'; did you mean 'horizon'\?"),
    "wrong unit": (EXTENDS + "horizon: 3 km2\n", r"bad.yaml:2:10: horizon: .*unit.*'3 km2'"),
    "no unit": (EXTENDS + "horizon: 156\n", r"bad.yaml:2:10: horizon: .*'156 weeks'"),
    "wrong type": (EXTENDS + "design: {draws: many}\n", r"bad.yaml:2:17: design.draws: .*whole number.*'many'"),
    "out of range": (EXTENDS + "design: {draws: -4}\n", r"bad.yaml:2:17: design.draws: .*at least 1.*-4"),
    "missing file": (EXTENDS + "baseline: nowhere.yaml\n", r"bad.yaml:2:11: .*nowhere.yaml.*no such file"),
    "missing extends": ("extends: nowhere.yaml\n", r"bad.yaml:1:10: .*nowhere.yaml.*no such file"),
    "circle": ("extends: bad.yaml\n", r"bad.yaml:1:10: extends: .*circle"),
    "unknown branch": (EXTENDS + "reference: mudle_through\n", r"bad.yaml:2:12: .*did you mean 'muddle_through'\?"),
    "tag": ("a: !!python/object/apply:os.system ['touch pwned']\n", r"bad.yaml:1:4: tags are refused"),
    "anchor": ("a: &x [1, 2]\nb: *x\n", r"bad.yaml:1:4: anchors are refused"),
    "duplicate key": (EXTENDS + "horizon: 3 years\nhorizon: 4 years\n", r"bad.yaml:3:1: duplicate key 'horizon'"),
    "not YAML": ("experiment: [1, 2\n", r"bad.yaml:\d+:\d+: "),
    "too deep": (EXTENDS + "question: " + "[" * 60 + "]" * 60 + "\n", r"bad.yaml:2:\d+: .*50"),
    "empty": ("", r"bad.yaml:1:1: "),
}


@pytest.mark.parametrize("verb", ["run", "validate", "plan"])
@pytest.mark.parametrize("case", BAD)
def test_that_a_bad_config_is_one_line_with_its_place(case, verb, place, call) -> None:
    text, pattern = BAD[case]
    (place / "bad.yaml").write_text(text)
    before = names(place)
    done = call(verb, "bad.yaml")
    assert done.code == 2
    assert done.out == ""
    lines = done.err.splitlines()
    assert any(re.match(pattern, line) for line in lines), done.err
    assert all(re.match(r"[^ ]+:\d+:\d+: ", line) for line in lines), done.err
    assert names(place) == before


@pytest.mark.parametrize(
    ("content", "text"), [(b"\xff\xfea\x00", "UTF-8"), (b"question: \xff\n", "UTF-8"), (b"#" * 1_100_000, "1 MB")]
)
def test_that_a_file_that_is_no_text_is_refused(content, text, place, call) -> None:
    (place / "bad.yaml").write_bytes(content)
    done = call("run", "bad.yaml")
    assert done.code == 2
    assert text in done.err
    assert re.match(r"bad.yaml(:\d+:\d+)?: ", done.err)


def test_that_all_problems_are_said_at_once(place, call) -> None:
    (place / "bad.yaml").write_text(EXTENDS + "horizn: 3 years\ndesign: {draws: -4}\nreference: nobody\n")
    done = call("run", "bad.yaml")
    assert [line.split(": ")[0] for line in done.err.splitlines()] == ["bad.yaml:2:1", "bad.yaml:3:17", "bad.yaml:4:12"]


COMMAND_LINE = {
    "no such config": (["run", "nowhere.yaml"], r"nowhere.yaml: no such file"),
    "a folder": (["run", "configs"], r"configs: is a directory"),
    "negative members": (["run", "SMOKE", "--members", "-3"], r"--members -3: must be 1 to"),
    "no members": (["run", "SMOKE", "--members", "0"], r"--members 0: must be 1 to"),
    "half a member": (["run", "SMOKE", "--members", "2.5"], r"forecast run: .*--members.*'2.5' is not a whole number"),
    "too many members": (["run", "SMOKE", "--members", "99999999999"], r"--members 99999999999: must be 1 to"),
    "no threads": (["run", "SMOKE", "--threads", "0"], r"--threads 0: must be 1 to"),
    "no chunk": (["run", "SMOKE", "--chunk-size", "0"], r"--chunk-size.*must be"),
    "chunk above a part": (["run", "SMOKE", "--chunk-size", "65537"], r"--chunk-size.*must be"),
    "seed": (["run", "SMOKE", "--seed", "-1"], r"--seed -1: must be 0 to"),
    "set without value": (["run", "SMOKE", "--set", "horizon"], r"--set horizon: "),
    "set an unknown key": (
        ["run", "SMOKE", "--set", "horizn=3 years"],
        r"--set horizn=3 years: .*did you mean 'horizon'",
    ),
    "set a bad value": (["run", "SMOKE", "--set", "horizon=3 km"], r"--set horizon=3 km: .*unit"),
    "hypercube": (["run", "SMOKE", "--set", "design.layout=lhs", "--members", "7"], r"--members 7: .*Latin hypercube"),
    "unknown option": (["run", "SMOKE", "--membrs", "3"], r"forecast run: .*--membrs.*--members"),
    "no config": (["run"], r"forecast run: missing argument 'CONFIG'"),
    "unknown command": (["runn", "SMOKE"], r"forecast: no such command 'runn'. Did you mean 'run'\?"),
    "no observations": (["score", "results"], r"forecast score: missing option '--observations'"),
    "nothing": ([], r"name a command"),
}


@pytest.mark.parametrize("case", COMMAND_LINE)
def test_that_a_bad_command_line_is_one_line(case, place, call) -> None:
    words, pattern = COMMAND_LINE[case]
    before = names(place)
    done = call(*["configs/smoke.yaml" if word == "SMOKE" else word for word in words])
    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert re.match(pattern, done.err), done.err
    assert names(place) == before


@pytest.mark.parametrize("out", ["file", "file/below", "/dev/null/x"])
def test_that_an_unusable_folder_is_a_failure_to_write(out, place, call) -> None:
    (place / "file").write_text("mine")
    before = names(place)
    done = call("run", "configs/smoke.yaml", "--members", 10, "--out", out)
    assert done.code == 4
    assert out.split("/x")[0] in done.err
    assert len([line for line in done.err.splitlines() if "compiling" not in line]) == 1
    assert names(place) == before
    assert (place / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "code", "pattern"),
    [
        (["summary", "nowhere"], 3, r"nowhere: "),
        (["info", "configs"], 3, r"configs: "),
        (["compare", "file"], 3, r"file: "),
        (["report", "nowhere"], 3, r"nowhere: "),
        (["list", "nowhere"], 3, r"nowhere: "),
        (["replay", "nowhere", "--branch", "x", "--member", "1"], 3, r"nowhere: "),
        (["compare", "RUN", "--branch", "no_ad"], 2, r"--branch: .*did you mean 'no_aid'\?"),
        (["compare", "RUN", "--reference", "no_ad"], 2, r"--reference: .*did you mean 'no_aid'\?"),
        (["replay", "RUN", "--branch", "no_ad", "--member", "1"], 2, r"--branch: .*did you mean 'no_aid'\?"),
        (["replay", "RUN", "--branch", "no_aid", "--member", "300"], 2, r"--member: .*0 to 299"),
        (["replay", "RUN", "--branch", "no_aid", "--member", "-1"], 2, r"--member: .*0 to 299"),
        (["replay", "RUN", "--branch", "no_aid", "--member", "1", "--format", "parquet"], 2, r"--format: .*--out"),
        (["replay", "RUN", "--branch", "no_aid"], 2, r"forecast replay: missing option '--member'"),
        (["schema", "--kind", "brunch"], 2, r"forecast schema: .*'brunch'"),
    ],
)
def test_that_a_reader_of_results_says_what_is_wrong(words, code, pattern, place, finished, call) -> None:
    (place / "file").write_text("")
    done = call(*[finished if word == "RUN" else word for word in words])
    assert done.code == code
    assert done.out == ""
    lines = [line for line in done.err.splitlines() if "compiling" not in line and not line.startswith("writing")]
    assert len(lines) == 1
    assert re.match(pattern, lines[0]), done.err


def test_that_a_damaged_run_is_named(finished, tmp_path, call) -> None:
    import shutil

    broken = tmp_path / finished.name
    shutil.copytree(finished, broken)
    (broken / "manifest.json").write_text("{")
    done = call("summary", broken)
    assert done.code == 3
    assert "manifest.json" in done.err
    assert len(done.err.splitlines()) == 1


def test_that_control_characters_are_not_printed(place, call) -> None:
    (place / "bad.yaml").write_text(EXTENDS + '"hor\\e[31mizon": 3 years\n')
    done = call("validate", "bad.yaml")
    assert done.code == 2
    assert "\x1b" not in done.err


def test_that_an_unexpected_error_has_no_traceback_unless_asked_for(place, call, monkeypatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("forecast.cli.loading.load_points", fails)
    plain = call("validate", "configs/smoke.yaml")
    assert plain.code == 4
    assert plain.err.startswith("internal error: RuntimeError: boom")
    assert "Traceback" not in plain.err
    for words in (["--debug", "validate", "configs/smoke.yaml"], ["validate", "configs/smoke.yaml", "--debug"]):
        loud = call(*words)
        assert loud.code == 4
        assert "Traceback" in loud.err


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["nothing"], 2, "python -m studies: no such command 'nothing' (see python -m studies --help)"),
        ([], 2, "name a command: see python -m studies --help"),
        (["fail"], 3, "somewhere: is not a run"),
        (["fail", "--debug"], 3, "somewhere: is not a run"),
        (["work"], 0, ""),
    ],
)
def test_that_another_command_line_ends_in_the_same_way(words, code, text, capsys) -> None:
    import typer

    from forecast.cli.exits import guarded
    from forecast.errors import ResultError

    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

    @app.command("fail")
    def fail() -> None:
        raise ResultError.of("somewhere", "is not a run")

    @app.command("work")
    def work() -> None:
        pass

    got = guarded(lambda rest: app(rest, prog_name="python -m studies", standalone_mode=False), words)
    err = capsys.readouterr().err
    assert got == code and err.strip().endswith(text)
    assert ("Traceback" in err) == ("--debug" in words)
