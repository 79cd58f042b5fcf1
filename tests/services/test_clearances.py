"""Signed clearance sheets: signed only when nothing is in the way, and void once anything changed."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from factcheck.adapters.signatures import is_signed_by
from factcheck.domain.clearance import read_signed
from factcheck.domain.gate import NotClear
from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.terms import Actor, ArticleKind, State
from factcheck.models import ArticleVersion, Clearance, Person
from factcheck.services import claims, clearances, coverage, gate, intake, occurrences, reviews
from factcheck.services.clearances import NoSuchClearance
from tests import factories, gates, occurring
from tests.cast import Newsroom
from tests.gates import KEY, at, clear, newest
from tests.road import refuse


def refuse_signature(
    newsroom: Newsroom, who: Actor, seen: str, kind: type[Refusal], words: str
) -> None:
    """`who` tries to clear and is refused; nothing is written."""
    refuse(newsroom, who, kind, words, lambda w: clearances.clear(w, 1, seen, KEY))


def because(newsroom: Newsroom) -> tuple[str, ...]:
    found = newest(newsroom)
    assert found is not None
    return found.void_because


def sheet(newsroom: Newsroom) -> Any:
    found = newest(newsroom)
    assert found is not None
    return json.loads(found.sheet)


# ── Signing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_cleared_draft_has_a_sheet_that_verifies_and_holds(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    made = clear(newsroom, newsroom.edith)
    found = newest(newsroom)
    assert found is not None
    assert (found.number, found.signed_by, found.is_valid) == (1, "Edith", True)
    assert found.file == made.file
    checked = read_signed(found.file.encode(), is_signed_by)
    assert checked.public_key == KEY.public_key
    assert newsroom.history()[-1] == "clearance:signed article:1"


def test_the_sheet_lists_each_fact_with_finding_sources_and_who_decided(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    other = factories.claim(newsroom, State.CHECKING, article_id=1, words=gates.FERRIES)
    gates.waive(newsroom, other, newsroom.emil)
    clear(newsroom, newsroom.edith)
    found = sheet(newsroom)
    assert found["article"]["title"] == "The harbour runs at a loss"
    assert found["text"]["version"] == 1
    assert found["sentences"]["total"] == 5
    assert (found["sentences"]["with_claim"], found["sentences"]["without_claim"]) == (2, 3)
    assert found["cleared_by"] == {"name": "Edith", "part": "editor"}
    first, second = found["facts"]
    assert (first["claim"], first["decision"]) == (1, "approved")
    assert first["words"] == [factories.WORDS]
    assert first["finding"]["label"] == "Confirmed"
    assert [one["title"] for one in first["sources"]] == [
        "Annual accounts of the harbour",
        "Audit report",
    ]
    assert first["checked_by"] == ["Carla"]
    assert [one["name"] for one in first["approved_by"]] == ["Rosa"]
    assert (second["decision"], second["finding"]) == ("waived", None)
    assert second["waiver"]["by"] == "Emil"
    assert second["waiver"]["in_spite_of"] == ["not decided yet"]


def test_a_dismissed_claim_stands_on_the_sheet_with_who_dismissed_it(newsroom: Newsroom) -> None:
    gates.draft(newsroom, State.DISMISSED)
    clear(newsroom, newsroom.edith)
    found = sheet(newsroom)["facts"][0]
    assert found["decision"] == "dismissed"
    assert (found["dismissal"]["why"], found["dismissal"]["by"]) == ("opinion", "Carla")
    assert found["dismissal"]["reason"] == "It is a matter of taste."


def test_protected_names_stand_by_role_and_internal_sources_by_kind(newsroom: Newsroom) -> None:
    given = replace(
        factories.CLAIM,
        statement="Gunvor Askeland lost 4 million crowns.",
        names_private_person=True,
        hidden_names=(("Gunvor Askeland", "a clerk"),),
    )
    claim_id = factories.claim(newsroom, State.CHECKING, kind=ArticleKind.OWN_DRAFT, given=given)
    secret = replace(
        factories.SECOND,
        title="A talk with Askeland’s neighbour",
        is_public=False,
        internal_reason="Asked not to be named.",
    )
    factories.log(newsroom, claim_id, newsroom.carla)
    factories.log(newsroom, claim_id, newsroom.carla, secret)
    factories.write(newsroom, claim_id, newsroom.carla, reason="The books name Gunvor Askeland.")
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.clear(newsroom, claim_id)
    gates.look_at_all(newsroom, 1)
    text = clear(newsroom, newsroom.edith).file
    assert "Askeland" not in text
    assert "neighbour" not in text
    fact = json.loads(text)["sheet"]["facts"][0]
    assert fact["statement"] == "a clerk lost 4 million crowns."
    assert fact["finding"]["reason"] == "The books name a clerk."
    assert fact["sources"][1] == {
        "number": 2,
        "is_kept_internal": True,
        "kind": "link",
        "stance": "supports",
        "source_class": "secondary",
    }


def test_a_claimant_known_by_role_alone_hides_no_word_of_the_sheet(newsroom: Newsroom) -> None:
    given = replace(
        factories.CLAIM,
        claimant="talk in the harbour",
        claimant_role="talk in the harbour",
        is_claimant_public=False,
        names_private_person=True,
    )
    claim_id = factories.claim(newsroom, State.DISMISSED, kind=ArticleKind.OWN_DRAFT, given=given)
    gates.look_at_all(newsroom, 1)
    gates.waive(newsroom, claim_id, newsroom.emil)
    clear(newsroom, newsroom.edith)
    found = sheet(newsroom)["facts"][0]
    assert (found["words"], found["claimant"]) == ([factories.WORDS], "talk in the harbour")


def test_nothing_is_signed_while_anything_is_open_and_the_list_says_what(
    newsroom: Newsroom,
) -> None:
    _, claim_id = gates.draft(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.carla) as work:
        coverage.take_back(work, 1, factories.TEXT.index("Ferries"))
    seen = at(newsroom).seen
    refuse_signature(newsroom, newsroom.edith, seen, NotClear, "2 things are in the way")
    with pytest.raises(NotClear) as why:
        clear(newsroom, newsroom.edith)
    assert [one.claim_id for one in why.value.reasons] == [None, claim_id]
    assert why.value.http_status == 422


def test_a_page_that_is_no_longer_true_signs_nothing(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    seen = at(newsroom).seen
    factories.claim(newsroom, State.DISMISSED, article_id=1, words=gates.FERRIES)
    refuse_signature(newsroom, newsroom.edith, seen, WrongState, "Something changed since")


@pytest.mark.parametrize("name", ["carla", "rosa", "lara", "ada"])
def test_nobody_but_an_editor_clears(newsroom: Newsroom, name: str) -> None:
    gates.draft(newsroom)
    seen = at(newsroom).seen
    refuse_signature(newsroom, getattr(newsroom, name), seen, NotYourPart, "Only an editor")


def test_whoever_declared_an_interest_in_one_claim_clears_no_article_with_it(
    newsroom: Newsroom,
) -> None:
    _, claim_id = gates.draft(newsroom)
    with newsroom.work(newsroom.emil) as work:
        reviews.recuse(work, claim_id, "I own a ferry.")
    seen = at(newsroom).seen
    refuse_signature(newsroom, newsroom.emil, seen, NotYourPart, "another editor must clear it")
    assert clear(newsroom, newsroom.edith).is_valid


def test_a_clearance_that_holds_is_not_signed_twice(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    seen = at(newsroom).seen
    refuse_signature(newsroom, newsroom.emil, seen, WrongState, "Sheet 1 holds already")


# ── What makes it void ───────────────────────────────────────────────────────────────────────────


def test_another_text_makes_it_void(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    with newsroom.work(newsroom.carla) as work:
        work.session.add(
            ArticleVersion(
                article_id=1,
                number=2,
                text="Quite another text.",
                text_sha256="1" * 64,
                created_at=work.now,
            )
        )
    assert because(newsroom) == ("The text was changed: version 2 is the newest",)
    found = newest(newsroom)
    assert found is not None
    assert found.void_since == newsroom.now
    assert [row.fact.is_in_text for row in at(newsroom).rows] == [False]


def test_new_evidence_makes_it_void_for_good(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    factories.log(newsroom, claim_id, newsroom.cyril, factories.SECOND)
    assert because(newsroom) == ("Claim 1 was changed",)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert because(newsroom) == ("Claim 1 was changed",)


def test_a_claim_that_was_reopened_and_dismissed_again_leaves_it_void(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.DISMISSED)
    clear(newsroom, newsroom.edith)
    with newsroom.work(newsroom.carla) as work:
        claims.reopen(work, claim_id)
    found = newest(newsroom)
    assert found is not None
    assert found.void_because == ("Claim 1 was moved: it is open now",)
    assert found.void_since == newsroom.now
    with newsroom.work(newsroom.carla) as work:
        claims.dismiss(work, claim_id, factories.Dismissal.OPINION, "It is a matter of taste.")
    assert because(newsroom) == ("Claim 1 was moved and is dismissed again",)


def test_a_hold_makes_it_void_even_once_it_is_released(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    factories.hold(newsroom, claim_id)
    assert because(newsroom) == ("A legal hold was set on claim 1",)
    with newsroom.work(newsroom.lara) as work:
        gate.load(work.session, claim_id)
        factories.legal.release(work, claim_id, "Settled.")
    assert because(newsroom) == ("A legal hold was set on claim 1",)


def test_a_new_claim_a_taken_back_sentence_and_a_taken_back_waiver_make_it_void(
    newsroom: Newsroom,
) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    gates.waive(newsroom, claim_id, newsroom.emil)
    clear(newsroom, newsroom.edith)
    with newsroom.work(newsroom.edith) as work:
        gate.take_back(work, 1, claim_id)
    assert because(newsroom) == ("The waiver of claim 1 is not the one it ran on",)
    gates.waive(newsroom, claim_id, newsroom.emil)
    assert because(newsroom) == ("The waiver of claim 1 is not the one it ran on",)
    start = factories.TEXT.index("Ferries")
    for deed in (coverage.take_back, coverage.pass_over):
        with newsroom.work(newsroom.carla) as work:
            deed(work, 1, start)
        assert because(newsroom)[-1] == "What was said of the sentences without a claim changed"
    factories.claim(newsroom, State.SPOTTED, article_id=1, words=gates.FERRIES)
    assert because(newsroom)[0] == "Claim 2 was opened"


def test_no_sheet_holds_while_an_approval_it_rests_on_counts_no_more(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    with newsroom.work(newsroom.ada) as work:
        work.session.get_one(Person, newsroom.rosa.id).disabled_at = work.now
    assert because(newsroom) == ("Claim 1: approvals no longer count",)
    refuse_signature(
        newsroom, newsroom.emil, at(newsroom).seen, NotClear, "approvals no longer count"
    )
    gates.waive(newsroom, 1, newsroom.emil)
    assert clear(newsroom, newsroom.emil).number == 2
    assert because(newsroom) == ()


def test_a_new_sheet_follows_every_way_in_which_the_last_became_void(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    other = factories.claim(
        newsroom,
        State.APPROVED,
        article_id=occurring.other_article(newsroom),
        words=occurring.WORDS,
    )
    clear(newsroom, newsroom.edith)
    with newsroom.work(newsroom.carla) as work:
        text = intake.article(work.session, 1)[1].text
        occurrences.link(work, other, 1, [occurring.span(text, gates.FERRIES)])
    occurring.confirm(newsroom, other, 1)
    first = because(newsroom)[0]
    assert (first, clear(newsroom, newsroom.emil).number) == ("Claim 2 was opened", 2)
    factories.publish(newsroom, other, newsroom.edith)
    assert because(newsroom) == ("Claim 2 was moved: it is published now",)
    since = newest(newsroom)
    assert since is not None
    assert since.void_since == newsroom.now
    assert clear(newsroom, newsroom.emil).number == 3
    occurring.unlink(newsroom, other, 1)
    gates.look_at_all(newsroom, 1)
    assert because(newsroom)[0] == "Claim 2 is gone"
    assert clear(newsroom, newsroom.emil).number == 4


def test_who_holds_a_claim_and_when_it_is_due_voids_nothing(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    with newsroom.work(newsroom.edith) as work:
        claims.assign(work, claim_id, newsroom.cyril.id or 0)
    with newsroom.work(newsroom.edith) as work:
        claims.set_due(work, claim_id, newsroom.now.date())
    assert because(newsroom) == ()


def test_a_new_sheet_records_that_the_old_one_was_void(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    factories.log(newsroom, claim_id, newsroom.cyril, factories.SECOND)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert clear(newsroom, newsroom.emil).number == 2
    assert newsroom.history()[-2:] == ["clearance:voided article:1", "clearance:signed article:1"]
    with newsroom.read() as session:
        lines = clearances.sheets(session, gate.standing(session, 1))
        assert [(one.number, one.is_valid) for one in lines] == [(2, True), (1, False)]
        assert lines[1].void_because == ("Claim 1 was changed",)
        assert clearances.sheet(session, 1, 1)[1].file == lines[1].file
        with pytest.raises(NoSuchClearance):
            clearances.sheet(session, 1, 3)


def test_the_database_keeps_sheets_as_they_were_signed(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    for deed in (
        update(Clearance).values(sheet="{}"),
        update(Clearance).values(signed_by_id=newsroom.emil.id),
        delete(Clearance),
    ):
        with pytest.raises(DatabaseError), newsroom.work(newsroom.edith) as work:
            work.session.execute(deed)
    void = update(Clearance).values(voided_at=newsroom.now, void_reason="It rained")
    with newsroom.work(newsroom.edith) as work:
        work.session.execute(void)
    with pytest.raises(DatabaseError), newsroom.work(newsroom.edith) as work:
        work.session.execute(void.values(void_reason="It snowed"))
