"""`forecast warmup`: compiles the kernels before the first run."""

from forecast.cli.options import Json, Quiet
from forecast.cli.output import Output


def command(quiet: Quiet = False, json: Json = False) -> None:
    """Compile the kernels before the first run.

    They are kept for this machine and version. Prints how long it took.
    """
    import time

    from forecast.cli.loading import prepare_kernels

    output = Output(json, quiet)
    begun = time.monotonic()
    cache = prepare_kernels(output)
    ready = cache.compiled
    from forecast.runner.warm import warm

    warm()
    seconds = time.monotonic() - begun
    state = "were compiled already, loaded" if ready else "compiled"
    kept = f"kept in {cache.path}" if any(cache.path.rglob("*.nbc")) else "not kept"
    output.text(f"kernels {state} in {seconds:.1f} s; {kept}")
    output.result({"compiled": not ready, "seconds": round(seconds, 3), "folder": str(cache.path)})
