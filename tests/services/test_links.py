"""Invitations and password links: stored as hashes, good once, for one purpose, for a while."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Actor, Part
from factcheck.models import Invitation
from factcheck.models.people import LinkPurpose
from factcheck.services import accounts, links, people, sessions
from factcheck.services.accounts import MailTaken
from factcheck.services.links import SpentLink
from tests.cast import PASSWORD, Newsroom

pytestmark = pytest.mark.usefixtures("cheap_hashes")

OTHER = "eleven grey herons at dusk"


def add(newsroom: Newsroom, name: str = "Nina", password: str = PASSWORD, **more: str) -> Actor:
    with newsroom.work() as work:
        email = more.get("email", f"{name.lower()}@desk.example")
        person = accounts.add_person(work, email, name, [Part.CHECKER], password)
        return Actor(person.id, person.name, person.parts)


def recognise(newsroom: Newsroom, email: str, password: str) -> accounts.Recognised | None:
    with newsroom.read() as session:
        return accounts.recognise(session, email, password)


def invite(newsroom: Newsroom, name: str = "Nina") -> str:
    with newsroom.work(newsroom.ada) as work:
        return links.invite(work, f"{name.lower()}@desk.example", name, [Part.CHECKER])


def accept(newsroom: Newsroom, token: str, name: str = "Nina", password: str = PASSWORD) -> None:
    with newsroom.work(Actor(None, "")) as work:
        links.accept(work, token, name, password)


def test_an_invitation_lets_somebody_in_once(newsroom: Newsroom) -> None:
    token = invite(newsroom)
    accept(newsroom, token, "Nina Novak")
    found = recognise(newsroom, "nina@desk.example", PASSWORD)
    assert found is not None
    assert (found.actor.name, found.actor.parts) == ("Nina Novak", {Part.CHECKER})
    with pytest.raises(SpentLink) as refused:
        accept(newsroom, token, "Nina Twice")
    assert refused.value.sentence == "This link was used or is too old."


def test_only_the_hash_of_a_link_is_stored(newsroom: Newsroom) -> None:
    token = invite(newsroom)
    with newsroom.read() as session:
        row = session.execute(select(Invitation.__table__)).one()
    assert row.token_hash == sessions.hash_token(token)
    assert all(token not in str(value) for value in row)
    assert all(token not in line for line in newsroom.history())


def test_an_invitation_works_for_72_hours_and_a_password_link_for_ten_minutes(
    newsroom: Newsroom,
) -> None:
    invitation = invite(newsroom)
    made = newsroom.now
    with newsroom.work(newsroom.ada) as work:
        password = links.password_link(work, newsroom.carla.id or 0)
    made_later = newsroom.now
    with newsroom.read() as session:
        for token, purpose, at, life in (
            (invitation, LinkPurpose.INVITATION, made, timedelta(hours=72)),
            (password, LinkPurpose.PASSWORD, made_later, timedelta(minutes=10)),
        ):
            just = at + life - timedelta(seconds=1)
            assert links.find(session, token, purpose, just).purpose is purpose
            with pytest.raises(SpentLink):
                links.find(session, token, purpose, at + life)


def test_no_token_opens_another_door(newsroom: Newsroom) -> None:
    invitation = invite(newsroom)
    with newsroom.work(newsroom.ada) as work:
        password = links.password_link(work, newsroom.carla.id or 0)
    with newsroom.work(newsroom.carla) as work:
        session_token = sessions.start(work, newsroom.carla.id or 0)
    doors: dict[str, Callable[[Work, str], object]] = {
        "invitation": lambda work, token: links.accept(work, token, "Nina", PASSWORD),
        "password": lambda work, token: links.choose_password(work, token, OTHER),
    }
    wrong = {"invitation": [password, session_token], "password": [invitation, session_token]}
    for name, tokens in wrong.items():
        for token in tokens:
            with pytest.raises(SpentLink), newsroom.work(Actor(None, "")) as work:
                doors[name](work, token)
    with newsroom.read() as session:
        for token in (invitation, password):
            assert sessions.find(session, token, newsroom.now) is None


def test_a_new_invitation_to_the_same_mail_ends_the_one_before(newsroom: Newsroom) -> None:
    first, second = invite(newsroom), invite(newsroom)
    with pytest.raises(SpentLink):
        accept(newsroom, first)
    accept(newsroom, second)


def test_an_invitation_taken_back_lets_nobody_in(newsroom: Newsroom) -> None:
    token = invite(newsroom)
    with newsroom.read() as session:
        (line,) = people.invitations(session, newsroom.now)
    assert (line.name, line.invited_by, line.parts) == ("Nina", "Ada", {Part.CHECKER})
    with newsroom.work(newsroom.ada) as work:
        links.take_back(work, line.id)
    with newsroom.read() as session:
        assert people.invitations(session, newsroom.now) == []
    with pytest.raises(SpentLink):
        accept(newsroom, token)
    with pytest.raises(SpentLink), newsroom.work(newsroom.ada) as work:
        links.take_back(work, line.id)


def test_a_refused_password_leaves_the_invitation_open(newsroom: Newsroom) -> None:
    token = invite(newsroom)
    for name, password in (("Nina", "short"), ("Carla", PASSWORD)):
        with pytest.raises(BadInput):
            accept(newsroom, token, name, password)
    accept(newsroom, token)


def test_two_who_come_with_one_invitation_make_one_account(newsroom: Newsroom) -> None:
    token, ready = invite(newsroom), Barrier(2)
    outcomes: list[str] = []

    def come(name: str) -> None:
        ready.wait()
        try:
            with newsroom.database.work(Actor(None, ""), now=newsroom.now) as work:
                links.accept(work, token, name, PASSWORD)
            outcomes.append("in")
        except (SpentLink, MailTaken):
            outcomes.append("out")

    threads = [Thread(target=come, args=(name,)) for name in ("Nina", "Nora")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "out"]


def test_a_password_link_changes_the_password_and_ends_every_session(newsroom: Newsroom) -> None:
    nina = add(newsroom)
    with newsroom.work(nina) as work:
        session_token = sessions.start(work, nina.id or 0)
    with newsroom.work(newsroom.ada) as work:
        token = links.password_link(work, nina.id or 0)
    with newsroom.work(Actor(None, "")) as work:
        links.choose_password(work, token, OTHER)
    assert recognise(newsroom, "nina@desk.example", PASSWORD) is None
    assert recognise(newsroom, "nina@desk.example", OTHER) is not None
    with newsroom.read() as session:
        assert sessions.find(session, session_token, newsroom.now) is None
    with pytest.raises(SpentLink), newsroom.work(Actor(None, "")) as work:
        links.choose_password(work, token, PASSWORD)


def test_a_password_link_of_somebody_disabled_is_worth_nothing(newsroom: Newsroom) -> None:
    nina = add(newsroom)
    with newsroom.work(newsroom.ada) as work:
        token = links.password_link(work, nina.id or 0)
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, nina.id or 0)
    with pytest.raises(SpentLink), newsroom.work(Actor(None, "")) as work:
        links.choose_password(work, token, OTHER)
    with pytest.raises(WrongState), newsroom.work(newsroom.ada) as work:
        links.password_link(work, nina.id or 0)
