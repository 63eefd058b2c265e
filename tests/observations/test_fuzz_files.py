"""Random changes of observation files: a file is read, or refused with lines that name it. Nothing else happens.

`make test` tries a few hundred; FRONTCAST_FUZZ=20000 tries more, at about a millisecond each.
"""

import io
import os
import random
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from forecast.errors import ObservationError
from forecast.observations.read import ABROAD, LOSSES, SALIENT, read_observations, read_weekly_series

COUNT = int(os.environ.get("FRONTCAST_FUZZ", "400"))
HANG_S = 2.0
CELLS = (
    "", "NA", "nan", "inf", "-inf", "1e999", "1,5", '"1,234"', "12%", "0x1F", "total", "Total", "north", "NORTH", "01",
    "1", "S1", "2030-01-05", "2030-01-06", "02/03/2030", "45231", "2030-13-45", "0000-00-00", "9999-12-31", "net_km2",
    "losses_claimed", "\x00", "\x1b[31m", "\u202e", '"', "'", "\r", "\ud7ff", "é", "=1+1", "@x", "9" * 400, " ", "\t",
)  # fmt: skip
BYTES = (b"\x00", b"\xff", b"\n", b",", b'"', b"\r\n", b"\xef\xbb\xbf", b"\x1f\x8b", b"<html>", b"PAR1", b"PK\x03\x04")


def valid_csv(rng: random.Random) -> str:
    lines = ["target_end_date,target,location,observation,as_of"]
    for day in ("2030-01-05", "2030-01-12", "2030-01-19"):
        values = [rng.randrange(-50, 200) for _ in range(2)]
        rows = [("net_km2", "north", values[0]), ("net_km2", "south", values[1]), ("net_km2", "total", sum(values))]
        rows += [(LOSSES, "ru", rng.randrange(10_000)), (SALIENT, ABROAD, rng.randrange(900))]
        lines += [f"{day},{target},{place},{value},2030-02-01" for target, place, value in rows]
    return "\n".join(lines) + "\n"


def changed_csv(rng: random.Random) -> bytes:
    lines = [line.split(",") for line in valid_csv(rng).splitlines()]
    for _ in range(rng.choice([0, 1, 1, 2, 5])):
        kind, row = rng.randrange(6), rng.randrange(len(lines))
        if kind == 0:
            lines[row][rng.randrange(len(lines[row]))] = rng.choice(CELLS)
        elif kind == 1:
            lines.insert(rng.randrange(len(lines)), list(lines[row]))
        elif kind == 2 and len(lines) > 1:
            del lines[row]
        elif kind == 3:
            rng.shuffle(lines)
        elif kind == 4:
            del lines[row][rng.randrange(len(lines[row])) :]
            lines[row] = lines[row] or [""]
        else:
            lines[row].append(rng.choice(CELLS))
    content = bytearray("\n".join(map(",".join, lines)).encode("utf-8", "surrogatepass"))
    return changed_bytes(content, rng) if rng.random() < 0.4 else bytes(content)


def changed_bytes(content: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice([1, 1, 2, 8])):
        place = rng.randrange(len(content) + 1)
        kind = rng.randrange(4)
        if kind == 0 and place < len(content):
            content[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            content[place:place] = rng.choice(BYTES)
        elif kind == 2:
            del content[place : place + rng.choice([1, 4, 100])]
        else:
            content[place:place] = content[: rng.choice([1, 50])]
    return bytes(content)


def changed_parquet(rng: random.Random) -> bytes:
    rows = [line.split(",") for line in valid_csv(rng).splitlines()[1:]]
    names = ["target_end_date", "target", "location", "observation"]
    columns = {name: pa.array([row[k] for row in rows]) for k, name in enumerate(names)}
    columns["observation"] = columns["observation"].cast(
        rng.choice([pa.float64(), pa.int64(), pa.float32(), pa.string()])
    )
    days = columns["target_end_date"].cast(pa.timestamp("s"))
    kinds = [pa.date32(), pa.date64(), pa.timestamp("ns"), pa.string()]
    in_zone = pc.assume_timezone(days, "Europe/Kyiv")
    columns["target_end_date"] = in_zone if rng.random() < 0.2 else days.cast(rng.choice(kinds))
    if rng.random() < 0.3:
        name = rng.choice(names)
        odd = [pa.array([value] * len(rows)) for value in (None, [1], True, b"\xff", 2**62, {"a": 1}, "x")]
        columns[name] = rng.choice(odd)
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression=rng.choice(["zstd", "snappy", "none"]))
    content = bytearray(sink.getvalue())
    return changed_bytes(content, rng) if rng.random() < 0.6 else bytes(content)


def read_all_targets(path: Path) -> int:
    """Read every target. The number of refusals."""
    refused = 0
    for read in (
        lambda: read_observations(path),
        lambda: read_weekly_series(path, LOSSES, "ru"),
        lambda: read_weekly_series(path, SALIENT, ABROAD),
    ):
        start = time.perf_counter()
        try:
            read()
        except ObservationError as error:
            refused += 1
            assert error.exit_code == 3
            assert all(line.isprintable() and path.name in line for line in str(error).splitlines())
        assert time.perf_counter() - start < HANG_S
    return refused


def test_that_any_file_is_read_or_refused_with_its_name(tmp_path: Path, seed: int) -> None:
    refused = 0
    for number in range(COUNT):
        rng = random.Random(seed + number)
        path = tmp_path / ("obs.csv" if number % 3 else "obs.parquet")
        path.write_bytes(changed_csv(rng) if number % 3 else changed_parquet(rng))
        try:
            refused += read_all_targets(path)
        except Exception as error:
            raise AssertionError(f"seed {seed + number}: {path.read_bytes()!r}") from error
    assert COUNT * 0.3 < refused < COUNT * 2.9
