"""Texts that repeat each other, agencies that are credited, publishers behind two names, and what follows of it."""

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain import origins
from factcheck.domain.content import EvidenceContent
from factcheck.domain.independence import circular_told, independence
from factcheck.domain.origin_suggestions import Apart, OriginKind, suggestions
from factcheck.domain.origins import (
    NEAR,
    SKETCH,
    Shares,
    agency_of,
    alike,
    credit,
    repeats,
    shares,
    signature,
    signature_from,
)
from factcheck.domain.publishers import name_key, site_of

WORDS = [f"word{number}" for number in range(400)]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=400).map(" ".join)


def story(seed: int, size: int = 300, of: int = 8_000) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  a text for a test
    return [f"w{chance.randrange(of)}" for _ in range(size)]


def exact(first: str, second: str) -> float:
    """The share by whole sets, as the signature may only come near to."""
    runs = [
        {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
        for words in (first.split(), second.split())
    ]
    return 100 * len(runs[0] & runs[1]) / len(runs[0])


@given(TEXTS)
def test_a_text_stands_wholly_in_itself(text: str) -> None:
    one = signature(text)
    assert shares(one, one) == (Shares(100, 100) if one.runs >= 20 else Shares(0, 0))


@given(TEXTS, TEXTS)
def test_shares_are_the_same_from_either_side_and_exact_for_usual_texts(
    first: str, second: str
) -> None:
    one, other = signature(first), signature(second)
    found = shares(one, other)
    assert found == Shares(*reversed(shares(other, one)))
    assert all(0 <= share <= 100 for share in found)
    if min(one.runs, other.runs) >= 20:
        assert found.of_first == round(exact(first, second))


@given(TEXTS)
def test_case_punctuation_and_line_breaks_make_no_other_text(text: str) -> None:
    odd = text.upper().replace(" ", ",\u00a0— ")
    assert signature(odd) == signature(text)


@given(TEXTS)
def test_a_signature_is_read_as_it_was_written(text: str) -> None:
    one = signature(text)
    assert signature_from(one.runs, one.to_bytes()) == one


def test_what_sites_say_of_themselves_is_no_part_of_a_story() -> None:
    text = " ".join(story(1))
    page = f"Menu\nHome\nWe use cookies to make this site better for you\n{text}\n{text}\nAll rights reserved by us all"
    assert signature(page) == signature(text)
    table = "one two\nthree four\n" * 9 + "five six\nseven eight"
    assert signature(table).runs > 5


def test_a_long_text_is_sampled_and_its_shares_come_near() -> None:
    words = story(2, 20_000)
    half = words[:10_000] + story(3, 10_000)
    one, other = signature(" ".join(words)), signature(" ".join(half))
    assert len(one.sketch) == SKETCH
    assert abs(shares(one, other).of_first - 50) <= 5
    part = signature(" ".join(words[300:1_300]))
    assert shares(part, one).of_first == 100


def test_too_little_says_nothing() -> None:
    short = signature("the harbour was closed on friday")
    assert shares(short, signature(" ".join(story(4)))) == Shares(0, 0)
    assert shares(short, short) == Shares(0, 0)
    assert signature("").runs == 0


def test_a_new_copy_is_compared_with_two_hundred_long_ones_in_no_time() -> None:
    base = story(999, 20_000)
    others = {key: signature(" ".join(story(key, 20_000))) for key in range(20)}
    others |= {key: others[key % 20] for key in range(20, 199)}
    near = list(base)
    near[::100] = ["other"] * 200
    others[199] = signature(" ".join(near))
    begun = process_time()
    found = alike(signature(" ".join(base)), others)
    took = process_time() - begun
    assert list(found) == [199]
    assert found[199].most > 90
    assert took < 0.8


def test_the_nearest_comes_first() -> None:
    base = story(6)
    others = {
        1: signature(" ".join(base[:200] + story(7, 100))),
        2: signature(" ".join(base)),
        3: signature(" ".join(story(8))),
    }
    found = alike(signature(" ".join(base)), others)
    assert list(found) == [2, 1]
    assert all(share.most >= NEAR for share in found.values())


@pytest.mark.parametrize(
    ("of_article", "in_article", "is_repeated"),
    [(100, 100, True), (80, 5, True), (45, 90, True), (10, 100, False), (79, 79, False), (0, 0, False)],
)  # fmt: skip
def test_a_short_source_that_the_article_quotes_in_full_is_no_copy_of_it(
    of_article: int, in_article: int, is_repeated: bool
) -> None:
    assert repeats(of_article, in_article) is is_repeated


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("ALMATY, 3 May (Reuters) - The harbour", "Reuters"),
        ("LONDON (AP) — The harbour", "AP"),
        ("By Ann Lee, Associated Press\nThe harbour", "AP"),
        ("МОСКВА, 3 мая. /ТАСС/. Порт закрыт.", "TASS"),
        ("АЛМАТЫ. 3 мая. КазТАГ – Порт закрыт.", "KazTAG"),
        ("Порт закрыт, сообщает агентство «Интерфакс».", "Interfax"),
        ("Порт закрыт, передаёт КазТАГ.", "KazTAG"),
        ("Айлақ жабылды, деп хабарлайды ҚазАқпарат.", "Kazinform"),
        ("Source: Interfax", "Interfax"),
        ("The harbour is closed. — AFP", "AFP"),
        ("The mayor told Reuters that the harbour is closed.", ""),
        ("The AP exam was long", ""),
        ("A map of the harbour (in German)", ""),
        ("", ""),
    ],
)
def test_an_agency_is_known_by_its_credit_and_not_by_being_mentioned(
    text: str, agency: str
) -> None:
    assert credit(text) == agency


