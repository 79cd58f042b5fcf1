"""One thing after another of a published verdict changes, and all that readers and machines have of it moves together.

Asked is another process than the one that changed it, at its very next request.  What readers cannot see moves nothing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from factcheck.domain.terms import (
    ChangeKind,
    State,
)
from factcheck.services import claims, desk_settings, verdicts
from factcheck.web import machines
from tests import factories, gates, road, tipping
from tests.cast import MORNING, Newsroom
from tests.fronts import VERDICT, another_process, mark, retract
from tests.moving import FEEDS, FIELDS, FORMS, LETTER, LISTS, STILL, TEXTS, Deed, Field
from tests.pages import read
from tests.visitors import Visitor, make_app

# ── What they have ───────────────────────────────────────────────────────────────────────────────


def stand(newsroom: Newsroom) -> None:
    """Claim 1 is published with three sources."""
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.log(newsroom, claim_id, newsroom.carla, LETTER)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)


def forms(reader: Visitor) -> dict[str, tuple[str, str]]:
    """Tag and text of each form, as a stranger gets it."""
    found = {}
    for name, path in FORMS.items():
        answer = reader.get(path, follow_redirects=True)
        assert answer.status_code == 200, name
        found[name] = (answer.headers.get("ETag", answer.text), answer.text)
    return found


def tags(found: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {name: tag for name, (tag, _) in found.items()}


def reviews(reader: Visitor) -> list[object]:
    """The ClaimReviews in the data of all, and on the page of verdict 1: the same or none."""
    data = json.loads(reader.get("/data/claimreviews.json").text)["dataFeedElement"]
    scripts = read(reader.get(VERDICT).text).all("script", type="application/ld+json")
    on_page = [json.loads(one.raw()) for one in scripts]
    assert [item["item"][0] for item in data] == on_page
    return on_page


def publish_change(newsroom: Newsroom, field: Field, unmoved: Callable[[], None]) -> None:
    """A correction on its whole road; `unmoved` looks at readers before it is published."""
    road.begin_change(newsroom, 1, ChangeKind.CORRECTION, newsroom.edith)
    field.deed(newsroom)
    unmoved()
    with newsroom.work(getattr(newsroom, field.by)) as work:
        verdicts.submit(work, 1)
    factories.approve(newsroom, 1, newsroom.rosa)
    unmoved()
    factories.publish(newsroom, 1, newsroom.emil)


def require_together(newsroom: Newsroom, field: Field) -> None:
    make_app(newsroom)
    stand(newsroom)
    with another_process(newsroom) as reader:
        before, then = forms(reader), mark(newsroom)

        def unmoved() -> None:
            assert field.is_marked or mark(newsroom) == then
            assert tags(forms(reader)) == tags(before)

        publish_change(newsroom, field, unmoved)
        after = forms(reader)
        assert mark(newsroom) > then
        stayed = {name for name in FORMS if after[name][0] == before[name][0]}
        assert stayed <= STILL
        for name in FORMS:
            _, text = after[name]
            assert name not in field.shows or field.now in text, name
            assert not field.were or field.were not in text, name
        (review,) = reviews(reader)
        assert isinstance(review, dict)
        assert review["dateModified"] > json.loads(before["data"][1])["dateModified"]


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_changed_is_changed_everywhere_and_a_draft_of_it_nowhere(
    sqlite_newsroom: Newsroom, name: str
) -> None:
    require_together(sqlite_newsroom, FIELDS[name])


@pytest.mark.parametrize("name", ["claim", "rating", "a source is hidden"])
def test_the_same_on_both_databases(newsroom: Newsroom, name: str) -> None:
    require_together(newsroom, FIELDS[name])


# ── Settings of the desk ─────────────────────────────────────────────────────────────────────────


def test_the_name_of_the_desk_is_changed_everywhere_at_once(newsroom: Newsroom) -> None:
    make_app(newsroom)
    stand(newsroom)
    with newsroom.read() as session:
        old = desk_settings.settings(session).name
    with another_process(newsroom) as reader:
        before = forms(reader)
        with newsroom.work(newsroom.ada) as work:
            desk_settings.name_desk(work, name="The Quay Desk")
        after = forms(reader)
        named = {name for name, (_, text) in before.items() if old in text}
        assert {"page", "card", "oembed", "atom", "rss", "json", "data", "api"} <= named
        for name in named:
            assert "The Quay Desk" in after[name][1], name
            assert after[name][0] != before[name][0], name
        assert "The Quay Desk" in reader.get("/data/organization.jsonld").text
        assert "The Quay Desk" in reader.get("/llms.txt").text


# ── A retraction ─────────────────────────────────────────────────────────────────────────────────


def test_a_retraction_empties_every_machine_readable_form_at_the_next_request(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "utc_now", lambda: MORNING.replace(hour=23))
    make_app(newsroom)
    stand(newsroom)
    with another_process(newsroom) as reader:
        before = forms(reader)
        assert len(reviews(reader)) == 1
        assert VERDICT in reader.get("/sitemaps/news.xml").text
        retract(newsroom)
        after = forms(reader)
        assert reviews(reader) == []
        assert json.loads(after["api"][1]) == {"claims": []}
        assert VERDICT not in reader.get("/sitemaps/news.xml").text
        stayed = {name for name in FORMS if after[name][0] == before[name][0]}
        assert stayed == set()
        for name in ("oembed", "oembed_xml", "card", *FEEDS):
            assert "etract" in after[name][1], name
        for name in ("card", "oembed", "oembed_xml", *LISTS, *FEEDS):
            assert "The accounts say so." not in after[name][1], name
        for name in ("oembed", "oembed_xml", "data", "api", "annotation"):
            assert "Supported" not in after[name][1], name
        for name in TEXTS:
            told = after[name][1]
            assert "We mistook the year." in told, name
            assert name == "page" or told.index("We mistook the year.") < told.index("Our finding")


# ── What readers cannot see ──────────────────────────────────────────────────────────────────────


def hidden_source(newsroom: Newsroom) -> None:
    """Logged on a claim of the same article that is being checked, for colleagues alone."""
    given = replace(
        LETTER, is_public=False, internal_reason="It names a clerk.", note="Ask her again."
    )
    factories.log(newsroom, 2, newsroom.carla, given)


def assigned(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.edith) as work:
        assert newsroom.cyril.id
        claims.assign(work, 2, newsroom.cyril.id)


UNSEEN: Mapping[str, Deed] = {
    "a hidden source": hidden_source,
    "who holds a claim": assigned,
    "a draft of a verdict": lambda n: factories.write(n, 2, n.carla),
    "a draft of a correction": lambda n: road.begin_change(n, 1, ChangeKind.CORRECTION, n.edith),
    "why a claim was chosen": lambda n: road.edit_claim(n, 2, n.carla, selection_reason="Topical."),
    "a claim more": lambda n: factories.claim(n, article_id=1, words="Nobody was hurt"),
    "a message of a reader": tipping.send,
    "sentences passed over": lambda n: gates.look_at_all(n, 1),
    "the policy": lambda n: road.set_policy(n, approvals_needed=2),
    "a hold": lambda n: factories.hold(n, 2),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_readers_cannot_see_moves_nothing(newsroom: Newsroom, name: str) -> None:
    make_app(newsroom)
    stand(newsroom)
    factories.claim(newsroom, State.CHECKING, article_id=1, words=gates.FERRIES)
    with another_process(newsroom) as reader:
        before, then = forms(reader), mark(newsroom)
        UNSEEN[name](newsroom)
        assert mark(newsroom) == then
        assert forms(reader) == before
