"""The world beyond the desk, as tests of jobs see it: mails that were sent, a clock, rows of the outbox."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Row, insert, select

from factcheck.adapters.mail import Mail, NotSent
from factcheck.domain.terms import COMMAND_LINE, Actor
from factcheck.jobs import Done, Failed, Runner, deliver, due
from factcheck.models import Outbox
from tests.cast import Newsroom

REFUSED = NotSent("the address was refused", is_final=True)
AWAY = NotSent("the mail server could not be used (TimeoutError)")


@dataclass
class Outside:
    """The world beyond the desk: what was sent there, what it answers, what time it is."""

    newsroom: Newsroom
    mails: list[Mail] = field(default_factory=list)
    answer: NotSent | None = None
    chance: float = 0.0
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.newsroom.now

    def send(self, mail: Mail) -> None:
        if self.answer is not None:
            raise self.answer
        self.mails.append(mail)

    def runner(self, send: Callable[[Mail], None] | None = None) -> Runner:
        settings = replace(self.newsroom.database.settings, base_url="https://facts.example")
        return Runner(
            self.newsroom.database,
            settings,
            send or self.send,
            lambda: self.now,
            chance=lambda: self.chance,
        )

    def deliver_all(self, *kinds: str) -> list[Done | Failed | None]:
        """How each job that is due ended, those of these kinds alone or all of them."""
        run = replace(self.runner(), kinds=frozenset(kinds) or None)
        return [deliver(run, task_id) for task_id in due(run)]


def put(
    outside: Outside, to: Actor | str, about: str = "review", kind: str = "mail", claim_id: int = 7
) -> int:
    """A row in the outbox; its number."""
    payload = {"to": to if isinstance(to, str) else to.id, "about": about, "claim_id": claim_id}
    with outside.newsroom.database.work(COMMAND_LINE, now=outside.now) as work:
        row = {"kind": kind, "payload": payload, "created_at": work.now, "due_at": work.now}
        made = work.session.execute(
            insert(Outbox).values(**row, tries=0, outcome="").returning(Outbox.id)
        )
        return int(made.scalar_one())


def row(outside: Outside, number: int) -> Row[tuple[int, datetime | None, datetime, str]]:
    with outside.newsroom.database.read() as connection:
        wanted = select(Outbox.tries, Outbox.done_at, Outbox.due_at, Outbox.outcome)
        return connection.execute(wanted.where(Outbox.id == number)).one()
