"""What puts dates to kept copies from outside: the certificates a desk trusts, and whether all that is dated holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from factcheck.adapters.blobs import BadBlob, Blobs
from factcheck.adapters.timestamps import (
    BadCertificates,
    Certificates,
    NoToken,
    check,
    read_certificates,
)
from factcheck.config import BadSetting, Settings
from factcheck.domain.manifests import read_manifest
from factcheck.services import stamps
from factcheck.services.stamps import Dated, Day


def certificates_of(settings: Settings) -> Certificates:
    """What the tokens of the set authorities are checked with; none where no authority is set.  Raises `BadSetting`."""
    if not settings.timestamp_authorities:
        return ()
    if settings.timestamp_certificates is None:
        raise BadSetting(
            "FACTCHECK_TIMESTAMP_AUTHORITIES needs the roots of these authorities: "
            "set FACTCHECK_TIMESTAMP_CERTIFICATES."
        )
    try:
        return read_certificates(settings.timestamp_certificates)
    except BadCertificates as bad:
        raise BadSetting(f"FACTCHECK_TIMESTAMP_CERTIFICATES: {bad.said}.") from bad


@dataclass(frozen=True)
class Misfit:
    """A manifest or token that does not fit what is kept; `authority` is empty for the manifest itself."""

    day: str
    authority: str
    sentence: str


def misfits(session: Session, blobs: Blobs, day: Day) -> Iterator[Misfit]:
    """What does not fit of one day: its manifest against the rows and the history, each token against the manifest.

    Bytes that cannot be read are named by whoever hashes all of them, and are passed over here.
    """
    row = day.manifest
    try:
        data = blobs.get(day.blob.digest, day.blob.size)
    except BadBlob:
        return
    said = read_manifest(data)
    if said is None or said.day.isoformat() != row.day:
        yield Misfit(row.day, "", "These bytes are no manifest of this day.")
        return
    if list(said.digests) != list(stamps.named(session, row.id)):
        yield Misfit(row.day, "", "It names other copies than the desk’s own list.")
    if said.history_seq and stamps.history_hash(session, said.history_seq) != said.history_hash:
        sentence = f"The history was another one: its row {said.history_seq} was altered since."
        yield Misfit(row.day, "", sentence)
    for one in day.stamps:
        sentence = _why_not(blobs, one, data)
        if sentence:
            yield Misfit(row.day, one.stamp.authority, sentence)


def _why_not(blobs: Blobs, one: Dated, manifest: bytes) -> str:
    """Why a token does not fit its manifest; empty for one that does, and for one that was never had."""
    if one.reply is None or one.chain is None:
        return ""
    try:
        reply = blobs.get(one.reply.digest, one.reply.size)
        token = check(reply, blobs.get(one.chain.digest, one.chain.size), manifest)
    except BadBlob:
        return ""
    except NoToken as none:
        return none.sentence
    is_same = (token.at, token.serial) == (one.stamp.dated_at, one.stamp.serial)
    return "" if is_same else "The token says another time or number than the desk’s own list."
