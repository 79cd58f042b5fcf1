"""What judges the archives the program writes: the tools other archives use."""

from pathlib import Path

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
