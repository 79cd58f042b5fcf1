"""The job that tells a colleague by mail."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from factcheck.adapters import mail
from factcheck.jobs.frame import Done, Failed, Runner, Task
from factcheck.services import notices, sessions

TOO_OLD = timedelta(days=7)  # a notice this old would only puzzle people


def send_mail(run: Runner, task: Task) -> Done | Failed:
    """Tell one person, or pass the notice on to everybody of a part, one row each."""
    about, to = str(task.payload.get("about", "")), task.payload.get("to")
    if about not in notices.NOTICES:
        return Failed(f"there is no text about {about!r}", is_final=True)
    with Session(run.database.reader) as session:
        desk = sessions.desk_line(session)
        no = why_not(run, task, is_demonstration=desk.is_demonstration)
        if no or run.send is None:
            return Done(f"not sent: {no}")
        if isinstance(to, str) and to in notices.GROUPS:
            claim_id = int(task.payload["claim_id"])
            return _to_each(task, notices.members(session, to, claim_id))
        person = notices.recipient(session, to) if isinstance(to, int) else None
    if person is None or not person.is_here:
        return Done("not sent: this person is not on the desk")
    return _send(run, task, person, desk.name)


def why_not(run: Runner, task: Task, *, is_demonstration: bool) -> str:
    """Why no mail goes out now, whomever it is for; empty when it does."""
    if is_demonstration:
        return "a demonstration sends no mail"
    if run.send is None:
        return "no mail server is set"
    return "it is too old" if run.clock() - task.created_at > TOO_OLD else ""


def _to_each(task: Task, people: Sequence[int]) -> Done:
    more = [(task.kind, {**task.payload, "to": person_id}) for person_id in people]
    return Done(f"passed on to {len(people)}", more)


def _send(run: Runner, task: Task, person: notices.Recipient, desk_name: str) -> Done | Failed:
    about, claim_id = str(task.payload["about"]), int(task.payload["claim_id"])
    base_url = run.settings.base_url
    letter = mail.Mail(
        sender=run.settings.mail_from,
        to=person.email,
        subject=notices.subject(about, claim_id),
        text=notices.text(about, claim_id, person.name, desk_name, base_url),
        at=task.created_at,
        number=task.id,
        desk_host=urlsplit(base_url).hostname or "localhost",
    )
    try:
        if run.send is not None:
            run.send(letter)
    except mail.NotSent as error:
        return Failed(error.sentence, is_final=error.is_final)
    return Done("sent")
