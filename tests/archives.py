"""What judges the archives the program writes: the tools other archives use."""

import gc
import importlib
import sys
import warnings
from pathlib import Path
from types import ModuleType

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker


class _Command:
    """What `warcio check` makes of its arguments."""

    verbose = True

    def __init__(self, *inputs: str):
        self.inputs = inputs


def check_warc(path: Path) -> int:
    """The exit code of `warcio check -v`, without a process for each; what it says goes to stdout."""
    return int(Checker(_Command(str(path))).process_all())


def records_of(path: Path) -> list[tuple[dict[str, str], bytes]]:
    """The headers of each record and what it holds, payloads without the marks of chunks."""
    with path.open("rb") as stream:
        return [
            (dict(record.rec_headers.headers), record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]


def blocks_of(path: Path) -> list[bytes]:
    """The block of each record, byte by byte."""
    with path.open("rb") as stream:
        return [
            record.raw_stream.read() for record in ArchiveIterator(stream, no_record_parse=True)
        ]


def validate_wacz(path: Path) -> int:
    """The exit code of `wacz validate -f`; what it says goes to stdout.

    `wacz` asks for surt, which only its index writer calls and which comes as source alone: an empty module does.  It
    leaves files open behind it, which is no fault of ours.
    """
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setitem(sys.modules, "surt", ModuleType("surt"))
        wacz = importlib.import_module("wacz.main")
        code = int(wacz.main(["validate", "-f", str(path)]))
        gc.collect()
        return code
