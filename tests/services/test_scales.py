"""Scales are versioned: labels are reworded, added and retired; what was published keeps its own (R1-R7)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from factcheck.db import Work
from factcheck.domain.inputs import BadInput
from factcheck.domain.ratings import BadScale, RatingInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import State
from factcheck.models import Desk, HistoryRow, Rating, RatingMapping, ScaleVersion
from factcheck.services import public, scales
from factcheck.services.scales import MappingInput, NoSuchScale, Scale
from factcheck.services.stale import StaleSave
from tests import factories
from tests.cast import Newsroom
from tests.statements import counted

NEW = RatingInput(code="hardly", label="Hardly supported", definition="A grain fits.", value=5)


def stored(newsroom: Newsroom, code: str = "house") -> Scale:
    with newsroom.read() as session:
        found = next(one for one in scales.scales(session) if one.code == code)
        return scales.scale(session, found.id)


def save(
    newsroom: Newsroom, labels: list[RatingInput], *, seen: int = 1, note: str = "A new year."
) -> int:
    scale = stored(newsroom)
    with newsroom.work(newsroom.ada) as work:
        return scales.new_version(work, scale.id, seen, labels, note)


def last_event(newsroom: Newsroom) -> HistoryRow:
    with newsroom.read() as session:
        return session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc()).limit(1)).one()


def reference_version(newsroom: Newsroom) -> int:
    with newsroom.read() as session:
        return session.scalar(select(Desk.reference_version)) or 0


def test_a_new_version_holds_what_was_wanted_in_that_order(newsroom: Newsroom) -> None:
    before = stored(newsroom)
    labels = [NEW, *reversed(before.current.ratings)]
    known = reference_version(newsroom)
    assert save(newsroom, labels) == 2
    after = stored(newsroom)
    assert after.number == 2
    assert after.current.ratings == tuple(labels)
    assert after.current.by_name == "Ada"
    assert after.versions[1] == before.current
    assert reference_version(newsroom) == known + 1
    event = last_event(newsroom)
    assert (event.event, event.subject) == ("scale:changed", "scale:house")
    assert (event.detail, event.reason) == ("version 1 -> 2", "A new year.")


@pytest.mark.parametrize("name", ["Carla", "Rosa", "Edith", "Lara"])
def test_nobody_but_an_administrator_changes_a_scale(newsroom: Newsroom, name: str) -> None:
    scale, before = stored(newsroom), newsroom.count(HistoryRow)
    ways: list[Callable[[Work], object]] = [
        lambda work: scales.new_version(work, scale.id, 1, [*scale.current.ratings, NEW], "More."),
        lambda work: scales.put_in_use(work, scale.id),
        lambda work: scales.add_mapping(work, scale.id, MappingInput("true", 2, "true", "")),
        lambda work: scales.remove_mapping(work, scale.id, 1),
    ]
    told = "Only an administrator may change a rating scale"
    for way in ways:
        with pytest.raises(NotYourPart, match=told), newsroom.work(newsroom.people[name]) as work:
            way(work)
    assert newsroom.count(HistoryRow) == before
    assert stored(newsroom) == scale


def test_translations_come_with_the_label(newsroom: Newsroom) -> None:
    words = {"ru": {"label": "Едва", "definition": "Есть доля правды."}}
    save(newsroom, [replace(NEW, translations=words), *stored(newsroom).current.ratings])
    assert stored(newsroom).current.ratings[0].translations == words


@pytest.mark.parametrize("how", ["dropped", "retired without a note", "same number", "no R5"])
def test_a_version_against_the_rules_leaves_everything_as_it_was(
    newsroom: Newsroom, how: str
) -> None:
    labels = list(stored(newsroom).current.ratings)
    wrong = {
        "dropped": labels[1:],
        "retired without a note": [replace(labels[0], is_retired=True), *labels[1:]],
        "same number": [NEW, replace(labels[0], value=5), *labels[1:]],
        "no R5": [replace(one, is_undetermined=False) for one in labels],
    }[how]
    counts = newsroom.count(ScaleVersion), newsroom.count(Rating), newsroom.count(HistoryRow)
    with pytest.raises(BadScale):
        save(newsroom, wrong)
    assert counts == (
        newsroom.count(ScaleVersion),
        newsroom.count(Rating),
        newsroom.count(HistoryRow),
    )


def test_nothing_new_makes_no_version(newsroom: Newsroom) -> None:
    with pytest.raises(WrongState, match="Nothing is changed"):
        save(newsroom, list(stored(newsroom).current.ratings))
    assert stored(newsroom).number == 1


@pytest.mark.parametrize("note", ["", "x" * 501, "\x00"])
def test_a_version_says_why_it_was_made(newsroom: Newsroom, note: str) -> None:
    with pytest.raises(BadInput):
        save(newsroom, [NEW, *stored(newsroom).current.ratings], note=note)
    assert stored(newsroom).number == 1


def test_a_late_save_is_told_what_the_other_wrote(newsroom: Newsroom) -> None:
    labels = list(stored(newsroom).current.ratings)
    save(newsroom, [replace(labels[0], label="Borne out"), *labels[1:]])
    with pytest.raises(StaleSave) as late:
        save(newsroom, [replace(labels[0], label="Fully supported"), *labels[1:]], seen=1)
    assert "Borne out" in late.value.theirs["supported"]
    assert "Fully supported" in late.value.yours["supported"]
    assert (late.value.by_name, late.value.version) == ("Ada", 2)
    assert stored(newsroom).number == 2


def test_what_was_published_keeps_the_version_it_was_given_under(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    labels = list(stored(newsroom).current.ratings)
    gone = replace(labels[0], is_retired=True, retired_note="Too strong a word.")
    save(newsroom, [gone, replace(NEW, value=9), *labels[1:]])
    with newsroom.read() as session:
        listed = public.listing(session).items
    shown = listed[0].rating
    assert len(listed) == 1, claim_id
    assert (shown.label, shown.scale_version, shown.best) == ("Supported", 1, 4)


def test_the_database_refuses_to_change_or_delete_a_label(newsroom: Newsroom) -> None:
    with pytest.raises(DBAPIError, match="retired by a new version"), newsroom.work() as work:
        work.session.execute(update(Rating).values(label="Pants"))
    with pytest.raises(DBAPIError, match="retired by a new version"), newsroom.work() as work:
        work.session.delete(work.session.scalars(select(Rating).limit(1)).one())


# ── In use ───────────────────────────────────────────────────────────────────────────────────────


def use(newsroom: Newsroom, code: str) -> None:
    scale = stored(newsroom, code)
    with newsroom.work(newsroom.ada) as work:
        scales.put_in_use(work, scale.id)


def test_one_scale_is_in_use_for_each_audience(newsroom: Newsroom) -> None:
    known = reference_version(newsroom)
    use(newsroom, "politifact")
    with newsroom.read() as session:
        used = [one.code for one in scales.scales(session) if one.is_in_use]
    assert sorted(used) == ["desk", "politifact"]
    assert reference_version(newsroom) == known + 1
    assert last_event(newsroom).detail == "in use for readers"


def test_a_scale_in_use_is_not_put_in_use_again(newsroom: Newsroom) -> None:
    with pytest.raises(WrongState, match="in use already"):
        use(newsroom, "house")


def test_a_scale_of_words_alone_can_be_used(newsroom: Newsroom) -> None:
    use(newsroom, "fullfact")
    assert stored(newsroom, "fullfact").is_in_use


def test_a_scale_that_can_state_nothing_cannot_be_used(newsroom: Newsroom) -> None:
    scale = stored(newsroom, "meta")
    labels = [
        one if one.is_undetermined else replace(one, is_retired=True, retired_note="Gone.")
        for one in scale.current.ratings
    ]
    unclear = RatingInput(code="unclear", label="Unclear", definition="?", is_undetermined=True)
    with newsroom.work(newsroom.ada) as work:
        scales.new_version(work, scale.id, 1, [*labels, unclear], "Only doubts.")
    with pytest.raises(NotReady, match="states a finding"):
        use(newsroom, "meta")


# ── Mappings ─────────────────────────────────────────────────────────────────────────────────────


def add(newsroom: Newsroom, from_code: str, to: str, to_code: str, note: str = "") -> None:
    start, target = stored(newsroom), stored(newsroom, to)
    with newsroom.work(newsroom.ada) as work:
        scales.add_mapping(work, start.id, MappingInput(from_code, target.id, to_code, note))


def test_a_mapping_goes_one_way(newsroom: Newsroom) -> None:
    add(newsroom, "supported", "snopes", "true", "Snopes judges the story.")
    mapping = stored(newsroom).mappings[0]
    assert (mapping.from_code, mapping.to_scale_name, mapping.to_code) == (
        "supported",
        "Snopes labels",
        "true",
    )
    assert stored(newsroom, "snopes").mappings == ()
    assert last_event(newsroom).detail == "mapping added: supported -> snopes:true"


def test_a_label_is_mapped_to_a_scale_once(newsroom: Newsroom) -> None:
    add(newsroom, "supported", "snopes", "true")
    add(newsroom, "supported", "politifact", "true")
    with pytest.raises(WrongState, match="mapped to that scale already"):
        add(newsroom, "supported", "snopes", "mostly_true")
    assert newsroom.count(RatingMapping) == 2


@pytest.mark.parametrize(
    ("from_code", "to", "to_code"),
    [
        ("nothing", "snopes", "true"),
        ("supported", "snopes", "nothing"),
        ("supported", "house", "unproven"),
    ],
)
def test_a_mapping_between_labels_that_are_not_there_is_refused(
    newsroom: Newsroom, from_code: str, to: str, to_code: str
) -> None:
    with pytest.raises(BadInput, match=r"^Choose"):
        add(newsroom, from_code, to, to_code)
    assert newsroom.count(RatingMapping) == 0


def test_a_mapping_is_removed_and_the_history_keeps_it(newsroom: Newsroom) -> None:
    add(newsroom, "supported", "snopes", "true")
    scale = stored(newsroom)
    with newsroom.work(newsroom.ada) as work:
        scales.remove_mapping(work, scale.id, scale.mappings[0].id)
    assert stored(newsroom).mappings == ()
    assert last_event(newsroom).detail == "mapping removed: supported -> Snopes labels:true"


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def test_a_scale_that_is_not_there_is_no_such_scale(newsroom: Newsroom) -> None:
    with newsroom.read() as session, pytest.raises(NoSuchScale):
        scales.scale(session, 4711)


def test_reading_costs_the_same_however_many_versions_there_are(newsroom: Newsroom) -> None:
    labels = list(stored(newsroom).current.ratings)
    for number in range(1, 4):
        save(newsroom, [replace(labels[0], label=f"Wording {number}"), *labels[1:]], seen=number)
    with counted(newsroom.database) as statements, newsroom.read() as session:
        found = scales.scales(session)
        assert len(statements) == 2
        scale = scales.scale(session, found[0].id)
        assert len(statements) == 5
    assert [one.number for one in scale.versions] == [4, 3, 2, 1]
    assert [len(one.versions) for one in found] == [1] * len(found)
