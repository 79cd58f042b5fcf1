"""Evidence made a protected source afterwards: its words are gone from the database, or it is refused (M7, L17)."""

from dataclasses import replace

import pytest

from factcheck.domain.conversations import Consent
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import ArticleKind, EvidenceKind, SourceClass, State
from factcheck.models import Conversation, ProtectedSource
from factcheck.services import evidence, protected, protected_later, reuse, verdicts
from tests import factories, gates, occurring, road, secrets
from tests.cast import Newsroom
from tests.sealing_later import LAW, OPEN, logged, protect
from tests.secrets import SEALS

DOCUMENT = EvidenceKind.DOCUMENT


def test_its_words_are_out_of_every_table_and_file_and_still_read_by_who_logged_it(
    newsroom: Newsroom,
) -> None:
    claim_id = logged(newsroom)
    assert secrets.in_tables(newsroom.database) != {}
    with newsroom.work(newsroom.cyril) as work:
        protect(work, claim_id)
    newsroom.database.clear_away()
    assert secrets.in_tables(newsroom.database) == {}
    home = newsroom.database.settings.home
    assert secrets.in_files(home) == {}
    assert newsroom.count(Conversation) == 0
    with newsroom.work(newsroom.carla) as work:
        assert protected.read(work, claim_id, 1, SEALS.open)[1] == OPEN
    road.refuse(
        newsroom,
        newsroom.cyril,
        NotYourPart,
        "Only whoever logged this source",
        lambda work: protected.read(work, claim_id, 1, SEALS.open),
    )
    assert "source:sealed evidence:1" in newsroom.history(claim_id)


def refused(newsroom: Newsroom, claim_id: int, words: str, number: int = 1) -> None:
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        words,
        lambda work: protect(work, claim_id, number),
    )


def test_it_is_refused_once_a_version_of_the_verdict_was_handed_in_with_it(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.carla) as work:
        document = replace(factories.LINK, url="", kind=DOCUMENT)
        evidence.log(work, claim_id, document)
    refused(newsroom, claim_id, "Version 2 of the verdict was handed in with it.", 3)
    assert newsroom.count(ProtectedSource) == 0


def test_it_is_refused_once_a_copy_was_asked_for(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom, factories.LINK)
    refused(newsroom, claim_id, "A copy of evidence 1 was asked for or kept")


def test_it_is_refused_once_a_sheet_was_signed_that_may_name_it(newsroom: Newsroom) -> None:
    article_id, claim_id = gates.draft(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.carla, OPEN)
    gates.waive(newsroom, claim_id, newsroom.edith)
    gates.clear(newsroom, newsroom.edith)
    refused(
        newsroom,
        claim_id,
        "Clearance sheet 1 of article 1 was signed with this claim since it was logged.",
    )
    assert article_id == 1


def test_it_is_refused_once_a_sheet_of_another_article_holds_the_claim(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom)
    article_id = occurring.other_article(newsroom, ArticleKind.OWN_DRAFT)
    occurring.link(newsroom, claim_id, article_id)
    occurring.confirm(newsroom, claim_id, article_id)
    gates.look_at_all(newsroom, article_id)
    gates.waive(newsroom, claim_id, newsroom.edith, article_id=article_id)
    gates.clear(newsroom, newsroom.edith, article_id=article_id)
    refused(
        newsroom, claim_id, f"Clearance sheet 1 of article {article_id} was signed with this claim"
    )
    other_id = factories.claim(newsroom, State.CHECKING, article_id=1)
    factories.log(newsroom, other_id, newsroom.carla, OPEN)
    with newsroom.read() as session:
        assert protected_later.why_not(session, evidence.row(session, other_id, 1)) == ""


