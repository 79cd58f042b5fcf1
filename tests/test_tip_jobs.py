"""Letters back to readers, and addresses that are forgotten in time (L18)."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import update

from factcheck.adapters import mail
from factcheck.domain import wording
from factcheck.domain.limits import TIP_MAIL_LIFE
from factcheck.domain.terms import State
from factcheck.domain.tips import TOLD, TipState
from factcheck.jobs import Done
from factcheck.jobs.rounds import Rounds
from factcheck.jobs.speaking import speaking
from factcheck.models import Desk, Outbox
from factcheck.services import jobs_told, tip_letters, tips
from tests import factories, tipping
from tests.cast import Newsroom
from tests.outside import AWAY, Outside


@pytest.fixture
def outside(newsroom: Newsroom) -> Outside:
    return Outside(newsroom)


def write_back(outside: Outside) -> list[object]:
    outside.now = outside.newsroom.now
    return list(outside.deliver_all(tip_letters.JOB))


def test_the_sender_of_a_declined_message_reads_why_and_no_word_of_her_own(
    outside: Outside,
) -> None:
    number, _ = tipping.send(outside.newsroom)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.decline(work, number, "It is a matter of taste.")
    assert write_back(outside) == [Done("sent")]
    (mail,) = outside.mails
    assert (mail.to, mail.subject) == (
        "reader@post.example",
        "What became of what you sent us",
    )
    assert "will not check it. This is why:\n\nIt is a matter of taste.\n" in mail.text
    assert tipping.CLAIM.words not in mail.text
    assert "/sent/" not in mail.text, "the private address is known to its holder alone"
    with outside.newsroom.read() as session:
        (told,) = jobs_told.told(session).jobs
    assert told.about == "A letter to a reader about what became of a message"
    assert told.needs_mail_server


def test_a_letter_about_a_claim_names_no_number_and_no_word_of_it(outside: Outside) -> None:
    claim_id = factories.claim(outside.newsroom)
    number, _ = tipping.send(outside.newsroom)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.merge(work, number, claim_id)
    write_back(outside)
    (mail,) = outside.mails
    assert "it goes into a claim that we look into" in mail.text
    assert "harbour" not in mail.text


def test_a_letter_says_how_the_message_stands_when_it_goes_out(outside: Outside) -> None:
    number, _ = tipping.send(outside.newsroom)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.decline(work, number, "It is a matter of taste.")
    with outside.newsroom.work(outside.newsroom.edith) as work:
        tips.put_back(work, number)
    assert write_back(outside) == [Done("sent"), Done("sent")]
    assert {mail.subject for mail in outside.mails} == {"What you sent us is being looked at again"}
    assert not any("taste" in mail.text for mail in outside.mails)


def test_where_no_address_was_left_nothing_is_put_in_the_outbox(outside: Outside) -> None:
    number, _ = tipping.send(outside.newsroom, mail="")
    before = outside.newsroom.count(Outbox)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.decline(work, number, "It is a matter of taste.")
    assert outside.newsroom.count(Outbox) == before


def test_what_turned_out_to_be_spam_meanwhile_is_not_written_about(outside: Outside) -> None:
    number, _ = tipping.send(outside.newsroom)
    for deed in (tips.put_back, tips.mark_spam):
        if deed is tips.put_back:
            with outside.newsroom.work(outside.newsroom.carla) as work:
                tips.decline(work, number, "It is a matter of taste.")
        with outside.newsroom.work(outside.newsroom.carla) as work:
            deed(work, number)
    assert write_back(outside) == [Done("not sent: no address is kept")] * 2
    assert outside.mails == []


def test_a_demonstration_writes_to_nobody(outside: Outside) -> None:
    number, _ = tipping.send(outside.newsroom)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        work.session.execute(update(Desk).values(is_demonstration=True))
        tips.decline(work, number, "It is a matter of taste.")
    assert write_back(outside) == [Done("not sent: a demonstration sends no mail")]
    assert outside.mails == []


def test_a_letter_that_did_not_go_out_is_tried_again(outside: Outside) -> None:
    number, _ = tipping.send(outside.newsroom)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.decline(work, number, "It is a matter of taste.")
    outside.answer = AWAY
    write_back(outside)
    outside.answer, outside.now = None, outside.newsroom.now + timedelta(minutes=2)
    assert outside.deliver_all(tip_letters.JOB) == [Done("sent")]


# ── In the sender's language ─────────────────────────────────────────────────────────────────────

LANGUAGES = {
    "en": ("What became of what you sent us", "We read it and will not check it. This is why:"),
    "ru": (
        "Что стало с вашим сообщением",
        "Мы прочли сообщение, но проверять это не будем. Вот почему:",
    ),
    "kk": ("Хабарламаңыздың жайы", "Хабарламаны оқыдық, бірақ мұны тексермейміз. Себебі:"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_letter_is_in_the_language_of_the_form_and_the_reason_as_the_desk_wrote_it(
    outside: Outside, code: str
) -> None:
    number, token = tipping.send(outside.newsroom, language=code)
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.decline(work, number, "It is a matter of taste.")
    assert write_back(outside) == [Done("sent")]
    (letter,) = outside.mails
    subject, said = LANGUAGES[code]
    assert letter.subject == subject
    assert f"{said}\n\nIt is a matter of taste.\n\n" in letter.text
    assert token not in letter.text
    english = [
        line for line in letter.text.split("\n\n") if line.startswith(("You ", "The ", "If "))
    ]
    assert len(english) == (3 if code == "en" else 0)


def test_letters_one_after_the_other_are_each_in_their_own_language(outside: Outside) -> None:
    sent = [tipping.send(outside.newsroom, language=code)[0] for code in ("ru", "en", "kk")]
    for number in sent:
        with outside.newsroom.work(outside.newsroom.carla) as work:
            tips.decline(work, number, "It is a matter of taste.")
    assert write_back(outside) == [Done("sent")] * 3
    assert [letter.subject for letter in outside.mails] == [
        LANGUAGES[code][0] for code in ("ru", "en", "kk")
    ]
    assert wording.language() == "en", "the worker itself goes on in English"


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_every_sentence_of_a_letter_is_in_every_language(code: str) -> None:
    with speaking(code):
        said = {wording.say(one) for one in (*tip_letters.SUBJECTS.values(), *TOLD.values())}
    assert not said & {*tip_letters.SUBJECTS.values(), *TOLD.values()}


def test_a_letter_in_another_language_passes_a_mail_server_whole(outside: Outside) -> None:
    number, _ = tipping.send(outside.newsroom, language="kk")
    with outside.newsroom.work(outside.newsroom.carla) as work:
        tips.decline(work, number, "Ёж — «ой»")
    write_back(outside)
    (letter,) = outside.mails
    whole = message_from_bytes(mail.compose(letter).as_bytes(), policy=policy.default)
    assert whole["Subject"] == LANGUAGES["kk"][0]
    assert whole.get_content() == letter.text


# ── Forgetting ───────────────────────────────────────────────────────────────────────────────────


def forget(outside: Outside) -> list[object]:
    Rounds(outside.runner()).ask()
    return list(outside.deliver_all(tip_letters.FORGET))


def test_an_address_is_forgotten_when_its_time_is_over_and_not_before(outside: Outside) -> None:
    newsroom = outside.newsroom
    early, token = tipping.send(newsroom)
    life = timedelta(days=TIP_MAIL_LIFE)
    outside.now = newsroom.now + life - timedelta(seconds=1)
    assert forget(outside) == []
    assert tipping.tip(newsroom, early).mail == "reader@post.example"
    late, _ = tipping.send(newsroom)
    outside.now += timedelta(seconds=1)
    assert forget(outside) == [Done("forgot 1 address")]
    kept = tipping.tip(newsroom, early)
    assert (kept.mail, kept.mail_until_at, kept.state) == ("", None, TipState.RECEIVED)
    assert kept.words == tipping.CLAIM.words
    assert tipping.tip(newsroom, late).mail == "reader@post.example"
    assert newsroom.history()[-1] == "tip:addresses_forgotten"
    assert tipping.followed(newsroom, token).mail_until_at is None


def test_where_no_address_is_due_nothing_is_asked_for(outside: Outside) -> None:
    factories.claim(outside.newsroom, State.OPEN)
    tipping.send(outside.newsroom, mail="")
    outside.now = outside.newsroom.now + timedelta(days=10 * TIP_MAIL_LIFE)
    before = outside.newsroom.history()
    assert forget(outside) == []
    assert outside.newsroom.history() == before
