"""The rules that keep the project in shape: sizes, names, forbidden calls, the lock file, links."""

import ast
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".cff", ".csv", ".json", ".cfg", ".sh", ""}
NAMES = re.compile(
    r"ukrain|russia|soviet|kyiv|kiev|moscow|kremlin|kursk|donbas|donetsk|luhansk|crimea|kherson|zaporizh|kharkiv|bakhmut"
    r"|\bnato\b|putin|zelensk|trump|biden|washington|europe|atacms|\b(ua|ru|eu)\b",
    re.IGNORECASE,
)
HOME = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/\w+|opt/\w+)\b")
INDEX = re.compile(r"(?<!no-emit-)(?:index-url|find-links)\b|\btrusted-host\b")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def tracked(*suffixes: str) -> list[Path]:
    """Files that git tracks or would track, by suffix; every file where this is no checkout."""
    found = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=False,
    )
    names = [name for name in found.stdout.split("\0") if name]
    paths = [ROOT / name for name in names] or [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    return sorted(path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes))


def source(*folders: str) -> list[Path]:
    return [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in folders]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def forbidden_calls(text: str) -> Iterator[str]:
    """What in this Python source executes data, unpickles, loosens arithmetic or touches global random state."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id in ("eval", "exec", "__import__"):
            yield f"line {node.lineno}: {node.id}"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            if any(re.match(r"(pickle|cPickle|dill|cloudpickle|joblib|marshal|shelve)\b", name) for name in names):
                yield f"line {node.lineno}: an import that unpickles"
        elif isinstance(node, ast.keyword) and node.arg in ("fastmath", "allow_pickle", "shell"):
            if not (isinstance(node.value, ast.Constant) and node.value.value is False):
                yield f"line {node.value.lineno}: {node.arg} must be False"
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
            if not node.attr[0].isupper() and node.attr != "default_rng":
                yield f"line {node.lineno}: np.random.{node.attr} uses global state"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in (
            "yaml.load",
            "yaml.unsafe_load",
            "pd.read_pickle",
        ):
            yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize(
    "text",
    [
        "eval('1')",
        "import pickle",
        "from joblib import load",
        "njit(fastmath=True)",
        "njit(fastmath={'contract'})",
        "np.random.seed(1)",
        "x = np.random.normal()",
        "yaml.load(f)",
        "np.load(f, allow_pickle=True)",
    ],
)
def test_that_the_search_for_forbidden_calls_finds(text: str) -> None:
    assert list(forbidden_calls(text))


def test_that_the_search_for_forbidden_calls_lets_ordinary_code_pass() -> None:
    assert not list(forbidden_calls("rng = np.random.default_rng(1); njit(fastmath=False); evaluate(x)"))


def test_that_no_source_executes_unpickles_or_shares_random_state() -> None:
    found = {relative(p): list(forbidden_calls(p.read_text())) for p in source("forecast", "kernels", "studies")}
    assert not {name: lines for name, lines in found.items() if lines}


def test_that_files_stay_small() -> None:
    lines = {relative(p): len(p.read_text().splitlines()) for p in tracked(".py")}
    assert not {name: count for name, count in lines.items() if count > 500}
    rooms = [lines[relative(p)] for p in source("forecast", "kernels") if p.name != "__init__.py"]
    assert statistics.median(rooms) <= 130
    assert not [relative(p) for p in tracked(".py") if p.stem in ("utils", "util", "common", "helpers", "misc")]


def test_that_no_tracked_file_names_a_folder_of_one_machine_or_an_index() -> None:
    found = []
    for path in tracked(*TEXT):
        if path.suffix == "" and path.name not in ("Makefile", "run", "LICENSE"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if path != Path(__file__) and (HOME.search(line) or INDEX.search(line)):
                found.append(f"{relative(path)}:{number}: {line.strip()[:80]}")
    assert not found


def test_that_kernels_name_no_place_and_no_actor() -> None:
    found = []
    for path in source("kernels"):
        found += [f"{relative(path)}: {m.group()}" for m in NAMES.finditer(path.read_text())]
    assert not found


def test_that_kernels_are_one_package_without_a_parent() -> None:
    assert not (ROOT / "kernels" / "__init__.py").exists()
    body = ast.parse((ROOT / "kernels/forecast_kernels/__init__.py").read_text()).body
    assert not [node for node in ast.walk(ast.Module(body, [])) if isinstance(node, (ast.Import, ast.ImportFrom))]


LOCKS = ("dev", "bench")


def pins(lock: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Requirement and number of hashes by name, from a lock file."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    text = re.sub(r"^\s*#.*\n", "", (ROOT / f"requirements/{lock}.txt").read_text(), flags=re.MULTILINE)
    for entry in text.replace("\\\n", " ").splitlines():
        requirement = Requirement(entry.split(" --hash=")[0].strip())
        found.setdefault(canonicalize_name(requirement.name), []).append((requirement, entry.count("--hash=sha256:")))
    return found


@pytest.mark.parametrize(("lock", "least"), [("dev", 40), ("bench", 40), ("ptx", 2)])
def test_that_the_lock_has_hashes_and_no_address(lock: str, least: int) -> None:
    text = (ROOT / f"requirements/{lock}.txt").read_text()
    assert "://" not in text and not re.search(r"^-", text, re.MULTILINE)
    entries = [entry for group in pins(lock).values() for entry in group]
    assert len(entries) >= least
    assert not [str(requirement) for requirement, hashes in entries if hashes == 0]
    assert all(str(requirement.specifier).startswith("==") for requirement, _ in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_that_the_lock_serves_every_requirement_of_the_project(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked, extras = pins(lock), project["optional-dependencies"]
    served = ["bench"] if lock == "bench" else [name for name in extras if name != "bench"]
    wanted = project["dependencies"] + [item for name in served for item in extras[name]]
    for item in map(Requirement, wanted):
        versions = [next(iter(pin.specifier)).version for pin, _ in locked.get(canonicalize_name(item.name), [])]
        assert any(item.specifier.contains(version) for version in versions), f"{item}: run make lock"


def test_that_one_version_stands_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert re.search(rf"^version: {re.escape(version)}$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Names of the headings of a page as links spell them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", tracked(".md"), ids=relative)
def test_that_links_of_the_page_resolve(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for target in (a or b for a, b in LINK.findall(text)):
        if re.match(r"(https?|mailto):", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file.read_text())):
            broken.append(target)
    assert not broken


def test_that_results_are_ignored_and_their_page_is_not() -> None:
    ignored = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", "-q", "results/offer/x/manifest.json"], check=False
    )
    kept = subprocess.run(["git", "-C", str(ROOT), "check-ignore", "-q", "results/README.md"], check=False)
    if ignored.returncode == 128:
        pytest.skip("not a git checkout")
    assert (ignored.returncode, kept.returncode) == (0, 1)
