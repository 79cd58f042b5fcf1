"""The jobs about what readers sent in: a letter back to one of them, and the addresses whose time is over (L18)."""

from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from factcheck.adapters import mail
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task
from factcheck.jobs.mailing import why_not
from factcheck.jobs.speaking import speaking
from factcheck.services import sessions, tip_letters


def write_back(run: Runner, task: Task) -> Done | Failed:
    """Tell one reader what became of her message, in the language of the form she sent it by."""
    with Session(run.database.reader) as session:
        desk = sessions.desk_line(session)
        no = why_not(run, task, is_demonstration=desk.is_demonstration)
        if no or run.send is None:
            return Done(f"not sent: {no}")
        number = int(task.payload["tip"])
        with speaking(tip_letters.language_of(session, number)):
            letter = tip_letters.letter(session, number, desk.name)
    if letter is None:
        return Done("not sent: no address is kept")
    try:
        run.send(
            mail.Mail(
                sender=run.settings.mail_from,
                to=letter.to,
                subject=letter.subject,
                text=letter.text,
                at=task.created_at,
                number=task.id,
                desk_host=urlsplit(run.settings.base_url).hostname or "localhost",
            )
        )
    except mail.NotSent as error:
        return Failed(error.sentence, is_final=error.is_final)
    return Done("sent")


def period(run: Runner) -> str:
    """The hour that has come, where an address is due to be forgotten; else nothing is asked for."""
    now = run.clock()
    with Session(run.database.reader) as session:
        return f"{now:%Y-%m-%d %H}" if tip_letters.is_any_over(session, now) else ""


def forget(run: Runner, _task: Task) -> Done:
    """Forget the addresses whose time is over."""
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        count = tip_letters.forget(work)
    return Done(f"forgot {count} {'address' if count == 1 else 'addresses'}")
