"""Accounts: one mail and one name a person, passwords nobody guesses, an administrator who stays."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.terms import Actor, Part
from factcheck.models import HistoryRow, Person
from factcheck.services import accounts, links, people, sessions
from factcheck.services.accounts import MailTaken, NameTaken
from factcheck.services.people import NoSuchPerson
from tests.cast import PASSWORD, Newsroom

pytestmark = pytest.mark.usefixtures("cheap_hashes")

OTHER = "eleven grey herons at dusk"


DEAR = accounts.hasher


def add(newsroom: Newsroom, name: str = "Nina", password: str = PASSWORD, **more: str) -> Actor:
    with newsroom.work() as work:
        email = more.get("email", f"{name.lower()}@desk.example")
        person = accounts.add_person(work, email, name, [Part.CHECKER], password)
        return Actor(person.id, person.name, person.parts)


def recognise(newsroom: Newsroom, email: str, password: str) -> accounts.Recognised | None:
    with newsroom.read() as session:
        return accounts.recognise(session, email, password)


def person(newsroom: Newsroom, person_id: int | None) -> Person:
    with newsroom.read() as session:
        return session.get_one(Person, person_id)


# ── Adding people ────────────────────────────────────────────────────────────────────────────────


def test_an_added_person_is_recognised_by_her_password(newsroom: Newsroom) -> None:
    nina = add(newsroom)
    found = recognise(newsroom, "nina@desk.example", PASSWORD)
    assert found is not None
    assert found.actor == nina
    assert found.new_hash == ""
    assert newsroom.history()[-1] == f"person:added person:{nina.id}"


@pytest.mark.parametrize("typed", ["NINA@desk.example", " nina@desk.example ", "nina@DESK.Example"])
def test_a_mail_address_has_one_spelling(sqlite_newsroom: Newsroom, typed: str) -> None:
    nina = add(sqlite_newsroom)
    found = recognise(sqlite_newsroom, typed, PASSWORD)
    assert found is not None
    assert found.actor == nina
    with pytest.raises(MailTaken), sqlite_newsroom.work() as work:
        accounts.add_person(work, typed, "Somebody Else", [])


def test_an_accent_is_one_letter_however_it_was_typed(sqlite_newsroom: Newsroom) -> None:
    add(sqlite_newsroom, "Zoë", email="zoe\u0308@desk.example")
    assert recognise(sqlite_newsroom, "zoë@desk.example", PASSWORD) is not None


@pytest.mark.parametrize(
    "name",
    [
        "Carla",
        "carla",
        "CARLA",
        " Carla ",
        "Ｃarla",  # full-width
        "Саrlа",  # three letters Cyrillic
        "Max ",
        "Мах",  # all of it Cyrillic, all of it looking like Max
    ],
)
def test_a_name_that_looks_like_a_colleagues_is_not_taken(
    sqlite_newsroom: Newsroom, name: str
) -> None:
    before = sqlite_newsroom.count(Person)
    with pytest.raises(BadInput), sqlite_newsroom.work() as work:
        accounts.add_person(work, "new@desk.example", name, [])
    assert sqlite_newsroom.count(Person) == before


def test_the_sentence_for_a_taken_name(sqlite_newsroom: Newsroom) -> None:
    with pytest.raises(NameTaken) as refused, sqlite_newsroom.work() as work:
        accounts.add_person(work, "new@desk.example", "Мах", [])
    assert refused.value.sentence == "This name is taken."


@pytest.mark.parametrize("actor", ["carla", "rosa", "edith", "lara"])
def test_only_administrators_change_people(sqlite_newsroom: Newsroom, actor: str) -> None:
    who: Actor = getattr(sqlite_newsroom, actor)
    cyril = sqlite_newsroom.cyril.id or 0
    verbs: list[Callable[[Work], object]] = [
        lambda work: accounts.add_person(work, "n@desk.example", "Nina", []),
        lambda work: accounts.set_parts(work, who.id or 0, Part),
        lambda work: accounts.disable(work, cyril),
        lambda work: accounts.enable(work, cyril),
        lambda work: accounts.sign_out_everywhere(work, cyril),
        lambda work: links.invite(work, "n@desk.example", "Nina", []),
        lambda work: links.password_link(work, cyril),
        lambda work: links.take_back(work, 1),
    ]
    before = sqlite_newsroom.history()
    for verb in verbs:
        with pytest.raises(NotYourPart), sqlite_newsroom.work(who) as work:
            verb(work)
    assert sqlite_newsroom.history() == before


def test_a_visitor_without_an_account_is_not_the_command_line(sqlite_newsroom: Newsroom) -> None:
    nobody = Actor(id=None, name="")
    with pytest.raises(NotYourPart), sqlite_newsroom.work(nobody) as work:
        accounts.add_person(work, "n@desk.example", "Nina", [Part.ADMINISTRATOR])


# ── Passwords ────────────────────────────────────────────────────────────────────────────────────


def test_passwords_are_kept_as_argon2id_of_64_mib(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "hasher", DEAR)
    nina = add(sqlite_newsroom)
    stored = person(sqlite_newsroom, nina.id).password_hash
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert accounts.NOBODYS_HASH.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_weaker_hash_is_renewed_at_the_next_sign_in(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    nina = add(sqlite_newsroom)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", stronger)
    found = recognise(sqlite_newsroom, "nina@desk.example", PASSWORD)
    assert found is not None
    assert "m=16,t=2" in found.new_hash
    with sqlite_newsroom.work(found.actor) as work:
        accounts.renew_hash(work, nina.id or 0, found.new_hash)
    again = recognise(sqlite_newsroom, "nina@desk.example", PASSWORD)
    assert again is not None
    assert again.new_hash == ""


@pytest.mark.parametrize(
    "typed", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], "", "x" * 5_000]
)
def test_a_password_is_taken_as_typed(sqlite_newsroom: Newsroom, typed: str) -> None:
    add(sqlite_newsroom)
    assert recognise(sqlite_newsroom, "nina@desk.example", typed) is None


@pytest.mark.parametrize(
    "password",
    [
        "  leading blanks stay  ",
        "пароль из четырёх слов",
        "e\u0301 is not \u00e9 here",
        "null \x00 inside it",
        "q" + "zkw9" * 249 + "abc",
    ],
)
def test_any_signs_make_a_password(sqlite_newsroom: Newsroom, password: str) -> None:
    add(sqlite_newsroom, password=password)
    assert recognise(sqlite_newsroom, "nina@desk.example", password) is not None
    assert recognise(sqlite_newsroom, "nina@desk.example", password.strip() + "!") is None


def test_a_long_password_is_not_cut(sqlite_newsroom: Newsroom) -> None:
    longest = "zkw9" * 249 + "aqbx"
    assert len(longest) == 1_000
    add(sqlite_newsroom, password=longest)
    assert recognise(sqlite_newsroom, "nina@desk.example", longest) is not None
    assert recognise(sqlite_newsroom, "nina@desk.example", longest + "x") is None
    assert recognise(sqlite_newsroom, "nina@desk.example", longest[:-1]) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elevensigns", "At least 12 characters."),
        ("zkw9" * 250 + "x", "At most 1,000 characters."),
        ("password1234", "This password is known from breaches."),
        ("nina's own words", "It holds a word of this site, or of your own name or mail address."),
        ("we like factcheck", "It holds a word of this site, or of your own name or mail address."),
        ("\ud800 is no letter", "The password is not valid Unicode."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    sqlite_newsroom: Newsroom, password: str, sentence: str
) -> None:
    before = sqlite_newsroom.count(Person)
    with pytest.raises(BadInput) as refused:
        add(sqlite_newsroom, password=password)
    assert refused.value.sentence == sentence
    assert sqlite_newsroom.count(Person) == before


def test_the_mail_address_must_not_stand_in_the_password(sqlite_newsroom: Newsroom) -> None:
    with pytest.raises(BadInput):
        add(sqlite_newsroom, "Olga", "strawhat my strawhat", email="strawhat@desk.example")


def test_unknown_disabled_and_wrong_get_the_same_answer(sqlite_newsroom: Newsroom) -> None:
    nina = add(sqlite_newsroom)
    add(sqlite_newsroom, "Olga", password="")
    with sqlite_newsroom.work() as work:
        accounts.disable(work, nina.id or 0)
    assert recognise(sqlite_newsroom, "nobody@desk.example", PASSWORD) is None
    assert recognise(sqlite_newsroom, "nina@desk.example", PASSWORD) is None
    assert recognise(sqlite_newsroom, "olga@desk.example", "") is None


def test_an_answer_for_nobody_costs_one_hash_as_well(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002  argon2's names
            verified.append(str(hash))
            return super().verify(hash, password)  # type: ignore[return-value]

    nina = add(sqlite_newsroom)
    monkeypatch.setattr(accounts, "hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    recognise(sqlite_newsroom, "nobody@desk.example", PASSWORD)
    recognise(sqlite_newsroom, "nina@desk.example", "wrong")
    with sqlite_newsroom.work() as work:
        accounts.disable(work, nina.id or 0)
    recognise(sqlite_newsroom, "nina@desk.example", PASSWORD)
    stored = person(sqlite_newsroom, nina.id).password_hash
    assert verified == [accounts.NOBODYS_HASH, stored, accounts.NOBODYS_HASH]


def test_changing_ones_password_needs_the_old_one_and_ends_other_sessions(
    newsroom: Newsroom,
) -> None:
    nina = add(newsroom)
    tokens = []
    for _ in range(2):
        with newsroom.work(nina) as work:
            tokens.append(sessions.start(work, nina.id or 0))
    with newsroom.read() as session:
        here = sessions.find(session, tokens[0], newsroom.now)
    assert here is not None
    with pytest.raises(NotYourPart), newsroom.work(nina) as work:
        accounts.change_password(work, "wrong", OTHER, keep_session_id=here.session_id)
    with newsroom.work(nina) as work:
        accounts.change_password(work, PASSWORD, OTHER, keep_session_id=here.session_id)
    assert recognise(newsroom, "nina@desk.example", PASSWORD) is None
    assert recognise(newsroom, "nina@desk.example", OTHER) is not None
    with newsroom.read() as session:
        alive = [sessions.find(session, token, newsroom.now) is not None for token in tokens]
    assert alive == [True, False]


# ── Parts, leaving, coming back ──────────────────────────────────────────────────────────────────


def test_parts_are_given_and_taken_and_told(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.ada) as work:
        accounts.set_parts(work, newsroom.carla.id or 0, [Part.REVIEWER, Part.EDITOR])
    assert person(newsroom, newsroom.carla.id).parts == {Part.REVIEWER, Part.EDITOR}
    with newsroom.read() as session:
        last = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc())).first()
    assert last is not None
    assert (last.event, last.detail) == ("person:parts", "gave reviewer, editor; took checker")
    assert last.actor_id == newsroom.ada.id


def test_the_same_parts_again_are_no_change(newsroom: Newsroom) -> None:
    before = newsroom.history()
    with newsroom.work(newsroom.ada) as work:
        accounts.set_parts(work, newsroom.carla.id or 0, [Part.CHECKER])
    assert newsroom.history() == before


def test_the_last_administrator_stays(newsroom: Newsroom) -> None:
    ada, max_ = newsroom.ada.id or 0, newsroom.max.id or 0
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, max_)
    for verb in (
        lambda work: accounts.disable(work, ada),
        lambda work: accounts.set_parts(work, ada, [Part.CHECKER]),
    ):
        with pytest.raises(WrongState) as refused, newsroom.work(newsroom.ada) as work:
            verb(work)
        assert refused.value.sentence == "The last administrator stays."
        assert refused.value.http_status == 409
    assert person(newsroom, ada).disabled_at is None
    with newsroom.work(newsroom.ada) as work:  # a disabled administrator does not count as one
        accounts.enable(work, max_)
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, ada)
    assert person(newsroom, ada).disabled_at is not None


def test_two_administrators_who_let_each_other_go_at_once_do_not_both_go(
    newsroom: Newsroom,
) -> None:
    ready, refusals = Barrier(2), []

    def let_go(who: Actor, whom: Actor) -> None:
        ready.wait()
        try:
            with newsroom.database.work(who) as work:
                accounts.disable(work, whom.id or 0)
        except Refusal as refusal:
            refusals.append(refusal.sentence)

    threads = [
        Thread(target=let_go, args=pair)
        for pair in ((newsroom.ada, newsroom.max), (newsroom.max, newsroom.ada))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["The last administrator stays."]


def test_disabling_ends_sessions_at_once_and_enabling_brings_none_back(
    newsroom: Newsroom,
) -> None:
    with newsroom.work(newsroom.carla) as work:
        token = sessions.start(work, newsroom.carla.id or 0)
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, newsroom.carla.id or 0)
    with newsroom.work(newsroom.ada) as work:
        accounts.enable(work, newsroom.carla.id or 0)
    with newsroom.read() as session:
        assert sessions.find(session, token, newsroom.now) is None
    with pytest.raises(WrongState), newsroom.work(newsroom.ada) as work:
        accounts.enable(work, newsroom.carla.id or 0)


@pytest.mark.parametrize("person_id", [0, -1, 999, 2**31, 2**63, 10**30])
def test_there_is_no_such_person(newsroom: Newsroom, person_id: int) -> None:
    for verb in (accounts.disable, accounts.enable, accounts.sign_out_everywhere):
        with pytest.raises(NoSuchPerson), newsroom.work(newsroom.ada) as work:
            verb(work, person_id)


def test_the_list_of_people_names_parts_sessions_and_those_who_left(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        sessions.start(work, newsroom.carla.id or 0)
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, newsroom.cyril.id or 0)
    with newsroom.read() as session:
        listed = people.everybody(session, newsroom.now)
        reviewers = people.active(session, Part.REVIEWER, Part.EDITOR)
        checkers = people.active(session, Part.CHECKER)
        everybody = people.active(session)
    assert [one.name for one in listed] == [
        *["Ada", "Carla", "Edith", "Emil", "Lara", "Max", "Rosa"],
        "Cyril",
    ]
    carla = next(one for one in listed if one.name == "Carla")
    assert (carla.parts, carla.sessions, carla.is_disabled) == ({Part.CHECKER}, 1, False)
    assert [name for _, name in reviewers] == ["Edith", "Emil", "Max", "Rosa"]
    assert [name for _, name in checkers] == ["Carla", "Max"]
    assert len(everybody) == 7
