"""Mails as they reach a mail server, and what is made of its refusals."""

import socket
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.mail import (
    BadMailAddress,
    Mail,
    NotSent,
    Server,
    compose,
    read_server,
    send,
)
from tests.post_office import post_office

LETTER = Mail(
    sender="desk@facts.example",
    to="carla@desk.example",
    subject="Claim 7 is yours to check — й",
    text="Carla,\n\nplease look.\n.\nhttps://facts.example/desk/claims/7\n",
    at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    number=12,
    desk_host="facts.example",
)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25)),
        ("smtp://mail.example:587/", Server("mail.example", 587)),
        ("smtps://mail.example", Server("mail.example", 465, is_tls=True)),
        (
            "smtps://desk%40mail.example:p%2Fss%3A@mail.example:4650",
            Server("mail.example", 4650, is_tls=True, user="desk@mail.example", password="p/ss:"),
        ),
        ("smtp://[::1]:2525", Server("::1", 2525)),
    ],
)
def test_an_address_names_a_server(url: str, server: Server) -> None:
    assert read_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "", "mail.example", "http://mail.example", "smtp://", "smtp:mail.example", "smtp://a:x@",
        "smtp://mail.example:port", "smtp://mail.example:99999", "smtp://mail.example/inbox",
        "smtp://mail.example?tls=no", "smtp://[mail.example",
    ],
)  # fmt: skip
def test_what_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(BadMailAddress, match="smtp://user:password@host:port"):
        read_server(url)


@given(st.text())
def test_no_text_breaks_the_reading_of_an_address(url: str) -> None:
    with suppress(BadMailAddress):
        assert read_server(url).host


def test_a_password_does_not_show_when_a_server_is_printed() -> None:
    assert "geheim" not in repr(read_server("smtp://desk:geheim@mail.example"))


def test_a_mail_arrives_as_it_was_written() -> None:
    with post_office() as office:
        send(read_server(office.url), LETTER)
    (mail,) = office.mails
    assert mail["From"] == "desk@facts.example"
    assert mail["To"] == "carla@desk.example"
    assert mail["Subject"] == LETTER.subject
    assert mail["Message-ID"] == "<outbox-12@facts.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == LETTER.at
    assert mail.get_content().strip() == LETTER.text.strip()
    assert office.said[0] == "ehlo facts.example"


def test_a_server_that_ends_rudely_took_the_mail_all_the_same() -> None:
    with post_office(QUIT="421 go away") as office:
        send(read_server(office.url), LETTER)
    assert len(office.mails) == 1


def test_who_has_a_password_signs_in_with_it() -> None:
    with post_office() as office:
        url = office.url.replace("//", "//desk:geheim@")
        send(read_server(url), LETTER)
    assert len(office.mails) == 1
    assert any(line.startswith("AUTH PLAIN ") for line in office.said)


@pytest.mark.parametrize(
    ("answers", "sentence", "is_final"),
    [
        ({"RCPT": "550 nobody of that name"}, "the address was refused", True),
        ({"RCPT": "450 mailbox busy"}, "the address was refused", False),
        ({"MAIL": "553 not from you"}, "the mail server answered 553", True),
        ({"DATA": "452 no room"}, "the mail server answered 452", False),
        ({"AUTH": "535 wrong password"}, "the mail server answered 535", False),
    ],
)
def test_a_refusal_says_whether_trying_again_is_of_use(
    answers: dict[str, str], sentence: str, is_final: bool
) -> None:
    with post_office(**answers) as office, pytest.raises(NotSent) as refused:
        send(read_server(office.url.replace("//", "//desk:geheim@")), LETTER)
    assert (refused.value.sentence, refused.value.is_final) == (sentence, is_final)
    assert office.mails == []


def test_a_server_that_is_not_there_may_be_there_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotSent, match="could not be used") as refused:
        send(Server("127.0.0.1", port), LETTER)
    assert not refused.value.is_final


def test_a_password_never_goes_over_an_open_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "is_here", property(lambda _: False))
    with post_office() as office, pytest.raises(NotSent, match="kept back"):
        send(read_server(office.url.replace("//", "//desk:geheim@")), LETTER)
    assert [line for line in office.said if line.startswith("AUTH")] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_needs_no_encryption(host: str) -> None:
    assert Server(host, 25).is_here
    assert not Server("mail.example", 25).is_here


def test_a_line_break_cannot_smuggle_a_header_in() -> None:
    bent = Mail(**{**vars(LETTER), "to": "carla@desk.example\nBcc: all@desk.example"})
    with pytest.raises(ValueError, match=r"linefeed|carriage return|newline"):
        compose(bent)
