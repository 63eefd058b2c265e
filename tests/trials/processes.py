"""Child processes that run parts of a run and can be killed. They are forked from a server that has all code loaded."""

import multiprocessing
import threading
from pathlib import Path
from typing import Any

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.trials.loaded"])


def run_whole(config: str, texts: tuple[str, ...], members: int, out: str) -> None:
    """What `forecast run` does."""
    from forecast.api import execute

    execute(request_of(config, texts, members, out))


def run_shard(config: str, texts: tuple[str, ...], members: int, out: str, number: int, count: int) -> None:
    """What `forecast run --shard` does."""
    from forecast.runner.runner import RunSession
    from forecast.runner.shards import Shard, open_shared

    request = request_of(config, texts, members, out)
    (parts,) = Shard(number, count).parts([request])
    if parts:
        with RunSession(request, open_=open_shared) as session:
            session.simulate_parts(parts)


def merge(config: str, texts: tuple[str, ...], members: int, out: str) -> None:
    """What `forecast merge` does. Before a kill it may have given the folder its id: then the run is continued."""
    from forecast.api import execute
    from forecast.runner.merging import open_merged, shared_folders

    request, stop = request_of(config, texts, members, out), threading.Event()
    found = shared_folders(Path(out))
    if found:
        execute(request, None, stop, lambda asked: open_merged(found[0], asked, stop, print, 0.0))
    else:
        execute(request)


def request_of(config: str, texts: tuple[str, ...], members: int, out: str) -> Any:
    from forecast.config import load_experiment, with_members
    from forecast.runner.request import RunRequest

    exp = with_members(load_experiment(config, texts), members)
    return RunRequest.of(exp, Path(out), threads=2, chunk_size=4_096)


def killed_or_done(target: Any, arguments: tuple[Any, ...], after: float | None) -> bool:
    """Run a child process, and kill it after some seconds (None: never). Return whether it was killed."""
    child = CONTEXT.Process(target=target, args=arguments)
    child.start()
    child.join(after)
    if child.is_alive():
        child.kill()
    child.join()
    if child.exitcode not in (0, -9):
        raise AssertionError(f"{target.__name__} ended with {child.exitcode}")
    return bool(child.exitcode)