@given(st.text(max_size=300))
def test_any_text_has_a_credit_or_none(text: str) -> None:
    assert credit(text) in {"", *origins.AGENCIES}
    assert agency_of(text) in {"", *origins.AGENCIES}


def test_looking_for_a_credit_takes_no_time_whatever_the_text() -> None:
    for text in (
        "(" * 400_000,
        "сообщает " * 50_000,
        "a, " * 100_000,
        "\n" * 400_000,
        "AP" * 90_000,
    ):
        begun = process_time()
        credit(text)
        assert process_time() - begun < 1


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.news.example/a", "news.example"),
        ("https://en.news.example:8443/a?b", "news.example"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://stat.gov.kz/", "stat.gov.kz"),
        ("https://old.stat.gov.kz/", "stat.gov.kz"),
        ("https://ann.blogspot.com/x", "ann.blogspot.com"),
        ("https://t.me/ann/4", ""),
        ("https://web.archive.org/web/2020/https://news.example/", ""),
        ("https://blogspot.com/", ""),
        ("https://9.9.9.9/x", ""),
        ("https://[2606:4700::1111]/x", ""),
        ("", ""),
        ("no address", ""),
    ],
)
def test_the_registrable_name_says_who_answers_for_an_address(url: str, site: str) -> None:
    assert site_of(url) == site


@given(st.text(max_size=100))
def test_any_text_is_an_address_of_somebody_or_of_nobody(text: str) -> None:
    assert site_of(text) == "" or "." in site_of(text)
    assert " " not in name_key(text)


def test_a_publishers_name_is_the_same_in_all_its_spellings() -> None:
    assert name_key("The Guardian") == name_key("Guardian Media Group Ltd.") == "guardian"
    assert name_key("Tengri News") == name_key("tengrinews.kz")
    assert name_key("ТОО «Вечёрка»") == name_key("Вечерка") != ""
    assert name_key("The Company") == ""


# ── Suggestions ──────────────────────────────────────────────────────────────────────────────────


def row(number: int, publisher: str = "", url: str = "", group: str = "") -> EvidenceContent:
    return EvidenceContent(
        number=number,
        kind="link",
        stance="supports",
        source_class="secondary",
        title="A page",
        url=url,
        publisher=publisher,
        origin_group=group,
    )


