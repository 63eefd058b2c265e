"""The report is one file that needs nothing from outside, the same bytes each time, with titled pictures."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forecast.errors import ResultError
from forecast.report.figure_file import write_plot
from forecast.report.material import Material
from forecast.report.record import read_verdict
from forecast.report.registry import FIGURES as ENTRIES
from forecast.report.report_page import report_page
from forecast.report.write import write_report
from forecast.store.reader import Run
from forecast.text.run_stamp import run_stamp

FIGURES = ["branches", "territory", "ceasefire", "durability", "frontier", "regimes", "sectors", "drivers"]
VOID = {"meta", "br", "link", "img", "input", "hr"}


def bare(run: Run, verdict: list[str] | None = None) -> str:
    """The page without figures, which take the time."""
    return report_page(Material.of(run), [], [], verdict or [])


class Outline(HTMLParser):
    """Elements, attributes and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_that_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    outline = Outline(page)
    tags = {tag for tag, _ in outline.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "image", "base", "form"}
    for tag, attributes in outline.elements:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "xlink:href", "action", "data"):
                assert re.fullmatch(r"#[\w-]+|\.\./\.\./\.\./docs/[\w/]+\.md", value or ""), (tag, name, value)
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", page)
    assert "default-src 'none'" in page


def test_that_elements_are_closed_and_ids_are_unique_and_found(page: str) -> None:
    outline = Outline(page)
    assert outline.open == [] and outline.wrong == []
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = set(re.findall(r'url\(#([^)]+)\)|\bhref="#([^"]+)"|aria-labelledby="([^"]+)"', page))
    assert {next(filter(None, found)) for found in named} <= set(ids)


def test_that_every_figure_is_there_with_title_caption_and_numbers(page: str) -> None:
    for key in FIGURES:
        part = page[page.index(f'<figure id="{key}">') :]
        part = part[: part.index("</figure>")]
        assert re.search(rf'<svg [^>]*role="img" aria-labelledby="{key}-title"', part)
        title = re.search(rf'<title id="{key}-title">([^<]+)</title>', part)
        caption = re.search(r"<figcaption>([^<]+)</figcaption>", part)
        assert title and len(title.group(1)) > 10
        assert caption and len(caption.group(1)) > 40
        assert "<table" in part and "±" in part
    assert page.count('role="img"') == page.count("<figure id=") >= len(FIGURES)
    assert {key for key in re.findall(r'<figure id="(\w+)">', page)} <= {entry.name for entry in ENTRIES}


def test_that_figures_stand_as_files_too(run: Run, page: str) -> None:
    for key in FIGURES:
        root = ElementTree.parse(run.path / "figures" / f"{key}.svg").getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert (run.path / "figures" / f"{key}.png").read_bytes().startswith(b"\x89PNG")
        assert "run_id" in (run.path / "figures" / f"{key}.csv").read_text().splitlines()[0]


def test_that_the_list_of_contents_names_every_section_once(page: str) -> None:
    nav = page[page.index("<nav") : page.index("</nav>")]
    anchors = re.findall(r'href="#(\w+)"', nav)
    sections = re.findall(r'<section aria-labelledby="(\w+)"', page)
    assert sections == ["answer", *anchors]


def test_that_the_page_and_its_foot_say_how_to_cite_the_run(run: Run, page: str) -> None:
    stamp = run_stamp(run)
    foot = page[page.index("<footer>") :]
    assert f"Cite as: {stamp.cite}" in unescape(foot) and stamp.config[:12] in foot
    head = page[page.index("<header>") : page.index("</header>")]
    assert all(part in head for part in (stamp.run, stamp.version, stamp.config[:12], stamp.week0))


def test_that_tables_scroll_in_a_wrapper_that_a_keyboard_reaches(page: str) -> None:
    assert page.count("<table") == page.count('<div class="scroll" role="region" tabindex="0"')
    assert "overflow-x: auto" in page and "width=device-width" in page


