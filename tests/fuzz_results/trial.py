"""Reads a damaged run or sweep with one command, and compares what it says with what it said of the undamaged one."""

import contextlib
import hashlib
import io
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from forecast.cli.app import app
from forecast.cli.exits import guarded
from forecast.errors import ForecastError
from forecast.store.reader import open_run
from tests.fuzz_results.corruptions import CORRUPTIONS, Corruption, resealed_bytes

HANG_S = 2.0
KILL_S = 60


class Said(NamedTuple):
    """Exit code, a digest of all that was printed and written, stderr, and seconds."""

    code: int
    digest: str
    err: str
    seconds: float


class Failure(NamedTuple):
    """What went wrong, after which damage and with which command."""

    seed: int
    verb: str
    damage: str
    what: str


def _words(*words: str) -> Callable[[Path, Path], Said]:
    def read(folder: Path, out: Path) -> Said:
        shutil.rmtree(out, ignore_errors=True)
        filled = [word.format(run=folder, out=out) for word in words]
        stdout, stderr = io.StringIO(), io.StringIO()
        start = time.perf_counter()
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            code = guarded(lambda rest: app(rest, prog_name="forecast", standalone_mode=False), filled)
        seconds = time.perf_counter() - start
        digest = hashlib.sha256(stdout.getvalue().encode("utf-8", "surrogateescape"))
        for path in sorted(out.rglob("*")) if out.is_dir() else [out] if out.exists() else []:
            digest.update(path.read_bytes() if path.is_file() else b"")
        return Said(code, digest.hexdigest(), stderr.getvalue(), seconds)

    return read


def _python(read: Callable[[Any], Any]) -> Callable[[Path, Path], Said]:
    def call(folder: Path, _out: Path) -> Said:
        start = time.perf_counter()
        try:
            text = repr(read(open_run(folder)))
            return Said(0, hashlib.sha256(text.encode()).hexdigest(), "", time.perf_counter() - start)
        except ForecastError as error:
            return Said(error.exit_code, "", str(error), time.perf_counter() - start)
        except Exception as error:
            return Said(4, "", f"internal error: {type(error).__name__}: {error}", time.perf_counter() - start)

    return call


def _timeseries(run: Any) -> Any:
    with run.timeseries as data:
        return {name: array.values.tobytes() for name, array in data.variables.items()}


ON_RUNS: dict[str, Callable[[Path, Path], Said]] = {
    "summary": _words("summary", "{run}"),
    "summary --json": _words("summary", "{run}", "--json"),
    "compare": _words("compare", "{run}"),
    "sectors": _words("sectors", "{run}"),
    "verify": _words("verify", "{run}"),
    "info": _words("info", "{run}", "--json"),
    "list": _words("list", "{run}"),
    "decide": _words("decide", "{run}", "--json"),
    "export": _words("export", "{run}", "--to", "csv", "--members", "10", "--out", "{out}"),
    "members": _python(lambda run: {name: x.values.tobytes() for name, x in run.members().variables.items()}),
    "frame": _python(lambda run: run.frame().to_csv()),
    "timeseries": _python(_timeseries),
    "draws": _python(lambda run: run.draws.to_csv()),
    "summary table": _python(lambda run: run.summary.to_csv()),
    "fitted": _python(lambda run: run.fitted),
}
SLOW: dict[str, Callable[[Path, Path], Said]] = {
    "report": _words("report", "{run}", "--out", "{out}/r.html"),
    "plot": _words("plot", "{run}", "territory", "--out", "{out}/x.csv"),
}
ON_SWEEPS: dict[str, Callable[[Path, Path], Said]] = {
    "compare": _words("compare", "{run}", "--json"),
    "verify": _words("verify", "{run}"),
    "list": _words("list", "{run}"),
    "summary": _words("summary", "{run}"),
}


class Bench:
    """A copy of a run or sweep that is damaged, read and mended over and over."""

    def __init__(self, original: Path, home: Path, slow: float = 0.02) -> None:
        self.original, self.folder, self.out = original, home / original.name, home / "out"
        self.is_sweep = (original / "sweep.parquet").exists()
        self.verbs = ON_SWEEPS if self.is_sweep else ON_RUNS | (SLOW if slow else {})
        self.slow = slow
        self.mend()
        self.expected = {name: verb(self.folder, self.out) for name, verb in self.verbs.items()}
        failed = {name: said for name, said in self.expected.items() if said.code}
        assert not failed, failed

    def mend(self) -> None:
        """Copy the undamaged folder again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        aside = self.folder.parent / "aside"
        if aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink(missing_ok=True)
        shutil.copytree(self.original, self.folder)

    def trial(self, seed: int) -> Failure | None:
        """Damage the folder, read it with a random command, and say if it said something wrong."""
        rng = random.Random(seed)
        damages: tuple[Corruption, ...] = (*CORRUPTIONS, resealed_bytes)
        damage = rng.choice(damages)
        names = [name for name in self.verbs if name not in SLOW or rng.random() < self.slow]
        name = rng.choice(names)
        done = damage(self.folder, rng)
        try:
            with _alarm():
                said = self.verbs[name](self.folder, self.out)
            # `info` lists the hashes of the files, which are others after a new seal
            free = damage is resealed_bytes or (name == "info" and damage.__name__.startswith("resealed"))
            what = self._wrong(name, said, free)
        except TimeoutError:
            what = f"took more than {KILL_S} s"
        self.mend()
        return Failure(seed, name, done, what) if what else None

    def _wrong(self, name: str, said: Said, free: bool) -> str | None:
        usual = self.expected[name]
        if said.code == 0:
            if self.is_sweep and not (self.folder / "sweep.parquet").exists():
                return None  # a folder of runs: commands take the newest one, and name it
            if name == "verify" and not free and said.digest != usual.digest:
                return "verify says something else with exit 0"
            if said.digest != usual.digest and not free:
                return f"says something else with exit 0 {said.err}"
        elif said.code != 3:
            return f"exit {said.code}: {said.err}"
        elif self.folder.name not in said.err:
            return f"names no file: {said.err}"
        elif not said.err.replace("\n", "").isprintable():
            return f"prints what is not printable: {said.err!r}"
        limit = HANG_S + 2 * usual.seconds
        return f"took {said.seconds:.1f} s, usually {usual.seconds:.1f} s" if said.seconds > limit else None


@contextlib.contextmanager
def _alarm() -> Any:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(KILL_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
