"""Evidence that was logged in the open and is made a protected source afterwards, and the job that clears its words."""

from dataclasses import replace

from factcheck import jobs
from factcheck.db import Work
from factcheck.domain.terms import State, Withheld
from factcheck.jobs import Runner
from factcheck.services import evidence, forgetting, protected_later
from factcheck.services.evidence import EvidenceInput
from tests import factories
from tests.cast import Newsroom
from tests.secrets import SEALS, SECRET

OPEN = replace(SECRET, url="")
LAW = Withheld.LAW


def logged(newsroom: Newsroom, given: EvidenceInput = OPEN) -> int:
    """A claim with the one piece of evidence, in the open."""
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.carla, given)
    return claim_id


def protect(work: Work, claim_id: int, number: int = 1) -> None:
    seen = evidence.row(work.session, claim_id, number).version
    protected_later.protect(work, claim_id, number, seen, LAW, SEALS.seal)


def sealed_later(newsroom: Newsroom) -> int:
    """A claim whose evidence was sealed just now; its words are still to be cleared."""
    claim_id = logged(newsroom)
    with newsroom.work(newsroom.carla) as work:
        protect(work, claim_id)
    return claim_id


def clearer(newsroom: Newsroom) -> Runner:
    """What does the clearing alone, by the newsroom's clock."""
    run = jobs.runner(newsroom.database, newsroom.database.settings)
    kinds = frozenset({forgetting.JOB})
    return Runner(
        run.database, run.settings, None, clock=lambda: newsroom.now, kinds=kinds, chance=lambda: 0
    )
