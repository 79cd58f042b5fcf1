"""Files of protected sources: sealed before they are kept, opened for whoever may read the source (L17).

In the store they are bytes like any other, so that `factcheck evidence verify` hashes them without the key.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.limits import SNAPSHOTS
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Actor
from factcheck.models import Blob, Evidence, SealedFile
from factcheck.services.changes import had_a_hand
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.protected import Seal, place, require_reader, tell
from factcheck.services.standing import NoSuchClaim, for_change

SEALED_TYPE = "application/vnd.factcheck.sealed"


def files_place(claim_id: int, number: int) -> str:
    """The same for the bytes of its files."""
    return f"{place(claim_id, number)}, file"


@dataclass(frozen=True)
class FileFacts:
    """What a sealed file is: its name, what kind of bytes, how many, their hash, and where it comes from."""

    file_name: str
    content_type: str
    size: int
    sha256: str
    note: str


@dataclass(frozen=True)
class Sealed:
    """A file whose sealed bytes are in the blob store already; `facts` are sealed as well."""

    digest: str
    size: int
    facts: bytes


@dataclass(frozen=True)
class Held:
    """A file as the rows tell of it: where its sealed bytes are kept, how many they are, and what it is, in clear."""

    number: int
    digest: str
    size: int
    facts: FileFacts


def require_file(session: Session, actor: Actor, claim_id: int, number: int) -> Evidence:
    """The source, for whoever may add a file to it.  Raises a refusal or `NoSuchClaim`."""
    require(Act.PROTECT, actor)
    row = evidence_row(session, claim_id, number)
    require_reader(session, actor, row)
    if row.withdrawn_at is not None:
        raise WrongState(f"Evidence {number} was withdrawn; nothing more of it is kept.")
    return row


def add_file(work: Work, claim_id: int, number: int, given: Sealed) -> int:
    """Keep a sealed file; its number.  Whoever chooses what the verdict rests on had a hand in it (W2)."""
    ticket = for_change(work, claim_id)
    row = require_file(work.session, work.actor, claim_id, number)
    last = work.session.scalar(
        select(func.coalesce(func.max(SealedFile.number), 0)).where(
            SealedFile.evidence_id == row.id
        )
    )
    mine = int(last or 0) + 1
    if mine > SNAPSHOTS:
        raise WrongState(f"At most {SNAPSHOTS} files of one source are kept.")
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    blob = {"digest": given.digest, "size": given.size, "content_type": SEALED_TYPE}
    work.session.execute(spell(Blob).on_conflict_do_nothing().values(**blob, kept_at=work.now))
    work.session.add(
        SealedFile(
            evidence_id=row.id,
            number=mine,
            digest=given.digest,
            facts=given.facts,
            kept_by_id=work.actor.id,
            kept_at=work.now,
        )
    )
    had_a_hand(work, ticket, f"brought a copy of evidence {number}")
    tell(work, Event.SOURCE_FILE_KEPT, claim_id, number, f"file {mine}, {given.digest}")
    return mine


def find_file(
    session: Session, actor: Actor, claim_id: int, number: int, own: int, unseal: Seal
) -> Held:
    """A file for whoever may read the source; its bytes are handed out only after `take_file`."""
    row = evidence_row(session, claim_id, number)
    require_reader(session, actor, row)
    found = next((one for one in _files(session, row) if one.number == own), None)
    if found is None:
        raise NoSuchClaim
    facts = facts_of(found, claim_id, number, unseal)
    return Held(own, found.digest, session.get_one(Blob, found.digest).size, facts)


def take_file(work: Work, claim_id: int, number: int, held: Held) -> None:
    """Write into the history that she takes a file that was found before, if she may read the source still."""
    require_reader(work.session, work.actor, evidence_row(work.session, claim_id, number))
    detail = f"file {held.number}, {held.digest}"
    tell(work, Event.SOURCE_FILE_TAKEN, claim_id, number, detail)


def of_source(
    session: Session, claim_id: int, number: int, unseal: Seal
) -> list[tuple[int, FileFacts]]:
    """Number and facts of each file, in clear: only for whoever was just let read the source."""
    row = evidence_row(session, claim_id, number)
    return [(one.number, facts_of(one, claim_id, number, unseal)) for one in _files(session, row)]


def _files(session: Session, row: Evidence) -> Sequence[SealedFile]:
    wanted = select(SealedFile).where(SealedFile.evidence_id == row.id)
    return session.scalars(wanted.order_by(SealedFile.number)).all()


def facts_of(one: SealedFile, claim_id: int, number: int, unseal: Seal) -> FileFacts:
    """What a sealed file is; its facts open beside its own bytes alone."""
    text = unseal(one.facts, facts_place(claim_id, number, one.digest))
    return FileFacts(**json.loads(text))


def facts_place(claim_id: int, number: int, digest: str) -> str:
    return f"{files_place(claim_id, number)} {digest}"