def test_a_text_that_stands_in_another_is_suggested_with_its_share() -> None:
    rows = [row(2, "A"), row(4, "B")]
    (one,) = suggestions(rows, {(2, 4): Shares(40, 92)}, {}, set())
    assert (one.kind, one.numbers, one.group) == (OriginKind.TEXT, (2, 4), "as evidence 2")
    assert one.reason == (
        "92 % of the text of evidence 4 stands in evidence 2, and 40 % the other way round."
    )


def test_stories_of_one_agency_are_one_origin_and_a_single_one_goes_by_its_agency() -> None:
    rows = [row(1, "A"), row(2, "B"), row(3, "Reuters"), row(4, "C")]
    found = suggestions(rows, {}, {1: "Reuters", 2: "AP"}, set())
    assert [(one.numbers, one.group) for one in found] == [((1, 3), "Reuters"), ((2,), "AP")]
    grouped = [row(1, "A", group="Reuters, 3 May"), row(3, "Reuters")]
    assert suggestions(grouped, {}, {1: "Reuters"}, set())[0].group == "Reuters, 3 May"


def test_two_pages_of_one_house_are_suggested_where_they_are_not_one_origin_yet() -> None:
    same = [row(1, "The Sun", "https://a.example/1"), row(2, "Sun Ltd", "https://b.example/1")]
    (one,) = suggestions(same, {}, {}, set())
    assert one.reason == "Evidence 1 and 2 name one publisher: “The Sun” and “Sun Ltd”."
    site = [row(1, "A", "https://a.example/1"), row(2, "B", "https://en.a.example/1")]
    assert suggestions(site, {}, {}, set())[0].reason.endswith("are both of a.example.")
    assert suggestions([row(1, "A"), row(2, "a")], {}, {}, set()) == []
    known = [row(1, "A", "https://a.example/1", "report"), row(2, "B", "https://a.example/2")]
    assert suggestions(known, {}, {}, set()) == []


def test_each_pair_is_suggested_once_by_the_strongest_reason() -> None:
    rows = [row(1, "A", "https://a.example/1"), row(2, "B", "https://a.example/2")]
    likeness = {(1, 2): Shares(90, 90)}
    credits_ = {1: "AP", 2: "AP"}
    (one,) = suggestions(rows, likeness, credits_, set())
    assert one.kind is OriginKind.TEXT


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (OriginKind.TEXT, []),
        (OriginKind.AGENCY, [OriginKind.TEXT]),
        (OriginKind.PUBLISHER, [OriginKind.TEXT]),
        (OriginKind.ARTICLE, [OriginKind.TEXT]),
    ],
)
def test_what_was_told_apart_is_suggested_for_a_stronger_reason_alone(
    said: OriginKind, left: list[OriginKind]
) -> None:
    rows = [row(1, "A", "https://a.example/1"), row(2, "B", "https://a.example/2")]
    found = suggestions(rows, {(1, 2): Shares(90, 90)}, {1: "AP", 2: "AP"}, {Apart(said, 1, 2)})
    assert [one.kind for one in found] == left


def test_once_they_are_one_origin_nothing_is_suggested() -> None:
    rows = [row(1, "A", group="wire"), row(2, "B", group="Wire")]
    assert suggestions(rows, {(1, 2): Shares(90, 90)}, {1: "AP", 2: "AP"}, set()) == []


def test_evidence_that_repeats_the_article_counts_for_nothing() -> None:
    rows = [row(1, "A"), row(2, "B"), row(3, "C")]
    found = independence(rows, "", {3, 1})
    assert (found.origins, found.circular) == (1, (1, 3))
    assert circular_told((1, 3)) == (
        "Evidence 1 and 3 only repeat the article and count for nothing."
    )
    assert circular_told((3,)) == "Evidence 3 only repeats the article and counts for nothing."
    assert circular_told(()) == ""
