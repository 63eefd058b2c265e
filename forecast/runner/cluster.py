"""Computes the parts of runs on a Dask cluster. The workers write them into the folders that shards use.

A part is one task, a pure function of the folder and the number of the part. So a task may run twice, and the parts of
a worker that died are computed by another one. All workers must see the results folder.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from forecast.errors import ConfigError, ForecastError, RunError
from forecast.experiment.plan import PART_MEMBERS
from forecast.runner.stop import Interrupted

if TYPE_CHECKING:
    import threading

    from forecast.runner.request import RunRequest

CONNECT_S = 30
LOOK_S = 0.2


class PartTask(NamedTuple):
    """One task of the cluster: a part of the run in a folder of shards."""

    folder: Path
    part: int

    @property
    def key(self) -> str:
        """Name of the task on the cluster. It is the same whenever the same part is submitted."""
        return f"{self.folder.parent.name}-{self.folder.name}-part-{self.part:05d}"


def compute_part(folder: str, part: int) -> list[str]:
    """Compute one part on a worker. Return what went wrong, one line per problem.

    Parameters
    ----------
    folder : str
        Absolute path of the folder of shards, as the worker sees it. It has the config and the fit.
    part : int
        Number of the part.
    """
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()
    from forecast.runner.fitting.given import given_to
    from forecast.runner.merging import read_shared
    from forecast.runner.request import RunRequest
    from forecast.runner.runner import RunSession
    from forecast.runner.shards import open_shared, shared_path

    path = Path(folder)
    if not path.is_dir():
        return [f"{folder}: a worker does not see this folder; results must lie where all workers see them"]
    try:
        record, exp = read_shared(path)
        fit = given_to(path, record)
        request = RunRequest.of(exp, path.parent.parent, threads=1, changes=record.overrides, fit=fit)
        if shared_path(request, record) != path:
            return [f"{folder}: is not the folder of this config"]
        with RunSession(request, open_=open_shared) as session:
            session.simulate_parts([part])
    except (ForecastError, OSError) as error:
        return str(error).splitlines()
    return []


@contextmanager
def cluster_client(scheduler: str | None, workers: int) -> "Iterator[Any]":
    """Connect to a Dask cluster, or start one on this machine for the time of the context.

    Parameters
    ----------
    scheduler : str, optional
        Address of the scheduler, such as `tcp://10.0.0.1:8786`. None: start workers on this machine.
    workers : int
        Number of workers to start, of one thread each.

    Raises
    ------
    ConfigError
        If Dask is not installed.
    RunError
        If the scheduler does not answer.
    """
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError:
        raise ConfigError.of("--executor dask", "needs the extra 'dist': pip install 'frontcast[dist]'") from None
    if scheduler is None:
        with (
            LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs="CRITICAL"
            ) as local,
            Client(local) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise RunError.of(f"--scheduler {scheduler}", f"cannot be reached: {reason}") from None
    with client:
        yield client


def compute_on(
    client: "Any",
    tasks: Sequence[PartTask],
    stop: "threading.Event",
    progress: Callable[[int, int], None],
) -> None:
    """Submit parts to a cluster and wait until all are computed.

    Parameters
    ----------
    client : distributed.Client
        The cluster.
    tasks : Sequence[PartTask]
        The parts.
    stop : threading.Event
        Set it to cancel the tasks that have not begun; Interrupted is raised.
    progress : callable
        Called as `progress(done, total)`, in parts.

    Raises
    ------
    RunError
        If a part could not be computed. The message has the first lines of each.
    """
    futures = {
        client.submit(compute_part, str(task.folder.absolute()), task.part, key=task.key, pure=True): task
        for task in tasks
    }
    waiting = set(futures)
    problems: dict[str, None] = {}
    progress(0, len(futures))
    while waiting:
        if stop.is_set():
            client.cancel(list(waiting), force=True)
            raise Interrupted("interrupted: run the same command again to continue")
        ended = {future for future in waiting if future.done()}
        for future in ended:
            problems |= dict.fromkeys(_problems(future, futures[future]))
        waiting -= ended
        if ended:
            progress(len(futures) - len(waiting), len(futures))
        time.sleep(LOOK_S if waiting and not ended else 0.0)
    for future in futures:
        future.release()  # a later run with the same key must compute again
    if problems:
        raise RunError.of("--executor dask", "; ".join(list(problems)[:3]))


def _problems(future: "Any", task: PartTask) -> list[str]:
    if future.status == "finished":
        lines: list[str] = future.result()
        return lines
    if future.status == "error":
        error = future.exception()
        return [f"part {task.part}: {type(error).__name__}: {' '.join(str(error).split())}"]
    return [f"part {task.part}: {future.status}"]


def run_on_cluster(
    requests: "Sequence[RunRequest]",
    scheduler: str | None,
    stop: "threading.Event",
    progress: Callable[[int, int], None],
) -> list[Path]:
    """Compute all parts of some runs on a cluster. Return the folder of shards of each run, to be merged.

    Parameters
    ----------
    requests : Sequence[RunRequest]
        The runs. Their number of threads is that of the workers to start, if no scheduler is named.
    scheduler : str, optional
        Address of the scheduler.
    stop : threading.Event
        Set it to cancel.
    progress : callable
        Called as `progress(done, total)`, in members.

    Raises
    ------
    ConfigError
        If a run is to be computed on a GPU, or has a stopping rule.
    """
    from forecast.runner.runner import RunSession
    from forecast.runner.shards import open_shared

    folders, tasks = [], []
    for request in requests:
        if request.device.is_gpu:
            raise ConfigError.of("--device cuda", "leave it out with --executor dask: workers compute on processors")
        with RunSession(request, stop=stop, open_=open_shared) as session:
            session.simulate_parts([])  # config and fit, so that the workers need not fit
            folders.append(session.opened.path)
            tasks += [PartTask(session.opened.path, part) for part in session.opened.work.missing_parts()]
    members = sum(request.experiment.members for request in requests)
    before = max(0, members - len(tasks) * PART_MEMBERS)
    with cluster_client(scheduler, requests[0].plan.threads) as client:
        compute_on(client, tasks, stop, lambda done, _: progress(min(before + done * PART_MEMBERS, members), members))
    return folders
