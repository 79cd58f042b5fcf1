"""Recording an interview, a call or a letter: who, when, how and what was agreed; and what readers get of it (E18)."""

import pytest

from factcheck.domain.terms import State
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.web.test_evidence import GIVEN, rows


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


@pytest.fixture
def claim(site: Site) -> str:
    """The address of a claim that Carla checks."""
    return f"/desk/claims/{factories.claim(site.newsroom, State.CHECKING)}"


CALL = {
    **GIVEN,
    "kind": "interview",
    "url": "",
    "spoke_with": "Wilma Krone",
    "spoke_role": "bookkeeper",
    "held_on": "2026-11-18",
    "held_time": "14:30",
    "channel": "telephone",
    "consent": "notes_only",
    "consent_note": "Asked twice.",
    "transcript": "Q: How much?\nA: Four million.",
}


def test_a_call_is_recorded_with_who_when_how_and_what_was_agreed(site: Site, claim: str) -> None:
    there = site.done(f"{claim}/evidence/new", **CALL)
    row = site.page(there).id("evidence-1")
    assert "Wilma Krone, bookkeeper · by telephone, 14:30, 18 November 2026 (UTC)" in row.text
    assert "on the record, notes only (Asked twice.)" in row.text
    assert "Four million." in row.all("details")[0].text
    assert row.links()["Upload a copy of evidence 1"] == f"{claim}/evidence/1/upload"
    page = site.page(f"{claim}/evidence/1")
    for name in CALL.keys() - {"kind", "stance", "source_class", "channel", "consent"}:
        assert page.value(name) == CALL[name], name
    ticked = {one.attributes["value"] for one in page.all("input", checked="")}
    assert ticked == {"interview", "supports", "primary", "notes_only"}


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"spoke_with": ""}, "spoke_with", "Say with whom you spoke."),
        ({"held_on": "", "held_time": ""}, "held_on", "Say when it was."),
        ({"held_on": ""}, "held_time", "A time needs its day."),
        ({"held_time": "25:00"}, "held_time", "Write the time as HH:MM, from 00:00 to 23:59."),
        ({"channel": ""}, "channel", "Choose how you spoke."),
        ({"channel": "owl"}, "channel", "Choose one of: in person"),
        ({"consent": "off_record"}, "is_internal", "What was said off the record is kept"),
        ({"consent": "not_attributed", "spoke_role": ""}, "spoke_role", "Say in what role"),
        ({"kind": "document"}, "spoke_with", "Only a conversation has what stands here"),
        ({"transcript": "t" * 50_001}, "transcript", "50,001 characters long; at most 50,000."),
    ],
)
def test_what_a_conversation_lacks_is_said_beside_its_field(
    site: Site, claim: str, changed: dict[str, str], field: str, sentence: str
) -> None:
    page = site.send(f"{claim}/evidence/new", 422, **{**CALL, **changed})
    assert sentence in page.error(field)
    assert page.value("title") == GIVEN["title"]
    assert rows(site) == []


def test_a_button_pressed_on_the_way_to_another_kind_is_no_conversation(
    site: Site, claim: str
) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN, channel="telephone", consent="recorded")
    assert rows(site)[0].conversation is None


def test_the_fields_of_a_conversation_stand_apart_from_those_of_a_link(
    site: Site, claim: str
) -> None:
    group = site.page(f"{claim}/evidence/new").all("fieldset", class_="only-conversation")[0]
    assert {"spoke_with", "held_on", "consent", "transcript"} <= {
        one.attributes.get("name") for one in group.all()
    }
    assert "Off the record" in group.text


def test_readers_are_told_who_spoke_when_and_how(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    site.done(f"/desk/claims/{claim_id}/evidence/new", **CALL)
    factories.write(site.newsroom, claim_id, site.newsroom.carla)
    source = site.page(f"/desk/claims/{claim_id}/preview").all("li", class_="source")[0].text
    assert "Wilma Krone, bookkeeper, 14:30, 18 November 2026 (UTC)." in source
    assert "Telephone call" in source
    assert "Four million." not in source
    site.done(
        f"/desk/claims/{claim_id}/evidence/1",
        **{**CALL, "consent": "not_attributed", "seen_version": "1"},
    )
    source = site.page(f"/desk/claims/{claim_id}/preview").all("li", class_="source")[0].text
    assert "bookkeeper (shown by role: we agreed not to name the person)" in source
    assert "Krone" not in source
