"""What was taken from where: made fit for a form, and guessed only where nothing was found."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.limits import TITLE_CHARS
from factcheck.domain.taken import FACTS, Gathered, Origin, Taken, gather

TODAY = date(2026, 11, 22)
TEXT = "The quay was closed\n\nBy Ana Novak\n\nThe quay of the town was closed in May, and it is not the first time."


def gathered(found: dict[str, tuple[str, str]], text: str = TEXT) -> Gathered:
    return gather(text, "page", found, today=TODAY)


def test_what_was_found_keeps_its_place() -> None:
    found = {
        "title": ("The  quay\n", "json_ld"),
        "byline": ("Ben Iva", "meta"),
        "published_on": ("2026-11-20", "time"),
        "outlet": ("gazette.example", "address"),
        "language": ("en-GB", "lang"),
    }
    assert gathered(found).facts == {
        "title": Taken("The quay", Origin.JSON_LD),
        "byline": Taken("Ben Iva", Origin.META),
        "published_on": Taken("2026-11-20", Origin.TIME),
        "outlet": Taken("gazette.example", Origin.ADDRESS),
        "language": Taken("en-GB", Origin.LANG),
    }


def test_what_was_not_found_is_taken_from_the_text_and_says_so() -> None:
    assert gathered({}).facts == {
        "title": Taken("The quay was closed", Origin.FIRST_LINE),
        "byline": Taken("Ana Novak", Origin.BYLINE),
        "language": Taken("en", Origin.WORDS),
    }


def test_words_go_before_a_label_that_says_otherwise() -> None:
    text = "Порт города в прошлом году потерял деньги, и это не первый раз, сообщил он."
    assert gathered({"language": ("en", "lang")}, text).facts["language"] == Taken(
        "ru", Origin.WORDS
    )
    assert gathered({"language": ("kk", "lang")}, "Xyzzy").facts["language"] == Taken(
        "kk", Origin.LANG
    )


def test_what_no_field_would_take_is_left_out() -> None:
    facts = gathered(
        {"published_on": ("2031-01-01", "meta"), "language": ("English!", "lang")}
    ).facts
    assert "published_on" not in facts
    assert facts["language"] == Taken("en", Origin.WORDS)


def test_a_long_title_is_cut_to_what_the_field_takes() -> None:
    assert len(gathered({"title": ("t" * 400, "title")}).facts["title"].value) == TITLE_CHARS


@given(
    st.text(), st.dictionaries(st.sampled_from(list(FACTS)), st.tuples(st.text(), st.just("meta")))
)
def test_nothing_comes_out_that_a_form_or_a_database_cannot_carry(
    text: str, found: dict[str, tuple[str, str]]
) -> None:
    result = gathered(found, text)
    carried = [result.text.value, *(fact.value for fact in result.facts.values())]
    assert not any(c in value for value in carried for c in "\x00\x0b\r\x7f\ud800")
    assert all(len(fact.value) <= FACTS[name] for name, fact in result.facts.items())
    assert all(value == value.encode("utf-8").decode() for value in carried)
