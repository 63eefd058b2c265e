"""The figures do not depend on what the user, or a notebook, has told matplotlib."""

import pytest

RC = "savefig.dpi: 10\nbackend: nonsense\nsvg.fonttype: path\nfont.size: 40\ntext.usetex: True\nno.such: 3\n"
PLACES = {
    "Jupyter": {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
    "nonsense": {"MPLBACKEND": "nonsense"},
    "no settings folder": {"MPLCONFIGDIR": "/dev/null/nowhere", "XDG_CONFIG_HOME": "/dev/null/nowhere"},
    "own settings": {},
}


@pytest.fixture(scope="module")
def usual(shell, finished, tmp_path_factory) -> bytes:
    out = tmp_path_factory.mktemp("usual") / "figure.svg"
    assert shell('"$@"', "plot", finished, "territory", "--quiet", "--out", out).returncode == 0
    return out.read_bytes()


@pytest.mark.parametrize(
    "place", [place if place == "Jupyter" else pytest.param(place, marks=pytest.mark.validate) for place in PLACES]
)
def test_that_a_figure_has_the_same_bytes(place, shell, finished, usual, tmp_path) -> None:
    (tmp_path / "matplotlibrc").write_text(RC if place == "own settings" else "")
    words = ("plot", finished, "territory", "--quiet", "--out", tmp_path / "figure.svg")
    done = shell(f'cd {tmp_path} && "$@"', *words, **PLACES[place])
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "figure.svg").read_bytes() == usual


@pytest.mark.validate
def test_that_settings_that_are_no_text_are_one_line(shell, finished, tmp_path) -> None:
    (tmp_path / "matplotlibrc").write_bytes(b"font.family: caf\xe9\n")
    done = shell(f'cd {tmp_path} && "$@"', "plot", finished, "territory", "--quiet", "--out", tmp_path / "figure.svg")
    (line,) = done.stderr.splitlines()
    assert done.returncode == 4 and line.startswith(b"matplotlibrc: ")
