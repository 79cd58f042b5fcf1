"""A published verdict, everything readers and machines have of it, and each of its fields with a change of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from factcheck.domain.terms import (
    EvidenceKind,
    ReplyOutcome,
    SourceClass,
    Stance,
)
from factcheck.services import article_facts, claims, evidence
from factcheck.services.article_facts import facts_of
from factcheck.services.intake import article
from tests import factories, road
from tests.cast import Newsroom
from tests.fronts import ARTICLE, BASE, VERDICT

Deed = Callable[[Newsroom], object]
LETTER = replace(
    factories.LINK,
    kind=EvidenceKind.LINK,
    title="Letter of the auditor",
    url="https://audit.example/letter",
    publisher="Chamber of auditors",
)
# What readers and machines have of verdict 1, by a short name.
FORMS = {
    "page": VERDICT,
    "article": ARTICLE,
    "front": "/",
    "search": "/verdicts",
    "found": "/verdicts?q=harbour",
    "corrections": "/corrections",
    "md": f"{VERDICT}.md",
    "txt": f"{VERDICT}.txt",
    "card": "/embed/verdicts/1",
    "oembed": f"/oembed?url={BASE}{VERDICT}&format=json",
    "oembed_xml": f"/oembed?url={BASE}{VERDICT}&format=xml",
    "annotation": f"{VERDICT}/annotation.json",
    "data": "/data/claimreviews.json",
    "api": "/v1alpha1/claims:search?query=harbour",
    "sitemap": "/sitemaps/verdicts-1.xml",
    "sitemaps": "/sitemap.xml",
    "atom": "/feeds/verdicts.atom",
    "rss": "/feeds/verdicts.rss",
    "json": "/feeds/verdicts.json",
    "of_article": "/feeds/articles/1.atom",
    "of_changes": "/feeds/corrections.atom",
}
# These name nothing but the rating and the claim, or where its words stand.
STILL = {"oembed", "oembed_xml", "annotation"}
TEXTS = ("page", "md", "txt")
FEEDS = ("atom", "rss", "json", "of_article", "of_changes")
LISTS = ("front", "search", "found", "article")
EVERYWHERE = tuple(name for name in FORMS if not name.startswith("sitemap"))


@dataclass(frozen=True)
class Field:
    """What is changed, the words that stand `now` in the forms it `shows` in, and those that `were` there.

    `by` hands it in.  `is_marked`: its draft raises the mark, and moves nothing all the same: whether other words of
    the article are those that readers have, the database does not look up.
    """

    deed: Deed
    now: str
    shows: tuple[str, ...] = TEXTS
    were: str = ""
    by: str = "carla"
    is_marked: bool = False


def edited(**changed: str) -> Deed:
    return lambda newsroom: road.edit_claim(newsroom, 1, newsroom.carla, **changed)


def written(rating: str = "", **changed: str) -> Deed:
    return lambda newsroom: factories.write(newsroom, 1, newsroom.carla, rating, **changed)


def logged(number: int, **changed: object) -> Deed:
    return lambda n: road.change_evidence(n, 1, number, n.carla, **changed)


def described(**changed: str) -> Deed:
    def deed(newsroom: Newsroom) -> None:
        with newsroom.work(newsroom.carla) as work:
            facts = facts_of(article(work.session, 1)[0])
            seen = article_facts.version_of(facts)
            article_facts.describe(work, 1, seen, replace(facts, **changed))

    return deed


def withdrawn(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        row = evidence.row(work.session, 1, 3)
        evidence.withdraw(work, 1, 3, row.version, "It was another year.")


def logged_by_cyril(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.edith) as work:
        assert newsroom.cyril.id
        claims.assign(work, 1, newsroom.cyril.id)
    factories.log(newsroom, 1, newsroom.cyril, replace(LETTER, title="Minutes of the council"))


EXPERT = {
    "source_class": SourceClass.EXPERT,
    "expert_employer": "University of the North",
    "expert_field": "Accounting",
}
FIELDS: Mapping[str, Field] = {
    "claim": Field(
        edited(statement="The harbour lost 5 million crowns."),
        "The harbour lost 5 million crowns.",
        EVERYWHERE,
        "made a loss of 4 million crowns last year.",
    ),
    "claimant": Field(
        edited(claimant="Nora Lind"),
        "Nora Lind",
        (*TEXTS, *LISTS, *FEEDS, "card", "data", "api"),
        "",
    ),
    "date of the claim": Field(
        edited(said_on="2026-11-15"), "2026-11-15", (*TEXTS, *LISTS, "data", "api"), "2026-11-16"
    ),
    "where it was said": Field(
        edited(said_where="a talk on the quay"),
        "a talk on the quay",
        (*TEXTS, *FEEDS),
        "council meeting",
    ),
    "appearance": Field(
        edited(appearance_url="https://radio.example/talk"),
        "https://radio.example/talk",
        (*TEXTS, "data"),
    ),
    "marked words": Field(
        edited(add_words="twice as many as the year before"),
        "twice as many as the year before",
        (*TEXTS, "annotation"),
        is_marked=True,
    ),
    "article’s title": Field(
        described(title="Red figures at the quay"), "Red figures at the quay", (*TEXTS, "article")
    ),
    "outlet": Field(described(outlet="The South"), "The South", (*TEXTS, "article"), "The North"),
    "article’s date": Field(described(published_on="2026-11-18"), "2026-11-18"),
    "article’s address": Field(
        described(url="https://south.example/quay"), "https://south.example/quay"
    ),
    "rating": Field(
        written("contradicted"),
        "Contradicted",
        tuple(name for name in EVERYWHERE if name != "annotation"),
    ),
    "short answer": Field(
        written(reason="The books tell it."),
        "The books tell it.",
        (*TEXTS, *LISTS, *FEEDS, "card", "data", "api"),
        "The accounts say so.",
    ),
    "reasoning": Field(
        written(explanation="Both books [1] and [2] tell it."),
        "Both books",
        TEXTS,
        "the audit [2] agree",
    ),
    "judged as of": Field(written(as_of="2026-11-18"), "2026-11-18"),
    "a source’s title": Field(
        logged(1, title="Books of the harbour"),
        "Books of the harbour",
        (*TEXTS, "data"),
        "Annual accounts of the harbour",
    ),
    "a source’s address": Field(
        logged(1, url="https://harbour.example/books"),
        "https://harbour.example/books",
        (*TEXTS, "data"),
        "https://harbour.example/accounts",
    ),
    "a source’s publisher": Field(
        logged(1, publisher="Port authority"), "Port authority", TEXTS, "Harbour office"
    ),
    "a source’s date": Field(logged(1, published_on="2026-04"), "2026-04"),
    "when a source was read": Field(logged(1, accessed_on="2026-11-18"), "2026-11-18"),
    "a source’s quote": Field(logged(1, quote="Loss: 4,012,331"), "Loss: 4,012,331"),
    "what a source says": Field(logged(1, says="It lost four million."), "It lost four million."),
    "place in a source": Field(logged(1, locator="page 14"), "page 14"),
    "which way a source points": Field(logged(3, stance=Stance.CONTEXT), "Gives context"),
    "how close a source stands": Field(
        logged(3, source_class=SourceClass.CLAIMANT), "From the claimant"
    ),
    "an expert’s employer": Field(logged(3, **EXPERT), "University of the North"),
    "an expert’s interests": Field(
        logged(3, **EXPERT, expert_conflicts="Paid by the port"), "Paid by the port"
    ),
    "a source is hidden": Field(
        logged(3, is_public=False, internal_reason="It names a clerk."),
        "known to the desk and not shown",
        ("page",),
        "Letter of the auditor",
    ),
    "a source is withdrawn": Field(withdrawn, "", (), "Letter of the auditor"),
    "a source more": Field(
        lambda n: factories.log(n, 1, n.carla, replace(LETTER, title="Minutes of the council")),
        "Minutes of the council",
        (*TEXTS, "data"),
    ),
    "a reply": Field(
        lambda n: factories.reply(n, 1, n.carla, ReplyOutcome.REPLIED), "They stand by the figure."
    ),
    "who checked": Field(logged_by_cyril, "Cyril", by="cyril"),
}
