"""Whether memory stays flat: peak of ten million members over that of one million, one branch, one year."""

import tempfile
from pathlib import Path

from benchmarks.measure import Measurement
from benchmarks.system.process import FORECAST, OFFER, used

MEMBERS = (1_000_000, 10_000_000)
CONFIG = """\
experiment: memory
question: How much memory does a long run take?
baseline: {configs}/baselines/ukraine-2024-12-20.yaml
priors: {configs}/priors/default.yaml
design: {{draws: 100_000, replicates: 10, layout: sobol, seed: 20241220}}
horizon: 52 weeks
reference: muddle_through
branches:
  muddle_through: {configs}/branches/muddle_through.yaml
"""


def measure(members: tuple[int, int] = MEMBERS) -> list[Measurement]:
    """rss_ratio, and the two peaks."""
    peaks, measurements = [], []
    for count in members:
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "memory.yaml"
            config.write_text(CONFIG.format(configs=OFFER.parent), encoding="utf-8")
            run = used((*FORECAST, "run", str(config), "--members", str(count), "--out", folder, "--quiet"))
        peaks.append(run.memory)
        measurements.append(Measurement(f"memory_{count}", run.memory / 2**20, "MiB", note=f"wall {run.wall:.1f} s"))
    return [
        Measurement("rss_ratio", peaks[1] / peaks[0], "ratio", note="peak resident memory, one run each"),
        *measurements,
    ]
