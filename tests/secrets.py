"""A protected source whose every word is one that stands nowhere else, and looking for those words."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from sqlalchemy import inspect, text

from factcheck.adapters.seals import Seals
from factcheck.db import Database
from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance, Withheld
from factcheck.services import protected
from factcheck.services.evidence import EvidenceInput
from tests.cast import Newsroom

SEALS = Seals(bytes(range(32)))
# One word a field; none is part of another word of the program.
SECRET = EvidenceInput(
    kind=EvidenceKind.INTERVIEW,
    stance=Stance.SUPPORTS,
    source_class=SourceClass.PRIMARY,
    title="Zanzolotl talk",
    url="https://quuxvane.example/brimwick",
    publisher="Yolandarr",
    published_on="1937-03",
    accessed_on="1938-04-05",
    quote="Vrelkine words",
    says="Oskurant says",
    locator="Plimthorpe",
    origin_group="Gwendrick",
    note="Trokkel note",
    expert_employer="Hibbernaut",
    expert_field="Jastrow",
    expert_conflicts="Kelvorane",
    is_public=False,
    internal_reason="Mirrabel",
    spoke_with="Wexfordine Quill",
    spoke_role="Sprathwaite",
    held_at="1939-05-06T07:08+00:00",
    channel=Channel.TELEPHONE,
    consent=Consent.OFF_RECORD,
    consent_note="Dunmoravia",
    transcript="Lusterkin transcript",
)
WORDS = (
    "zanzolotl quuxvane brimwick yolandarr 1937-03 1938-04-05 vrelkine oskurant plimthorpe gwendrick trokkel "
    "hibbernaut jastrow kelvorane mirrabel wexfordine sprathwaite 1939-05-06 dunmoravia lusterkin "
    "fenwickett ostrandel pevensworth"
).split()
FILE_NAME, FILE_TEXT, FILE_NOTE = (
    "fenwickett.txt",
    b"The ostrandel text of the file.\n",
    "pevensworth",
)


def log(newsroom: Newsroom, claim_id: int, given: EvidenceInput = SECRET) -> int:
    """Carla logs a protected source; its number."""
    with newsroom.work(newsroom.carla) as work:
        return protected.log(work, claim_id, given, Withheld.SAFETY, SEALS.seal).number


def found_in(words: str) -> list[str]:
    """Which of the secret words can be read in a text."""
    folded = words.casefold()
    return [word for word in WORDS if word in folded]


def in_bytes(data: bytes) -> list[str]:
    return found_in(data.decode("latin-1"))


def in_files(folder: Path) -> dict[str, list[str]]:
    """Files below a folder that hold one of the words, with the words."""
    return {
        str(path.relative_to(folder)): words
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (words := in_bytes(path.read_bytes()))
    }


def in_tables(database: Database) -> dict[str, list[str]]:
    """Columns of any table, search indexes among them, in which one of the words can be read."""
    return {
        f"{table}.{column}": words
        for table, column, value in _values(database)
        if (words := in_bytes(value))
    }


def _values(database: Database) -> Iterator[tuple[str, str, bytes]]:
    with database.read() as connection:
        looked = inspect(connection)
        for table in looked.get_table_names():
            everything = text(f'SELECT * FROM "{table}"')  # noqa: S608  a table of our own
            for row in connection.execute(everything).mappings():
                for column, value in row.items():
                    if isinstance(value, bytes | memoryview):
                        yield table, column, bytes(value)
                    else:
                        yield table, column, str(value).encode()


def upload() -> tuple[BytesIO, str]:
    """The file as a browser sends it."""
    return BytesIO(FILE_TEXT), FILE_NAME
