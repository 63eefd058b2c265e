"""`forecast plan`: what a run would compute and need, before it starts."""

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
    """Say what a run would take; run nothing.

    Members, pieces of work, memory, disk and about how long.
    """
    from pathlib import Path

    from forecast.cli.loading import load_points
    from forecast.experiment.plan import make_plan
    from forecast.runner.space import free_bytes, size

    output = Output(json, quiet)
    points = load_points(config, overrides(set_, seed), members)
    made = make_plan(points[0].experiment, thread_count(threads), chunk_size)
    free = free_bytes(Path(out))
    need = len(points) * made.disk_bytes + made.work_bytes
    output.text(*lines(made, len(points), free))
    if need > free:
        output.note(f"warning: {size(need)} of disk are needed at {out}, {size(free)} are free; choose another --out")
    output.result({**as_object(made), "runs": len(points), "free_bytes": free, "fits": need <= free})


def lines(made: "RunPlan", runs: int, free: int) -> list[str]:
    """The plan in words."""
    from forecast.runner.space import size

    return [
        f"members   {made.members:,} ({made.draws:,} draws x {made.replicates}) in {len(made.branches)} branches"
        + (f", {runs} runs" if runs > 1 else ""),
        f"weeks     {made.horizon}",
        f"work      {made.chunks:,} chunks of up to {made.chunk_size:,} members, {made.parts} Parquet parts a branch, "
        f"{made.threads} threads",
        f"memory    about {size(made.ram_bytes)}",
        f"disk      about {size(runs * made.disk_bytes)}, and {size(made.work_bytes)} while running; {size(free)} free",
        f"time      about {duration(runs * made.seconds)}",
    ]


def as_object(made: "RunPlan") -> dict[str, Any]:
    """The plan for --json: bytes and seconds."""
    return {
        "members": made.members,
        "draws": made.draws,
        "replicates": made.replicates,
        "branches": list(made.branches),
        "horizon": made.horizon,
        "threads": made.threads,
        "chunk_size": made.chunk_size,
        "chunks": made.chunks,
        "parts": made.parts,
        "ram_bytes": made.ram_bytes,
        "disk_bytes": made.disk_bytes,
        "work_bytes": made.work_bytes,
        "seconds": round(made.seconds, 1),
    }


def duration(seconds: float) -> str:
    """Seconds in words: 40 s, 12 min, 3.5 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
