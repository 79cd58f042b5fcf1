"""Readers write in their language: the forms, what is wrong with them, the private page, and refusals on the way."""

from typing import NoReturn

import pytest
from flask import Flask

from factcheck.db import Busy
from factcheck.domain.limits import TIPS_SENT
from factcheck.domain.terms import State
from factcheck.domain.tips import TipKind, TipState
from factcheck.models import Tip
from factcheck.services import tips
from factcheck.web import patience
from tests import factories, tipping
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.visitors import Visitor, make_app, signed_in, stranger
from tests.web.test_tips import CLAIM, Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(patience, "utc_now", clock)
    return clock


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    return make_app(sqlite_newsroom)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


def begun(reader: Visitor, clock: Clock, path: str, after: float = 60) -> dict[str, str]:
    """The stamp of a form that was opened and looked at for a while."""
    stamp = read(reader.get(path).text).value("begun")
    clock.passes(seconds=after)
    return {"begun": stamp, "further": ""}


def fields(page: Element) -> dict[str, str]:
    return {
        one.attributes["for"]: one.text
        for one in page.all("label")
        if one.attributes.get("for") != "further"
    }


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        (
            "ru",
            {
                "words": "Утверждение — теми словами, какими оно прозвучало",
                "seen_where": "Где вы это встретили необязательно",
                "address": "Адрес необязательно",
                "why": "Почему это важно необязательно",
                "mail": "Ваш адрес электронной почты необязательно",
            },
        ),
        (
            "kk",
            {
                "words": "Тұжырым: дәл айтылған сөздерімен",
                "seen_where": "Мұны қайдан көрдіңіз міндетті емес",
                "address": "Мекенжайы міндетті емес",
                "why": "Бұл неге маңызды міндетті емес",
                "mail": "Электрондық пошта мекенжайыңыз міндетті емес",
            },
        ),
    ],
)
def test_a_form_asks_in_the_language_it_is_read_in(
    reader: Visitor, code: str, labels: dict[str, str]
) -> None:
    assert fields(read(reader.get(f"/{code}/send").text)) == labels


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "ru",
            {
                "words": "Заполните: утверждение.",
                "address": "Адрес должен начинаться с http:// или https:// и вести на открытый сайт.",
                "mail": "Укажите один адрес электронной почты, например name@desk.example.",
            },
        ),
        (
            "kk",
            {
                "words": "Толтырыңыз: тұжырым.",
                "address": "Мекенжай http:// немесе https:// деп басталып, ашық сайтқа апаруы керек.",
                "mail": "Бір ғана электрондық пошта мекенжайын жазыңыз, мысалы name@desk.example.",
            },
        ),
    ],
)
def test_what_is_wrong_is_said_in_that_language_and_nothing_is_kept(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock, code: str, said: dict[str, str]
) -> None:
    path = f"/{code}/send"
    sent = {**begun(reader, clock, path), "address": "ftp://x", "mail": "nobody", "words": ""}
    answer = reader.post(path, sent)
    assert answer.status_code == 422
    page = read(answer.text)
    assert page.all("html")[0].attributes["lang"] == code
    assert {name: page.error(name) for name in said} == said
    assert page.value("mail") == "nobody"
    assert sqlite_newsroom.count(Tip) == 0


@pytest.mark.parametrize(
    ("code", "errors"),
    [
        ("ru", ["Исправьте 1 место:", "Исправьте 3 места:"]),
        ("kk", ["Түзететін 1 жер бар:", "Түзететін 3 жер бар:"]),
    ],
)
def test_what_is_to_be_mended_is_counted_in_the_forms_of_the_language(
    reader: Visitor, clock: Clock, code: str, errors: list[str]
) -> None:
    path = f"/{code}/send"
    for wrong, said in zip(
        ({"words": ""}, {"words": "", "mail": "x", "address": "x"}), errors, strict=True
    ):
        answer = reader.post(path, {**begun(reader, clock, path), **CLAIM, **wrong})
        assert said in read(answer.text).id("mend-title").text


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        ("ru", "Мы получили сообщение.", "Ваше утверждение на проверку"),
        ("kk", "Хабарламаңызды алдық.", "Тексеруге жіберген тұжырымыңыз"),
    ],
)
def test_a_message_leads_to_a_private_page_in_the_language_it_was_sent_from(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock, code: str, said: str, kind: str
) -> None:
    path = f"/{code}/send"
    answer = reader.post(path, {**begun(reader, clock, path), **CLAIM})
    assert answer.status_code == 303
    place = answer.headers["Location"]
    assert place.startswith(f"/{code}/sent/")
    page = read(reader.get(place).text)
    assert said in page.text
    assert kind in page.text
    assert place in page.text
    # The same message by the same secret, in any language.
    assert "We have it." in reader.get(place.removeprefix(f"/{code}")).text
    with sqlite_newsroom.read() as session:
        kept = session.query(Tip).one()
    assert (kept.words, kept.kind, kept.language) == (CLAIM["words"], TipKind.CLAIM, code)


@pytest.mark.parametrize(("code", "name"), [("en", ""), ("ru", "Russian"), ("kk", "Kazakh")])
def test_the_desk_reads_in_which_language_a_report_was_sent_and_is_answered(
    app: Flask, sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock, code: str, name: str
) -> None:
    path = f"/{code}/report/1".removeprefix("/en")
    reader.post(path, {**begun(reader, clock, path), "words": "The figure is old."})
    with sqlite_newsroom.read() as session:
        kept = session.query(Tip).one()
    assert (kept.kind, kept.language) == (TipKind.REPORT, code)
    page = read(signed_in(app, sqlite_newsroom.edith).get(f"/desk/intake/{kept.id}").text)
    assert (f"The letter and the private page are in {name}" in page.text) is bool(name)


