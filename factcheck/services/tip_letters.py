"""What is written back to readers, and when their addresses are forgotten (L18).

A letter says what became of a message and never repeats a word of it: whoever types somebody else's address into the
form must not have us send her words there.  Nothing is written before a person of the desk has decided.

Nor does a letter lead anywhere: of the private address only the hash of its token is kept.  It is in the language at
hand, which is to be that of the form (`language_of`); the reason in it is the desk's own, word for word.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.tips import TOLD, TipState
from factcheck.domain.wording import ENGLISH, mark, say
from factcheck.models import Tip
from factcheck.services import history

JOB = "tip_mail"
FORGET = "tip_forget"
SUBJECTS = {
    TipState.RECEIVED: mark("What you sent us is being looked at again"),
    TipState.MERGED: mark("What you sent us was taken up"),
    TipState.CORRECTION: mark("What you sent us was taken up"),
    TipState.DECLINED: mark("What became of what you sent us"),
}


@dataclass(frozen=True)
class Letter:
    """One letter to a reader."""

    to: str
    subject: str
    text: str


def language_of(session: Session, tip_id: int) -> str:
    """The language in which a message was sent; English where there is no such message."""
    return session.scalar(select(Tip.language).where(Tip.id == tip_id)) or ENGLISH


def letter(session: Session, tip_id: int, desk_name: str) -> Letter | None:
    """What to write about a message as it stands now; None where no address is kept, or nothing is to be said."""
    row = session.execute(
        select(Tip.kind, Tip.state, Tip.mail, Tip.reason).where(Tip.id == tip_id)
    ).first()
    if row is None or not row.mail or row.state not in SUBJECTS:
        return None
    is_again = row.state is TipState.RECEIVED
    said = mark("Somebody looks at it again.") if is_again else TOLD[row.kind, row.state]
    parts = [
        say("You sent us a message and left this address, so that we tell you what becomes of it."),
        say(said),
        row.reason,
        say(
            "The private page that was shown when you sent it says the same, and what comes of it later."
        ),
        say(
            "If it was not you who wrote to us, there is nothing to do: your address is deleted by itself."
        ),
        desk_name,
    ]
    return Letter(row.mail, say(SUBJECTS[row.state]), "\n\n".join(filter(None, parts)) + "\n")


def is_any_over(session: Session, now: datetime) -> bool:
    """Whether there is an address whose time is over."""
    wanted = select(Tip.id).where(Tip.mail != "", Tip.mail_until_at <= now).limit(1)
    return session.scalar(wanted) is not None


def forget(work: Work) -> int:
    """Forget the addresses whose time is over; how many there were."""
    over = (
        update(Tip)
        .where(Tip.mail != "", Tip.mail_until_at <= work.now)
        .values(mail="", mail_until_at=None)
    )
    count = len(work.session.execute(over.returning(Tip.id)).all())
    if count:
        history.record(work, Event.TIP_ADDRESSES_FORGOTTEN, detail=str(count))
    return count
