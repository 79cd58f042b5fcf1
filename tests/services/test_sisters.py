"""What one claim of an article hides, no page of the article's other claims shows (L13, L15)."""

import json
from dataclasses import replace
from html import unescape

from sqlalchemy import select

from factcheck.domain import published
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import ArticleKind, ChangeKind, State
from factcheck.models import PublicationVersion
from factcheck.services import intake, public, publication
from factcheck.services.article_facts import describe, facts_of, version_of
from factcheck.services.intake import ArticleInput
from tests import factories, road
from tests.cast import Newsroom
from tests.statements import counted
from tests.visitors import make_app, stranger

TITLE = "Anna Berglund and the books of the harbour"
MASKED = "a clerk and the books of the harbour"
HIDING = replace(
    factories.CLAIM,
    statement="The books of the harbour were kept by one person.",
    names_private_person=True,
    hidden_names=(("Anna Berglund", "a clerk"),),
)


def _article(newsroom: Newsroom, text: str = factories.TEXT) -> int:
    given = ArticleInput(
        title=TITLE,
        text=text,
        kind=ArticleKind.ELSEWHERE,
        url="https://news.example/anna-berglund",
        outlet="The North",
    )
    with newsroom.work(newsroom.carla) as work:
        return intake.import_article(work, given).id


def _plain(newsroom: Newsroom, article_id: int) -> int:
    """A published claim that hides nobody; its publication's number."""
    return _number(newsroom, factories.claim(newsroom, State.PUBLISHED, article_id=article_id))


def _hiding(newsroom: Newsroom, article_id: int) -> int:
    """A claim that hides somebody, approved and cleared; its number."""
    with newsroom.read() as session:
        told = facts_of(intake.article(session, article_id)[0])
    if told.url:  # her name stands in it: no page with such a link is published
        with newsroom.work(newsroom.carla) as work:
            describe(work, article_id, version_of(told), replace(told, url=""))
    claim_id = factories.claim(newsroom, State.APPROVED, given=HIDING, article_id=article_id)
    factories.clear(newsroom, claim_id)
    return claim_id


def _number(newsroom: Newsroom, claim_id: int) -> int:
    row = road.ticket(newsroom, claim_id).publication
    assert row is not None
    return row.id


def _everywhere(newsroom: Newsroom, number: int) -> list[PublishedVerdict]:
    """One verdict as each page shows it: its own, its first version, the list, the article's."""
    with newsroom.read() as session:
        now = public.verdict(session, number)
        assert now is not None
        assert now.article is not None
        first = public.version(session, number, 1)
        found = [*public.listing(session).items, *public.of_article(session, now.article.id)]
    assert first is not None
    return [now, first, *(one for one in found if one.id == number)]


def _titles(newsroom: Newsroom, number: int) -> list[str]:
    return [one.article.title if one.article else "" for one in _everywhere(newsroom, number)]


def test_a_title_with_a_name_that_a_sister_hides_is_masked_on_every_page(
    newsroom: Newsroom,
) -> None:
    article_id = _article(newsroom)
    number = _plain(newsroom, article_id)
    assert _titles(newsroom, number) == [TITLE] * 4
    before = _everywhere(newsroom, number)[0]
    factories.publish(newsroom, _hiding(newsroom, article_id), newsroom.edith)
    assert _titles(newsroom, number) == [MASKED] * 4
    for one in _everywhere(newsroom, number):
        assert "berglund" not in published.to_json(one).casefold()
        assert one.article is not None
        assert (one.article.slug, one.article.url) == ("and-the-books-of-the-harbour", "")
        assert (one.statement, one.content_hash) == (before.statement, before.content_hash)


def test_what_was_published_before_stays_as_it_was_stored(newsroom: Newsroom) -> None:
    article_id = _article(newsroom)
    number = _plain(newsroom, article_id)
    stored = select(PublicationVersion.body).where(PublicationVersion.publication_id == number)
    with newsroom.read() as session:
        before = session.scalars(stored).all()
    factories.publish(newsroom, _hiding(newsroom, article_id), newsroom.edith)
    with newsroom.read() as session:
        assert session.scalars(stored).all() == before
    assert TITLE in before[0]


