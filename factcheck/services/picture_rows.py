"""The share picture of a publication among the rows that make its page: what it was drawn of, and its bytes."""

from typing import Any, NamedTuple

from sqlalchemy import Select, literal

from factcheck.models import Blob, SharePicture
from factcheck.services.public_sources import branch

PICTURE = -6  # marks this row among those that make a verdict's page
TAG_CHARS = 16


class StoredPicture(NamedTuple):
    """A picture: the `Card.key` of the words on it, and its bytes by name and size."""

    drawn_of: str
    digest: str
    size: int

    @property
    def tag(self) -> str:
        """The first digits of its hash, which stand in its address."""
        return self.digest.partition(":")[2][:TAG_CHARS]


def of_publication(publication_id: Any) -> Select[Any]:
    """The newest picture of a publication; no row where there is none."""
    return (
        branch(
            literal(PICTURE), SharePicture.drawn_of, memento=SharePicture.digest, status=Blob.size
        )
        .join(Blob, Blob.digest == SharePicture.digest)
        .where(SharePicture.publication_id == publication_id)
    )
