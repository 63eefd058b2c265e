"""`forecast plan`: prints what a run would compute and need, without running it."""

from typing import TYPE_CHECKING, Any

from forecast.cli.options import (
    ChunkSize,
    Config,
    Json,
    Members,
    Out,
    Quiet,
    Seed,
    Set,
    Threads,
    overrides,
    thread_count,
)
from forecast.cli.output import Output

if TYPE_CHECKING:
    from forecast.experiment.plan import RunPlan


def command(
    config: Config,
    members: Members = None,
    threads: Threads = None,
    chunk_size: ChunkSize = None,
    out: Out = "results",
    set_: Set = None,
    seed: Seed = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Say what a run would take, without running it.

    Members, pieces of work, memory, disk and roughly how long.
    """
    from pathlib import Path

    from forecast.cli.loading import load_points
    from forecast.experiment.plan import make_plan
    from forecast.runner.machine import free_bytes, size
    from forecast.runner.request import largest

    output = Output(json, quiet)
    points = load_points(config, overrides(set_, seed), members)
    plan = make_plan(largest(points[0].experiment), thread_count(threads), chunk_size)
    free = free_bytes(Path(out))
    need = len(points) * plan.disk_bytes + plan.work_bytes
    output.text(*lines(plan, len(points), free))
    if points[0].experiment.stopping is not None:
        output.note("with the stopping rule it may need less: this is the plan of the largest number of members")
    if need > free:
        output.note(
            f"warning: {size(need)} of disk are needed at {out} and {size(free)} are free; choose another --out"
        )
    output.result({**as_object(plan), "runs": len(points), "free_bytes": free, "fits": need <= free})


def lines(plan: "RunPlan", runs: int, free: int) -> list[str]:
    """Return the lines that describe the plan.

    Parameters
    ----------
    plan : RunPlan
        Plan of one run.
    runs : int
        Number of runs of the config: one, or the points of its sweep.
    free : int
        Free bytes on the disk of the results.
    """
    from forecast.runner.machine import size

    return [
        f"members   {plan.members:,} ({plan.draws:,} draws x {plan.replicates}) in {len(plan.branches)} branches"
        + (f", {runs} runs" if runs > 1 else ""),
        f"weeks     {plan.horizon}",
        f"work      {plan.chunks:,} chunks of up to {plan.chunk_size:,} members, {plan.parts} Parquet parts a branch, "
        f"{plan.threads} threads",
        f"memory    about {size(plan.ram_bytes)}",
        f"disk      about {size(runs * plan.disk_bytes)}, and {size(plan.work_bytes)} while running; {size(free)} free",
        f"time      about {duration(runs * plan.seconds)}",
    ]


def as_object(plan: "RunPlan") -> dict[str, Any]:
    """Return the plan for --json. Sizes are in bytes and the time is in seconds."""
    return {
        "members": plan.members,
        "draws": plan.draws,
        "replicates": plan.replicates,
        "branches": list(plan.branches),
        "horizon": plan.horizon,
        "threads": plan.threads,
        "chunk_size": plan.chunk_size,
        "chunks": plan.chunks,
        "parts": plan.parts,
        "ram_bytes": plan.ram_bytes,
        "disk_bytes": plan.disk_bytes,
        "work_bytes": plan.work_bytes,
        "seconds": round(plan.seconds, 1),
    }


def duration(seconds: float) -> str:
    """Write a duration, such as 40 s, 12 min or 3.5 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
