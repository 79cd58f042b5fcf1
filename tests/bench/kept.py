"""How fast every kept byte is hashed again, beside `sha256sum` on the same files, and with how much memory."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from factcheck.adapters.blobs import open_blobs

MANY, BYTES, ROUNDS = 8, 32_000_000, 3
CHECK = """
import resource, sys, time
from pathlib import Path
from factcheck.adapters.blobs import open_blobs
blobs = open_blobs("", Path(sys.argv[1]))
before = time.perf_counter()
assert sum(blobs.check(*one) for one in blobs.sizes()) == int(sys.argv[2])
seconds, status = time.perf_counter() - before, Path("/proc/self/status")
# What getrusage says counts the process that started this one as well.
lines = status.read_text().splitlines() if status.exists() else []
peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
print(seconds, (peaks or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])[0] / 1_000)
"""


def measured(folder: Path) -> str:
    """One line: GB/s, the ratio to `sha256sum` in the same round (median of three), and the peak in MB."""
    program = shutil.which("sha256sum")
    if program is None:
        return "kept bytes: no sha256sum here to compare with."
    blobs = open_blobs("", folder)
    for _ in range(MANY):
        blobs.put(os.urandom(BYTES))
    files = [str(path) for path in folder.rglob("*") if path.is_file()]
    seconds, ratios, peak = [], [], 0.0
    for _ in range(ROUNDS):
        before = time.perf_counter()
        subprocess.run([program, *files], check=True, capture_output=True)
        beside = time.perf_counter() - before
        words = [sys.executable, "-c", CHECK, str(folder), str(MANY * BYTES)]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        seconds.append(float(said[0]))
        ratios.append(beside / seconds[-1])
        peak = max(peak, float(said[1]))
    speed = MANY * BYTES / median(seconds) / 1e9
    return (
        f"kept bytes: hashed again at {speed:.2f} GB/s, {median(ratios):.2f} times sha256sum, "
        f"peak {peak:.0f} MB with blobs of {BYTES / 1e6:.0f} MB"
    )
