"""Ways to damage a finished run or sweep. Each takes its folder and random numbers, and says what it did."""

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Corruption = Callable[[Path, random.Random], str]

FOLLOW = (
    "experiment", "seed", "layout", "members", "draws", "replicates", "horizon", "censor_week", "origin_date",
    "branches", "reference", "sides", "donors", "sectors",
)  # fmt: skip
"""Fields of a manifest that follow from the config."""


def files(folder: Path) -> list[Path]:
    """All regular files."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def runs(folder: Path) -> list[Path]:
    """The run folders."""
    return sorted(path.parent for path in folder.rglob("manifest.json"))


def flip(folder: Path, rng: random.Random) -> str:
    path = rng.choice(files(folder))
    content = bytearray(path.read_bytes())
    place, bit = rng.randrange(len(content)), rng.randrange(8)
    content[place] ^= 1 << bit
    path.write_bytes(bytes(content))
    return f"bit {bit} of byte {place} of {path.name}"


def cut(folder: Path, rng: random.Random) -> str:
    path = rng.choice(files(folder))
    content = path.read_bytes()
    size = rng.choice([0, 1, len(content) // 2, len(content) - 1, rng.randrange(len(content))])
    path.write_bytes(content[:size])
    return f"{path.name} cut to {size} of {len(content)} bytes"


def zero_page(folder: Path, rng: random.Random) -> str:
    path = rng.choice(files(folder))
    content = bytearray(path.read_bytes())
    start = rng.randrange(0, len(content), 4096)
    size = len(content[start : start + 4096])
    content[start : start + size] = bytes(size)
    path.write_bytes(bytes(content))
    return f"zeros at {start} of {path.name}"


def grow(folder: Path, rng: random.Random) -> str:
    path = rng.choice(files(folder))
    with open(path, "ab") as stream:
        if rng.random() < 0.3:
            stream.truncate(1 << rng.choice([31, 36, 42]))
        else:
            stream.write(rng.randbytes(rng.choice([1, 8, 1000])))
    return f"{path.name} is longer"


def swap(folder: Path, rng: random.Random) -> str:
    path = rng.choice(files(folder))
    alike = [other for other in files(folder) if other.suffix == path.suffix and other != path]
    if not alike:
        return cut(folder, rng)
    other = rng.choice(alike)
    aside = folder / "aside"
    path.rename(aside)
    other.rename(path)
    aside.rename(other)
    return f"{path} and {other} swapped"


def remove(folder: Path, rng: random.Random) -> str:
    path = rng.choice([path for path in folder.rglob("*") if rng.random() < 0.2 or path.is_file()])
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return f"{path} removed"


def add(folder: Path, rng: random.Random) -> str:
    home = rng.choice([path for path in folder.rglob("*") if path.is_dir()])
    names = ("part-00001.parquet", "x", ".work", "manifest.json", "sweep.parquet", "fitted.json", "\x1b[31m", "a\nb")
    path = home / rng.choice(names)
    if os.path.lexists(path):
        return flip(folder, rng)
    if rng.random() < 0.3:
        path.mkdir()
    else:
        path.write_bytes(rng.randbytes(100))
    return f"{path!r} added"


def exchange(folder: Path, rng: random.Random) -> str:
    """Something that is no plain file in place of a file."""
    path = rng.choice(files(folder))
    kind = rng.choice(["folder", "pipe", "device", "link", "loop"])
    aside = folder.parent / "aside"
    shutil.copy(path, aside)
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"device": "/dev/zero", "link": str(aside), "loop": path.name}[kind])
    return f"{kind} in place of {path.name}"


def link_folder(folder: Path, rng: random.Random) -> str:
    path = rng.choice([path for run in runs(folder) for path in run.rglob("*") if path.is_dir()])
    aside = folder.parent / "aside"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(path, aside)
    shutil.rmtree(path)
    path.symlink_to(aside)
    return f"link in place of the folder {path.name}"


def edit_json(folder: Path, rng: random.Random) -> str:
    """Another value in a JSON file, which is not sealed again."""
    path = rng.choice([path for path in files(folder) if path.suffix == ".json"])
    content = json.loads(path.read_text())
    key = rng.choice(list(content))
    content[key] = other(content[key], rng)
    path.write_text(json.dumps(content, indent=2))
    return f"{key} of {path.name} edited"


def resealed_field(folder: Path, rng: random.Random) -> str:
    """Another value of a field that follows from the config, in a manifest that is sealed again."""
    run = rng.choice(runs(folder))
    content = json.loads((run / "manifest.json").read_text())
    key = rng.choice(FOLLOW)
    content[key] = other(content[key], rng)
    seal(run, content)
    return f"{key} of a manifest is {content[key]!r}, sealed again"


def resealed_list(folder: Path, rng: random.Random) -> str:
    """A changed list of files or of failed members, sealed again."""
    run = rng.choice(runs(folder))
    content = json.loads((run / "manifest.json").read_text())
    entry = rng.choice(content["files"])
    kind = rng.choice(["rows", "path", "sha256", "gone", "twice", "failed", "type"])
    if kind == "gone":
        content["files"].remove(entry)
    elif kind == "twice":
        content["files"].append(dict(entry))
    elif kind == "failed":
        content["failed"] = rng.choice([5, "x", [{}], [{"branch": "x", "members": [0], "reason": "y"}], None])
    elif kind == "type":
        content["files"] = rng.choice([{}, None, [None], [[1, 2]], "files"])
    else:
        entry[kind] = {"rows": rng.choice([0, -1, 41, 2**40]), "path": "../x", "sha256": "0" * 64}[kind]
    seal(run, content)
    return f"{kind} of the files of a manifest, sealed again"


def resealed_footer(folder: Path, rng: random.Random) -> str:
    """A part that says it holds something else, or other rows, sealed again."""
    run = rng.choice(runs(folder))
    path = rng.choice(sorted(run.rglob("part-*.parquet")))
    table = pq.ParquetFile(path).read()
    texts = {
        key: text for key, text in pq.read_metadata(path).metadata.items() if key in (b"branch", b"members", b"columns")
    }
    kind = rng.choice(["branch", "members", "rows", "none"])
    if kind == "rows":
        table = table.slice(0, table.num_rows - 1)
    elif kind == "none":
        texts = {}
    else:
        texts[kind.encode()] = b"0-7"
    with pq.ParquetWriter(path, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(texts)
    reseal(run)
    return f"{kind} of the footer of {path.parent.name}, sealed again"


def resealed_swap(folder: Path, rng: random.Random) -> str:
    """Two branches swapped with their hashes, and sealed again."""
    run = rng.choice(runs(folder))
    one, two = rng.sample(sorted(run.glob("members/*/part-00000.parquet")), 2)
    aside = run / "aside"
    one.rename(aside)
    two.rename(one)
    aside.rename(two)
    reseal(run)
    return f"{one.parent.name} and {two.parent.name} swapped and sealed again"


def other(value: Any, rng: random.Random) -> Any:
    """Another value of a field."""
    if isinstance(value, list):
        return list(reversed(value)) if len(set(map(str, value))) > 1 and rng.random() < 0.5 else [*value, "x"]
    if isinstance(value, bool) or value is None:
        return rng.choice(["x", 1, [], {}])
    if isinstance(value, int):
        return rng.choice([value + 1, -value, 0 if value else 1, str(value) + "0", 10**30, 1.5])
    return rng.choice([f"{value}x", 5, None, [], "\x1b[2J", "<b>", "2" * 5000])


def seal(run: Path, content: dict[str, Any]) -> None:
    """Write a manifest with a new seal."""
    content.pop("seal", None)
    text = json.dumps(content, indent=2, ensure_ascii=False).removesuffix("\n}")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (run / "manifest.json").write_text(f'{text},\n  "seal": "{digest}"\n}}\n')


def reseal(run: Path) -> None:
    """Write the hashes of the present files into the manifest, and a new seal."""
    content = json.loads((run / "manifest.json").read_text())
    for entry in content["files"]:
        entry["sha256"] = hashlib.sha256((run / entry["path"]).read_bytes()).hexdigest()
    seal(run, content)


CORRUPTIONS: tuple[Corruption, ...] = (
    flip, flip, cut, zero_page, grow, swap, remove, add, exchange, link_folder, edit_json, resealed_field,
    resealed_field, resealed_list, resealed_footer, resealed_swap,
)  # fmt: skip


def resealed_bytes(folder: Path, rng: random.Random) -> str:
    """A damaged file with a fitting hash: numbers may change, but no command may break."""
    run = rng.choice(runs(folder))
    names = [entry["path"] for entry in json.loads((run / "manifest.json").read_text())["files"]]
    path = run / rng.choice(names)
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 1, 4, 64])):
        content[rng.randrange(len(content))] = rng.randrange(256)
    if rng.random() < 0.3:
        del content[rng.randrange(len(content)) :]
    path.write_bytes(bytes(content))
    reseal(run)
    return f"bytes of {path.relative_to(run)}, sealed again"


def snapshot(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its content, to tell whether a command wrote something."""
    for path in files(folder):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
