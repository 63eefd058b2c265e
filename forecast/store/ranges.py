"""Results of the kernel for one range of members in all branches, and the format of their file in the work area.

The file has a magic number, the length of a JSON header, the header, one compressed block per array, and the SHA-256 of
the header and the blocks. Counts that fit are stored in two bytes. Compression is fast (LZ4), because such a file is
read only if the run is interrupted.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = b"FCRANGE3"
CODEC = "lz4"
_DIGEST = 32


class BranchBlock(NamedTuple):
    """Results of n members in one branch.

    out: float32[NO, n], outcomes. donor_out: float32[ND, n], aid by donor. hist: uint32[G, NSER+S, BINS], members in
    each bin by counted week and series. regimes: uint32[G, NREG], members in each regime by counted week.
    """

    out: NDArray[np.float32]
    donor_out: NDArray[np.float32]
    hist: NDArray[np.uint32]
    regimes: NDArray[np.uint32]


class RangeResult(NamedTuple):
    """Results of members lo .. hi-1, all in one part.

    branches: branch -> its results, in the experiment's order. errors: branch, member and reason for each member that
    could not be computed; its outcomes are NaN and it is in no count.
    """

    lo: int
    hi: int
    branches: dict[str, BranchBlock]
    errors: tuple[tuple[str, int, str], ...] = ()


def joined(blocks: list[BranchBlock]) -> BranchBlock:
    """Join the results of neighbouring members."""
    return BranchBlock(
        np.concatenate([block.out for block in blocks], axis=1),
        np.concatenate([block.donor_out for block in blocks], axis=1),
        np.sum([block.hist for block in blocks], axis=0, dtype=np.uint32),
        np.sum([block.regimes for block in blocks], axis=0, dtype=np.uint32),
    )


def encode(result: RangeResult) -> bytes:
    """Encode a result as compressed bytes with a checksum."""
    arrays = {
        f"{branch}/{field}": array
        for branch, block in result.branches.items()
        for field, array in zip(BranchBlock._fields, block, strict=True)
    }
    return MAGIC + pack({"lo": result.lo, "hi": result.hi, "errors": result.errors}, arrays)


def decode(data: bytes) -> RangeResult:
    """Decode the bytes that `encode` returned.

    Raises
    ------
    ValueError
        If the bytes are incomplete or of another kind.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("not a range file")
    head, arrays = unpack(data[len(MAGIC) :])
    branches: dict[str, dict[str, NDArray[np.generic]]] = {}
    for key, array in arrays.items():
        branch, field = key.split("/")
        branches.setdefault(branch, {})[field] = array
    blocks = {name: BranchBlock(**block) for name, block in branches.items()}  # type: ignore[arg-type]
    return RangeResult(head["lo"], head["hi"], blocks, tuple(tuple(error) for error in head["errors"]))


def pack(head: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Encode a JSON header and named arrays as compressed bytes with a checksum."""
    import pyarrow as pa

    blocks, descriptions = [], []
    for name, array in arrays.items():
        narrow = np.ascontiguousarray(array, dtype=_stored_type(array))
        blocks.append(pa.compress(pa.py_buffer(narrow), codec=CODEC))
        kinds = {"dtype": array.dtype.str, "stored": narrow.dtype.str}
        descriptions.append({"name": name, **kinds, "shape": array.shape, "size": blocks[-1].size})
    header = json.dumps({"head": head, "arrays": descriptions}).encode()
    pieces = [struct.pack("<Q", len(header)), header, *blocks]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return b"".join([*pieces, digest.digest()])


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[np.generic]]]:
    """Decode the bytes that `pack` returned: the header and the arrays, which are read-only.

    Raises
    ------
    ValueError
        If the bytes are incomplete or changed.
    """
    import pyarrow as pa

    body = memoryview(data)[:-_DIGEST]
    if len(data) < 8 + _DIGEST or hashlib.sha256(body).digest() != data[-_DIGEST:]:
        raise ValueError("torn file")
    start = 8 + struct.unpack("<Q", body[:8])[0]
    header = json.loads(bytes(body[8:start]))
    arrays = {}
    for item in header["arrays"]:
        stored, shape, size = np.dtype(item["stored"]), item["shape"], item["size"]
        raw = pa.decompress(body[start : start + size], int(np.prod(shape)) * stored.itemsize, codec=CODEC)
        array = np.frombuffer(raw, dtype=stored).reshape(shape).astype(item["dtype"], copy=False)
        array.flags.writeable = False
        arrays[item["name"]] = array
        start += size
    return header["head"], arrays


def _stored_type(array: NDArray[np.generic]) -> np.dtype[Any]:
    """The type in which an array is stored: two or four bytes for counts that fit, else its own type."""
    if array.dtype.kind in "ui" and array.size and int(array.min()) >= 0:
        largest = int(array.max())
        if largest < 1 << 16:
            return np.dtype("<u2")
        if largest < 1 << 32:
            return np.dtype("<u4")
    return array.dtype
