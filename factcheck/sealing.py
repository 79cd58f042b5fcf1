"""How this desk seals and opens protected sources, and the files of them."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.files import look_into
from factcheck.adapters.seals import (
    NOT_SEALED,
    OTHER_KEY,
    BadSeal,
    Seals,
    find_source_key,
    first_source_key,
)
from factcheck.config import Settings
from factcheck.domain.file_names import clean_file_name
from factcheck.domain.inputs import BadInput
from factcheck.domain.snapshots import NotIntact
from factcheck.keeping import blobs_of
from factcheck.services.sealed_files import Sealed, facts_place, files_place
from factcheck.uploading import NO_ROOM

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sealing:
    """Closes, opens, and takes files in; the key is read when it is needed, and made for the first source alone.

    `newest` is what was sealed last on this desk, None where nothing was.  A key made beside older sources would
    seal new ones that nobody opens once the old key is back, so nothing is sealed until it is.
    """

    settings: Settings

    def sealer(self, newest: bytes | None) -> Callable[[bytes, str], bytes]:
        """What closes bytes for a place; it raises `BadInput` where `newest` was sealed with a key that is not here.

        The key is looked for when something is closed: whoever may not seal is told so first, and makes no key.
        """

        def seal(data: bytes, place: str) -> bytes:
            given, home = self.settings.source_key, self.settings.home
            if newest is None:
                return Seals(first_source_key(given, home)).seal(data, place)
            seals = self._found()
            if seals is None or not seals.has_sealed(newest):
                log.error("%s: %s", place, NOT_SEALED)
                raise BadInput(NOT_SEALED)
            return seals.seal(data, place)

        return seal

    def _found(self) -> Seals | None:
        key = find_source_key(self.settings.source_key, self.settings.home)
        return Seals(key) if key is not None else None

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """What was closed for this place.  Raises `NotIntact` rather than give anything else."""
        seals = self._found()
        if seals is None:
            raise _not_shown(place, OTHER_KEY)
        try:
            return seals.open(sealed, place)
        except BadSeal as bad:
            raise _not_shown(place, bad.sentence) from bad

    def taker(
        self, claim_id: int, number: int, newest: bytes | None
    ) -> Callable[[bytes, str, str], Sealed]:
        """What takes a file of one source in: looked into as every file, and sealed before it is kept."""
        seal = self.sealer(newest)

        def take(data: bytes, name: str, note: str) -> Sealed:
            looked = look_into(data, name)
            facts = {
                "file_name": clean_file_name(name, looked.kind.endings),
                "content_type": looked.content_type,
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "note": note,
            }
            closed = seal(data, files_place(claim_id, number))
            try:
                digest = blobs_of(self.settings).put(closed)
            except BadBlobStore as bad:
                raise BadInput(NO_ROOM) from bad
            text = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
            return Sealed(digest, len(closed), seal(text, facts_place(claim_id, number, digest)))

        return take


def _not_shown(place: str, sentence: str) -> NotIntact:
    """What is raised for a seal that does not open; only whoever runs the desk can mend it, and reads the log."""
    log.error("%s: %s", place, sentence)
    return NotIntact(sentence)
