"""Numbers out of a `.safetensors` file: eight bytes of length, a JSON table, then the numbers themselves.

Only 32-bit floats are read.  Nothing in such a file is run, and a table that points outside of it is refused.
"""

import json
from math import prod
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TABLE_BYTES = 1_000_000
_FLOAT_BYTES = 4


def read_tensors(path: Path) -> dict[str, Floats]:
    """The arrays by their names.  Raises `ValueError` for a file that is not whole, `OSError`.

    The file is mapped, not read: numbers never looked at take no memory, and processes share those that are.
    """
    with path.open("rb") as file:
        data = mmap(file.fileno(), 0, access=ACCESS_READ)
    size = int.from_bytes(data[:8], "little")
    if not 0 < size <= min(TABLE_BYTES, len(data) - 8):
        raise ValueError("its table is not whole")
    table: dict[str, Any] = json.loads(data[8 : 8 + size])
    body = memoryview(data)[8 + size :]
    return {
        name: _array(body, about)
        for name, about in table.items()
        if isinstance(about, dict) and about.get("dtype") == "F32"
    }


def _array(body: memoryview, about: dict[str, Any]) -> Floats:
    shape, (start, end) = about["shape"], about["data_offsets"]
    if not all(isinstance(one, int) and one >= 0 for one in (*shape, start, end)):
        raise ValueError("its table holds what is no number")
    if not (start <= end <= len(body) and end - start == prod(shape) * _FLOAT_BYTES):
        raise ValueError("its table points beside its numbers")
    return np.frombuffer(body[start:end], dtype="<f4").reshape(shape)