@pytest.mark.parametrize(
    ("code", "quick", "old"),
    [
        ("ru", "Люди так быстро не пишут.", "открыта слишком долго"),
        ("kk", "Адам мұндай жылдам жазбайды.", "тым ұзақ ашық тұрды"),
    ],
)
def test_whoever_is_too_quick_or_too_late_is_told_so_and_keeps_what_was_typed(
    reader: Visitor, clock: Clock, code: str, quick: str, old: str
) -> None:
    path = f"/{code}/report/1"
    for after, said in ((0, quick), (1_000_000, old)):
        sent = {**begun(reader, clock, path, after), "words": "The figure is old."}
        answer = reader.post(path, sent)
        assert answer.status_code == 422
        assert said in answer.text
        assert read(answer.text).value("words") == "The figure is old."


def test_who_sends_too_much_is_told_in_her_language_when_to_send_it_again(
    reader: Visitor, clock: Clock
) -> None:
    for _ in range(TIPS_SENT):
        reader.post("/send", {**begun(reader, clock, "/send"), **CLAIM})
    answer = reader.post("/ru/send", {**begun(reader, clock, "/ru/send"), **CLAIM})
    assert answer.status_code == 429
    assert "За этот час из вашей сети пришло слишком много сообщений." in answer.text
    assert "All of" not in answer.text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ru", "Сейчас вносятся другие изменения."),
        ("kk", "Қазір басқа өзгерістер енгізіліп жатыр."),
    ],
)
def test_a_form_sent_to_a_busy_desk_comes_back_and_says_so_in_its_language(
    reader: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    def busy(*_: object) -> NoReturn:
        raise Busy

    path = f"/{code}/send"
    sent = {**begun(reader, clock, path), **CLAIM}
    monkeypatch.setattr(tips, "receive", busy)
    answer = reader.post(path, sent)
    assert answer.status_code == 503
    assert said in answer.text
    assert "The desk is busy" not in answer.text
    assert read(answer.text).value("words") == CLAIM["words"]


@pytest.mark.parametrize(
    ("code", "said", "kept"),
    [
        ("ru", "Эта форма устарела или пришла с другого сайта.", "Почему: The town votes on it."),
        ("kk", "Бұл форма ескірген немесе басқа жерден келген.", "Неге: The town votes on it."),
    ],
)
def test_a_form_without_the_token_of_its_session_comes_back_with_what_was_typed(
    reader: Visitor, code: str, said: str, kept: str
) -> None:
    answer = reader.post(f"/{code}/send", {**CLAIM, "csrf_token": "of somebody else"})
    assert answer.status_code == 400
    page = read(answer.text)
    assert said in page.text
    assert kept in page.text
    again = [one for one in page.all("a") if one.attributes["href"] == f"/{code}/send"]
    assert len(again) >= 2  # in the foot as on every page, and as the way on


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_cookies_of_a_language_are_those_of_the_whole_site(reader: Visitor, code: str) -> None:
    answer = reader.get(f"/{code}/send")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert "Path=/;" in cookies[0] + ";"
    assert f"/{code}" not in cookies[0]


@pytest.mark.parametrize(
    ("code", "title"), [("ru", "Здесь ничего нет"), ("kk", "Мұнда ештеңе жоқ"), ("", "Not here")]
)
def test_what_is_not_there_is_told_in_the_language_of_the_address(
    app: Flask, sqlite_newsroom: Newsroom, reader: Visitor, code: str, title: str
) -> None:
    prefix = f"/{code}" if code else ""
    nowhere = ("/verdicts/99", "/nothing", "/sent/made-up", "/about/nothing", "/desk/claims/1")
    for path in nowhere:
        answer = reader.get(prefix + path)
        assert answer.status_code == 404, path
        page = read(answer.text)
        assert page.all("h1")[0].text == title, path
        assert page.all("html")[0].attributes["lang"] == (code or "en")
    if code:
        # A colleague among the readers' pages is a reader there.
        inside = signed_in(app, sqlite_newsroom.carla).get(f"{prefix}/verdicts/99")
        assert read(inside.text).all("h1")[0].text == title


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/ru//evil.example", "/kk//evil.example/?q=1"]
)
def test_no_address_makes_a_page_lead_to_another_site(reader: Visitor, path: str) -> None:
    answer = reader.client.get("http://localhost" + path, buffered=True)
    assert answer.status_code in {404, 308}
    if answer.status_code == 404:
        for link in read(answer.text).all("a"):
            there = link.attributes["href"]
            assert there.startswith(("/", "#"))
            assert not there.startswith("//"), there


def test_a_query_goes_along_into_another_language_escaped(reader: Visitor) -> None:
    page = read(reader.get('/verdicts?q="><script>&claimant=Мэр').text)
    (place,) = page.all("nav", class_="languages")
    links = [one.attributes["href"] for one in place.all("a")]
    assert links[1].startswith("/ru/verdicts?q=%22%3E%3Cscript%3E&claimant=%D0%9C")
    found = read(reader.get(links[1]).text)
    assert found.value("q") == '"><script>'
    assert found.value("claimant") == "Мэр"


def test_each_state_of_a_message_is_told_in_each_language(
    sqlite_newsroom: Newsroom, app: Flask, reader: Visitor
) -> None:
    number, token = tipping.send(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.edith) as work:
        tips.decline(work, number, "It cannot be checked.")
    assert tipping.tip(sqlite_newsroom, number).state is TipState.DECLINED
    for code, said in (("ru", "проверять это не будем"), ("kk", "бірақ мұны тексермейміз")):
        text = reader.get(f"/{code}/sent/{token}").text
        assert said in text
        assert "It cannot be checked." in text
