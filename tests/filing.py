"""Short words for the tests of topics: one on the list, and a claim filed under some."""

from factcheck.services import topics
from tests import road
from tests.cast import Newsroom

NAME, SLUG = "The harbour", "the-harbour"


def topic(newsroom: Newsroom, name: str = NAME) -> int:
    """A topic of the desk's list; its number."""
    with newsroom.work(newsroom.ada) as work:
        return topics.add(work, name)


def put(newsroom: Newsroom, claim_id: int, *chosen: int, by: str = "carla") -> bool:
    """File a claim under these topics; whether anything changed."""
    seen = road.ticket(newsroom, claim_id).claim.version
    with newsroom.work(getattr(newsroom, by)) as work:
        return topics.file_claim(work, claim_id, seen, chosen)


def under(newsroom: Newsroom, claim_id: int) -> list[str]:
    """The names of a claim's topics."""
    return sorted(row.name for row in road.ticket(newsroom, claim_id).topics)
