"""One Parquet file per run of the benchmarks: one row a measurement, with the machine, the versions and the commit."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import processor
from benchmarks.measure import Measurement

RESULTS = Path(__file__).resolve().parent / "results"


def write(measurements: Sequence[Measurement], folder: Path = RESULTS) -> Path:
    """A row a measurement: its fields, then cpu, cores, features, versions, revision and date of the run."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    now = datetime.now(UTC).replace(microsecond=0)
    machine = {
        "cpu": processor.cpu_name(),
        "cores": processor.cores(),
        "features": processor.features(),
        "versions": json.dumps(processor.versions(), sort_keys=True),
        "revision": processor.revision(),
        "date": now.isoformat(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{now:%Y%m%dT%H%M%SZ}.parquet"
    schema = pa.schema(
        [("name", pa.string()), ("value", pa.float64()), ("unit", pa.string()), ("spread", pa.float64())]
        + [("n", pa.int64()), ("note", pa.string()), ("cpu", pa.string()), ("cores", pa.int64())]
        + [(name, pa.string()) for name in ("features", "versions", "revision", "date")]
    )
    pq.write_table(pa.Table.from_pylist([one._asdict() | machine for one in measurements], schema), path)
    return path