def test_a_sister_that_is_not_published_hides_nothing_of_what_readers_have(
    newsroom: Newsroom,
) -> None:
    article_id = _article(newsroom)
    number = _plain(newsroom, article_id)
    _hiding(newsroom, article_id)
    assert _titles(newsroom, number) == [TITLE] * 4


def test_a_verdict_published_after_its_sister_never_holds_the_name(newsroom: Newsroom) -> None:
    article_id = _article(newsroom)
    factories.publish(newsroom, _hiding(newsroom, article_id), newsroom.edith)
    claim_id = factories.claim(newsroom, State.APPROVED, article_id=article_id)
    with newsroom.read() as session:
        seen = publication.preview(session, claim_id)
    assert seen.article is not None
    assert seen.article.title == MASKED
    factories.publish(newsroom, claim_id, newsroom.edith)
    number = _number(newsroom, claim_id)
    stored = select(PublicationVersion.body).where(PublicationVersion.publication_id == number)
    with newsroom.read() as session:
        bodies = session.scalars(stored).all()
    assert [TITLE in body for body in bodies] == [False]
    assert published.from_json(bodies[0]).article == seen.article


def test_a_retraction_hides_a_name_for_its_sisters_too_but_lends_it_no_role(
    newsroom: Newsroom,
) -> None:
    article_id = _article(newsroom)
    number = _plain(newsroom, article_id)
    other = factories.claim(newsroom, State.PUBLISHED, article_id=article_id)
    road.begin_change(newsroom, other, ChangeKind.CORRECTION, newsroom.edith)
    road.edit_claim(
        newsroom,
        other,
        newsroom.carla,
        names_private_person=True,
        hidden_names=(("Anna Berglund", "a thief"),),
    )
    assert _titles(newsroom, number) == [TITLE] * 4
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, other, "It named a private person.")
    assert _titles(newsroom, number) == ["a private person and the books of the harbour"] * 4


def test_its_own_role_for_somebody_counts_before_a_sisters(newsroom: Newsroom) -> None:
    article_id = _article(newsroom)
    factories.publish(newsroom, _hiding(newsroom, article_id), newsroom.edith)
    own = replace(HIDING, hidden_names=(("Anna Berglund", "the bookkeeper"),))
    claim_id = factories.claim(newsroom, State.APPROVED, given=own, article_id=article_id)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    shown = _titles(newsroom, _number(newsroom, claim_id))
    assert shown == ["the bookkeeper and the books of the harbour"] * 4


def test_another_article_keeps_its_title(newsroom: Newsroom) -> None:
    other = _plain(newsroom, _article(newsroom, factories.TEXT + "\n\nAnother edition.\n"))
    factories.publish(newsroom, _hiding(newsroom, _article(newsroom)), newsroom.edith)
    assert _titles(newsroom, other) == [TITLE] * 4


def test_a_page_asks_for_body_and_names_in_one_statement(newsroom: Newsroom) -> None:
    article_id = _article(newsroom)
    number = _plain(newsroom, article_id)
    factories.publish(newsroom, _hiding(newsroom, article_id), newsroom.edith)
    with newsroom.read() as session:
        with counted(newsroom.database) as asked:
            public.verdict(session, number)
        assert len(asked) == 1
        with counted(newsroom.database) as asked:
            assert len(public.listing(session).items) == 2
        assert len(asked) == 2


def test_page_structured_data_and_lists_agree_without_the_name(sqlite_newsroom: Newsroom) -> None:
    newsroom = sqlite_newsroom
    article_id = _article(newsroom)
    number = _plain(newsroom, article_id)
    factories.publish(newsroom, _hiding(newsroom, article_id), newsroom.edith)
    reader = stranger(make_app(newsroom))
    page = reader.get(f"/verdicts/{number}", follow_redirects=True)
    data = json.loads(page.text.partition('ld+json">')[2].partition("</script>")[0])
    assert MASKED in unescape(page.text)
    assert MASKED in json.dumps(data)
    pages = [
        page,
        reader.get("/"),
        reader.get(f"/articles/{article_id}-x", follow_redirects=True),
        reader.get(f"/verdicts/{number}-x/versions/1", follow_redirects=True),
    ]
    for one in pages:
        assert one.status_code == 200
        assert "berglund" not in unescape(one.text).casefold()
