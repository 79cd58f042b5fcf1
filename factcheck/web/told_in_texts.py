"""What the texts of a verdict tell beside it, as its page does: of its sources, and its place in the public log."""

from collections.abc import Callable
from datetime import datetime

from factcheck.domain.verdict_texts import Beside, InLog
from factcheck.domain.wording import mark, say
from factcheck.services.public import Current
from factcheck.web import current

Address = Callable[..., str]


def beside(found: Current, address: Address) -> Beside:
    """All of it; `address` gives the whole address of an endpoint, in the language of the text."""
    numbers = found.news.keys() | found.archived.keys()
    sources = {number: _of_source(found, number, address) for number in numbers}
    logged = found.logged
    check = f"{address('public_log.page')}#check"
    return Beside(sources, InLog(logged.position, logged.hash, check) if logged else None)


def _of_source(found: Current, number: int, address: Address) -> list[tuple[str, str]]:
    """Each line with the address it leads to, or ''."""

    def day(at: datetime) -> str:
        return at.astimezone(current.settings().zone).date().isoformat()

    lines: list[tuple[str, str]] = []
    copy, news = found.archived.get(number), found.news.get(number)
    if copy:
        told = say("Copy at the %(archive)s, %(day)s:", archive=copy.archive, day=day(copy.at))
        lines.append((told, copy.address))
    if news and news.is_gone:
        kept, told = day(news.kept_at), say("This page is gone since %(day)s.", day=day(news.since))
        place = {"id": found.verdict.id, "slug": found.verdict.slug, "number": number}
        ours = address("public_copies.page", **place) if news.has_copy else ""
        more = mark("Our copy of %(day)s:") if ours else mark("We kept a copy of it on %(day)s.")
        lines.append((f"{told} {say(more, day=kept)}", ours))
    elif news:
        kept, seen = day(news.kept_at), day(news.since)
        told = say(
            "This page has changed since we kept our copy of it on %(kept)s; we found that on %(since)s.",
            kept=kept,
            since=seen,
        )
        lines.append((told, ""))
    return lines