def test_it_is_refused_when_it_was_taken_over_with_a_verdict_that_says_it(
    newsroom: Newsroom,
) -> None:
    source_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, source_id, newsroom.carla)
    factories.log(newsroom, source_id, newsroom.carla, replace(OPEN, consent=Consent.ON_RECORD))
    factories.submit(newsroom, source_id, newsroom.carla)
    factories.approve(newsroom, source_id, newsroom.rosa)
    claim_id = factories.claim(newsroom, State.CHECKING, article_id=1)
    own = factories.log(
        newsroom, claim_id, newsroom.carla, replace(factories.LINK, url="", kind=DOCUMENT)
    )
    with newsroom.work(newsroom.carla) as work:
        reuse.verdict(work, claim_id, source_id)
    words = f"It was taken over from claim {source_id}, whose verdict was handed in with it."
    refused(newsroom, claim_id, words, own + 3)
    with newsroom.read() as session:
        assert protected_later.why_not(session, evidence.row(session, claim_id, own)) == ""


@pytest.mark.parametrize("named", ["Gwendrick", "gwendrick  ", "Yolandarr"])
def test_it_is_refused_while_other_evidence_that_shares_its_origin_names_it(
    newsroom: Newsroom, named: str
) -> None:
    claim_id = logged(newsroom)
    beside = replace(OPEN, title="Another", origin_group=named)
    number = factories.log(newsroom, claim_id, newsroom.carla, beside)
    refused(newsroom, claim_id, "Evidence 2 shares its origin and names it; change that first.")
    with newsroom.work(newsroom.carla) as work:
        evidence.change(work, claim_id, number, 1, replace(beside, origin_group="Others"))
    with newsroom.work(newsroom.carla) as work:
        protect(work, claim_id)
        assert evidence.row(work.session, claim_id, 1).origin_group == ""


def test_words_that_were_changed_before_are_gone_from_the_file_as_well(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom)
    factories.log(
        newsroom, claim_id, newsroom.carla, replace(factories.LINK, url="", kind=DOCUMENT)
    )
    longer = replace(OPEN, origin_group="Another", note=OPEN.note + " and one more line of words")
    with newsroom.work(newsroom.carla) as work:
        evidence.change(work, claim_id, 1, 1, longer)
    with newsroom.work(newsroom.carla) as work:
        protect(work, claim_id)
    newsroom.database.clear_away()
    assert secrets.in_tables(newsroom.database) == {}
    assert secrets.in_files(newsroom.database.settings.home) == {}


def test_a_database_that_was_made_before_nothing_was_overwritten_forgets_as_well(
    sqlite_newsroom: Newsroom,
) -> None:
    claim_id = logged(sqlite_newsroom)
    raw = sqlite_newsroom.database.writer.raw_connection()
    assert raw.cursor().execute("PRAGMA secure_delete").fetchone() == (1,)
    raw.cursor().execute("PRAGMA secure_delete=off")
    raw.close()
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.change(work, claim_id, 1, 1, replace(OPEN, note="Trokkel " * 300))
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        protect(work, claim_id)
    home = sqlite_newsroom.database.settings.home
    assert secrets.in_files(home) != {}
    sqlite_newsroom.database.clear_away()
    assert secrets.in_files(home) == {}


@pytest.mark.parametrize("who", ["rosa", "lara", "ada"])
def test_only_who_may_change_evidence_makes_it_one(newsroom: Newsroom, who: str) -> None:
    claim_id = logged(newsroom)
    road.refuse(
        newsroom, getattr(newsroom, who), NotYourPart, "", lambda work: protect(work, claim_id)
    )


def test_not_twice_and_not_over_a_change_of_somebody_else(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom)
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        "Somebody changed this evidence meanwhile",
        lambda work: protected_later.protect(work, claim_id, 1, 99, LAW, SEALS.seal),
    )
    with newsroom.work(newsroom.carla) as work:
        protect(work, claim_id)
    refused(newsroom, claim_id, "Evidence 1 is a protected source already.")


def test_a_verdict_handed_in_afterwards_says_nothing_of_it(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom, replace(OPEN, source_class=SourceClass.SECONDARY))
    factories.log_two(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        protect(work, claim_id)
    factories.write(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    assert secrets.in_tables(newsroom.database) == {}
