"""Where the feeds are, as the program's own addresses write it, and in which of them a change is told (C10).

Subscribers of a hub know a feed by exactly the address it names itself by.
"""

from collections.abc import Iterator
from urllib.parse import quote

from factcheck.domain.published import PublishedArticle, PublishedVerdict

FORMS = ("atom", "rss", "json")
# What stands as it is in a part of an address; a test holds it against the addresses that are served.
SAFE = "!$&'()*+,/:;=@"


def told_of(now: PublishedVerdict, before: PublishedVerdict | None) -> tuple[str, ...]:
    """The paths of all feeds that a publication, or a change of one, brings something new to.

    `before` is what readers had; None for the first publication.
    """
    names = dict.fromkeys(name for one in (now, before) if one for name in _feeds_of(one))
    corrections = ("corrections",) if before and now.version != before.version else ()
    everything = ("verdicts", *corrections, *names)
    return tuple(f"/feeds/{quote(name, safe=SAFE)}.{form}" for name in everything for form in FORMS)


def _feeds_of(v: PublishedVerdict) -> Iterator[str]:
    yield f"ratings/{v.rating.code}"
    articles: tuple[PublishedArticle | None, ...] = (v.article, *v.also_in)
    yield from (f"articles/{one.id}" for one in articles if one)
    if v.claimant and not v.is_claimant_role:
        yield f"claimants/{v.claimant}"
