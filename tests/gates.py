"""One of our own drafts at the gate: short words for what people do there."""

from factcheck.adapters.signatures import DeskKey
from factcheck.domain.coverage import Look, look_over
from factcheck.domain.terms import Actor, ArticleKind, State
from factcheck.services import clearances, coverage, gate, intake, marks
from factcheck.services.clearances import ClearanceLine
from factcheck.services.gate import AtTheGate
from tests import factories
from tests.cast import Newsroom

KEY = DeskKey(bytes(range(32)))
REASON = "The writer names it a rumour, and the source is on the phone again tonight."
FERRIES = "Ferries carried 12,000 people in August"


def draft(newsroom: Newsroom, state: State = State.APPROVED) -> tuple[int, int]:
    """A draft with one claim in this state, every sentence looked at; article and claim."""
    claim_id = factories.claim(newsroom, state, kind=ArticleKind.OWN_DRAFT)
    look_at_all(newsroom, 1)
    return 1, claim_id


def look_at_all(newsroom: Newsroom, article_id: int) -> None:
    """Carla passes over every sentence that nobody looked at."""
    with newsroom.work(newsroom.carla) as work:
        _, version = intake.article(work.session, article_id)
        spans = [(r.claim_id, r.start, r.end) for r in marks.of_version(work.session, version.id)]
        passed = coverage.passed(work.session, version.id)
        for one in look_over(version.text, spans, passed):
            if one.look is Look.UNLOOKED:
                coverage.pass_over(work, article_id, one.start)


def at(newsroom: Newsroom, article_id: int = 1) -> AtTheGate:
    with newsroom.read() as session:
        return gate.standing(session, article_id)


def newest(newsroom: Newsroom, article_id: int = 1) -> ClearanceLine | None:
    with newsroom.read() as session:
        return clearances.newest(session, gate.standing(session, article_id))


def waive(
    newsroom: Newsroom, claim_id: int, by: Actor, reason: str = REASON, article_id: int = 1
) -> None:
    seen = at(newsroom, article_id).row(claim_id).content_hash
    with newsroom.work(by) as work:
        gate.waive(work, article_id, claim_id, reason, seen)


def clear(newsroom: Newsroom, by: Actor, seen: str = "", article_id: int = 1) -> ClearanceLine:
    seen = seen or at(newsroom, article_id).seen
    with newsroom.work(by) as work:
        return clearances.clear(work, article_id, seen, KEY)