def test_that_the_same_run_gives_the_same_bytes(run: Run, page: str, tmp_path: Path) -> None:
    again = write_report(run, tmp_path / "elsewhere" / "page.html")
    assert again.read_text(encoding="utf-8") == page
    for key in FIGURES:
        assert (tmp_path / "elsewhere/figures" / f"{key}.svg").read_bytes() == (
            run.path / "figures" / f"{key}.svg"
        ).read_bytes()
    assert not list((tmp_path / "elsewhere").glob("tmp-*"))


def test_that_text_of_the_configuration_is_escaped(page: str) -> None:
    assert "&lt;credible&gt; threat &amp; an offer" in page
    assert "<credible>" not in page


def test_that_the_users_own_matplotlib_settings_change_nothing(run: Run, page: str, tmp_path: Path) -> None:
    import matplotlib

    entry = next(entry for entry in ENTRIES if entry.name == "cost")
    with matplotlib.rc_context({"font.size": 30, "axes.grid": False, "svg.fonttype": "path"}):
        write_plot(run, entry, tmp_path / "cost.svg")
        assert matplotlib.rcParams["font.size"] == 30
    assert (tmp_path / "cost.svg").read_bytes() == (run.path / "figures/cost.svg").read_bytes()


@pytest.mark.parametrize(("horizon", "replicates"), [(4, 2), (60, 1), (156, 3)])
def test_that_short_runs_and_single_replicates_have_a_page(synthetic, tmp_path, horizon, replicates) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", draws=40, replicates=replicates, horizon=horizon, short=0)
    text = write_report(run).read_text(encoding="utf-8") if horizon < 100 else bare(run)
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).lower().replace("finance", "")
    assert Outline(text).wrong == []


def test_that_switches_that_are_set_are_said(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from forecast.config import Switches

    run = synthetic.write_run(tmp_path / "run", draws=40)
    switches = Switches.model_validate({"threat": "none", "tripwire": False})
    run.__dict__["experiment"] = run.experiment.model_copy(update={"switches": switches})
    text = bare(run)
    assert "whatever the inputs say: tripwire: false, threat: none." in text


def test_that_nothing_is_said_of_switches_at_their_default(page: str) -> None:
    assert "Switches settle" not in page


def test_that_the_verdict_of_a_record_is_on_the_first_screen(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "record.md"
    record.write_text(
        "# Record\n\n## Verdict\n\n- **0.1** missed\n  [once](a.md) & again.\n- It held.\n\n## More\n\n- x\n"
    )
    page = bare(run, read_verdict(record))
    assert "<li>0.1 missed once &amp; again.</li>" in page and "<li>It held.</li>" in page and "<li>x</li>" not in page
    first = page[: page.index("<nav")]
    assert "How good was the last forecast?" in first and "Version 0.1 missed once &amp; again." in first
    record.write_text("# Record\n")
    with pytest.raises(ResultError, match="has no list under the heading '## Verdict'"):
        write_report(run, tmp_path / "page.html", record=record)
    with pytest.raises(ResultError, match="cannot be read"):
        write_report(run, tmp_path / "page.html", record=tmp_path / "none.md")


VERDICTS = {
    "## Verdict\n\n- a\n\nA paragraph.\n\n- b\n\n  more of b\n": ["a", "b more of b"],
    "## Verdict\n- a\ngoes on\n\n### Below\n- no\n\n# Next\n- no\n": ["a goes on"],
    "### Verdict\n- no\n\n## Verdict \n<!-- begin: x -->\n- a\n<!-- end: x -->\n": ["a"],
    "```\n## Verdict\n- no\n```\n\n## Verdict\n\n- a\n": ["a"],
    "## Verdict\r\n\r\n- <script>x</script>\r\n": ["<script>x</script>"],
}


@pytest.mark.parametrize("text", VERDICTS)
def test_that_only_the_list_under_the_heading_is_the_verdict(tmp_path: Path, text: str) -> None:
    record = tmp_path / "record.md"
    record.write_bytes(text.encode())
    found = read_verdict(record)
    assert found == VERDICTS[text]


def test_that_a_script_in_a_record_is_text(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "record.md"
    record.write_text("## Verdict\n\n- <script>x</script> & more.\n")
    page = bare(run, read_verdict(record))
    assert "<script>" not in page and "&lt;script&gt;x" in page
