"""Which sentences of an article are proposed for checking, and why; all texts are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import resources
from factcheck.domain.sentences import numbered_sentences
from factcheck.domain.spotting.clauses import claim_spans
from factcheck.domain.spotting.kinds import Kind
from factcheck.domain.spotting.measures import measures
from factcheck.domain.spotting.model import (
    decode_model,
)
from factcheck.domain.spotting.ranking import Spotted, spot
from factcheck.domain.spotting.signals import shown
from factcheck.domain.spotting.words import WORDS, tokens

MODEL = decode_model((resources.weights_folder() / "spotting-en.bin").read_bytes())

FERRY = """Ferry fares to rise again
By Maud Arlen

The island ferry carried 412,000 passengers last year, 12 percent more than in 2021, according to the harbour office. \
It was a fine summer.
Photo: the quay at Osterhaven / Harbour Archive
Who pays for it? Councillor Pia Lund said the town had spent 3.4 million crowns on the new pier, while fishing \
licences brought in less than half of that. "We were promised a bridge in 1998 and nobody ever built it," she added.
I think the ferry is lovely. Article 14 of the Harbour Act forbids dumping waste within two miles of the coast. The \
company will raise fares in the spring.
People here should be proud of their boats. Thank you for reading.
"""
PAROM = """Паром снова подорожает
В прошлом году паром перевёз 412 тысяч пассажиров, что на 12 процентов больше, чем в 2021 году. Лето было чудесное.
Фото: причал Остерхафена
Кто за это заплатит? Депутат Пиа Лунд заявила, что город потратил на причал 3,4 миллиона крон. Я думаю, что это \
прекрасный паром.
Статья 14 закона о гаванях запрещает сбрасывать отходы. Весной компания будет повышать цены. Спасибо за внимание.
"""
BILET = """Паром билеті қымбаттайды
Былтыр паром 412 мың жолаушы тасыды, бұл 2021 жылмен салыстырғанда 12 пайызға артық. Жаз жақсы болды.
Сурет: Остерхафен айлағы
Кім төлейді? Депутат Пиа Лунд қала айлаққа 3,4 миллион крон жұмсады деп мәлімдеді. Меніңше, паром әдемі.
Айлақ туралы заңның 14-бабы қалдық төгуге тыйым салады. Рахмет.
"""


def said(text: str, one: Spotted) -> str:
    return text[one.start : one.end]


def of(text: str, begins: str) -> Spotted:
    """The one sentence of the text that begins so."""
    (found,) = [one for one in spot(text, MODEL) if said(text, one).startswith(begins)]
    return found


def kind(sentence: str) -> Kind:
    """What a sentence in the middle of a paragraph is."""
    return spot(f"It rained. {sentence} It rained.", MODEL)[1].kind


def reasons(sentence: str) -> tuple[str, ...]:
    return spot(f"It rained. {sentence} It rained.", MODEL)[1].reasons


# ── The article as a whole ───────────────────────────────────────────────────────────────────────


def test_the_best_fifth_of_an_article_is_suggested() -> None:
    found = [said(FERRY, one)[:12] for one in spot(FERRY, MODEL) if one.is_suggested]
    assert found == ["The island f", "Councillor P", '"We were pro']


def test_how_much_is_suggested_is_the_desks_choice() -> None:
    assert sum(one.is_suggested for one in spot(FERRY, MODEL, share=0.1)) == 1
    assert sum(one.is_suggested for one in spot(FERRY, MODEL, share=1.0)) == 9


def test_a_short_text_has_at_least_one_suggestion() -> None:
    (one,) = spot("The pier cost 3 million crowns.", MODEL)
    assert one.is_suggested


@pytest.mark.parametrize(
    "text", ["Osterhaven news", "Photo: the quay", "Who pays for it?", "", " \n"]
)
def test_what_claims_nothing_is_never_suggested(text: str) -> None:
    assert not any(one.is_suggested for one in spot(text, MODEL, share=1.0))


def test_of_equal_sentences_the_earlier_is_suggested() -> None:
    found = spot("\n".join(["The pier cost 3 million crowns."] * 5), MODEL)
    assert [one.is_suggested for one in found] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "first", "law"),
    [
        (PAROM, "В прошлом году", "Статья 14"),
        (BILET, "Былтыр", "Айлақ туралы"),
    ],
)
def test_russian_and_kazakh_are_ranked_by_what_they_show(text: str, first: str, law: str) -> None:
    found = sorted(spot(text, MODEL), key=lambda one: -one.score)
    assert said(text, found[0]).startswith(first)
    assert said(text, found[2]).startswith(law)
    assert found[2].score > 0.5 > found[3].score


@pytest.mark.parametrize(
    ("text", "begins", "wanted"),
    [
        (PAROM, "Паром снова", Kind.HEADING),
        (PAROM, "Фото", Kind.CAPTION),
        (PAROM, "Кто", Kind.QUESTION),
        (PAROM, "Я думаю", Kind.OPINION),
        (PAROM, "Весной", Kind.PREDICTION),
        (BILET, "Паром билеті", Kind.HEADING),
        (BILET, "Сурет", Kind.CAPTION),
        (BILET, "Кім", Kind.QUESTION),
        (BILET, "Меніңше", Kind.OPINION),
        (FERRY, "Ferry fares", Kind.HEADING),
        (FERRY, "By Maud", Kind.HEADING),
        (FERRY, "Photo", Kind.CAPTION),
        (FERRY, "The company", Kind.PREDICTION),
        (FERRY, "People here", Kind.OPINION),
    ],
)
def test_kinds_are_told_apart(text: str, begins: str, wanted: Kind) -> None:
    assert of(text, begins).kind is wanted


# ── Kinds and reasons ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Fares could rise to 10 crowns next year.", Kind.PREDICTION),
        ("The sea will rise by 10 cm.", Kind.PREDICTION),
        ("Fares rose by 5% in May and will rise again.", Kind.STATEMENT),
        ("Fares rose to 10 crowns.", Kind.STATEMENT),
    ],
)
def test_what_is_still_to_come_is_a_prediction_whatever_its_verb(
    sentence: str, wanted: Kind
) -> None:
    assert spot(sentence, MODEL)[0].kind is wanted


def test_words_that_only_lead_on_to_a_quote_come_after_what_says_something() -> None:
    led = "The deputy minister of the interior Igor Lund, speaking in the Senate, stressed"
    plain = spot(f"{led} it.", MODEL)[0]
    leading = spot(f"{led}:", MODEL)[0]
    counted = spot(f"{led} 40 times:", MODEL)[0]
    assert leading.score < plain.score - 0.2
    assert counted.score > leading.score


def test_a_reason_is_given_in_words() -> None:
    one = of(FERRY, "The island")
    assert one.reasons[:3] == ("a number with a unit", "a comparison", "gives a source")
    assert of(FERRY, "Article 14").reasons == ("a number with a unit", "names a law or a court")
    assert of(FERRY, "I think").reasons == ("an opinion",)
    assert of(FERRY, "Photo").reasons == ("a caption",)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Exports fell by a tenth in 2020.", "a rise or a fall"),
        ("Pia Lund sold the harbour in May.", "says who did what when"),
        ("Pia Lund sold the harbour.", "says who did what"),
        ("The flood was caused by a broken lock.", "a cause and its effect"),
        ('"Half of the 40 boats are leaking," the master said.', "a quote with a claim"),
        ("The master said the boats leak.", "reports what somebody said"),
        ("Half of the boats leak 3 litres a day.", "a number with a unit"),
        ("The court freed the captain.", "names a law or a court"),
        ("Суд оправдал капитана.", "names a law or a court"),
        ("Согласно отчёту, причал закрыт.", "gives a source"),
    ],
)
def test_what_a_sentence_shows_is_its_reason(sentence: str, reason: str) -> None:
    assert reason in reasons(sentence)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Will the ferry sail?", Kind.QUESTION),
        ("“Will the ferry sail?”", Kind.QUESTION),
        ("The harbour will freeze.", Kind.PREDICTION),
        ("Lund said the harbour will freeze.", Kind.PREDICTION),
        ("Lund said in 2019 that the harbour froze.", Kind.STATEMENT),
        ("We must be patient.", Kind.OPINION),
        ("I believe the harbour lost 40 boats in 2019.", Kind.STATEMENT),
        ("The harbour froze.", Kind.STATEMENT),
    ],
)
def test_a_kind_is_told_by_the_words(sentence: str, wanted: Kind) -> None:
    assert kind(sentence) is wanted


@pytest.mark.parametrize(
    "line",
    [
        "Photo: the quay",
        "Screenshot from the harbour's page",
        "(Photo by Maud Arlen)",
        "Source: Harbour office",
        "The quay in May / Getty Images",
        "Read also: ferry fares",
        "Скриншот страницы порта",
        "Видео: порт",
    ],
)
def test_captions_and_credits_are_known(line: str) -> None:
    found = spot(f"It rained all day long.\n{line}\nIt rained.", MODEL)
    assert Kind.CAPTION in {one.kind for one in found}


def test_a_photograph_in_a_sentence_is_no_caption() -> None:
    text = "It rained.\nPhoto shows the mayor taking 300 crowns from a builder in May."
    assert spot(text, MODEL)[1].kind is Kind.STATEMENT


def test_a_heading_ranks_below_the_same_words_as_a_sentence() -> None:
    heading, sentence = spot("Harbour lost 40 boats\nHarbour lost 40 boats.", MODEL)
    assert (heading.kind, sentence.kind) == (Kind.HEADING, Kind.STATEMENT)
    assert heading.score < sentence.score


# ── Several claims in one sentence ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        (
            "The town spent 3.4 million crowns on the pier, while licences brought in less than half of that.",
            [
                "The town spent 3.4 million crowns on the pier",
                "licences brought in less than half of that.",
            ],
        ),
        (
            "Exports grew by 4% in 2020; imports fell by 9%.",
            ["Exports grew by 4% in 2020", "imports fell by 9%."],
        ),
        (
            "In May Lund sold two boats, and in June she bought the 40-year-old pier.",
            ["In May Lund sold two boats", "in June she bought the 40-year-old pier."],
        ),
        (
            "Порт потерял 40 лодок, а город потратил 3 миллиона.",
            ["Порт потерял 40 лодок", "город потратил 3 миллиона."],
        ),
        (
            "Lund won 5 seats in 2010 and lost 3 in 2015.",
            ["Lund won 5 seats in 2010", "lost 3 in 2015."],
        ),
        (
            "The town bought and sold 40 boats in 2015.",
            ["The town bought and sold 40 boats in 2015."],
        ),
        (
            "Pia Lund, who likes boats, sold 40 of them.",
            ["Pia Lund, who likes boats, sold 40 of them."],
        ),
        (
            "The fleet lost boats, nets and ropes worth 9 million.",
            ["The fleet lost boats, nets and ropes worth 9 million."],
        ),
    ],
)
def test_a_compound_sentence_is_proposed_as_several_spans(sentence: str, spans: list[str]) -> None:
    assert [sentence[start:end] for start, end in claim_spans(sentence)] == spans


def test_the_spans_of_a_suggestion_count_from_the_beginning_of_the_text() -> None:
    one = of(FERRY, "Councillor")
    assert [FERRY[start:end][-20:] for start, end in one.spans] == [
        "crowns on the new pier",
        "ess than half of that.",
    ] or [FERRY[start:end].split(maxsplit=1)[0] for start, end in one.spans] == [
        "Councillor",
        "fishing",
    ]


def test_a_sentence_that_is_not_suggested_is_one_span() -> None:
    one = of(FERRY, "The company")
    assert one.spans == ((one.start, one.end),)


# ── Any text ─────────────────────────────────────────────────────────────────────────────────────

anything = st.text(
    st.sampled_from('aя 1,.;—-"“”«»?!\n%é́ңand, while 5% Photo:🙂'), max_size=200
) | st.text(max_size=100)


@given(anything)
def test_every_sentence_of_any_text_is_rated_once_and_in_order(text: str) -> None:
    found = spot(text, MODEL)
    assert [(one.start, one.end) for one in found] == [
        (place.start, place.end) for place in numbered_sentences(text)
    ]
    assert all(0 < one.score < 1 for one in found)
    candidates = [
        one for one in found if one.kind not in {Kind.HEADING, Kind.CAPTION, Kind.QUESTION}
    ]
    assert sum(one.is_suggested for one in found) == min(
        len(candidates), max(1, round(0.2 * len(found)))
    )


@given(anything)
def test_spans_lie_in_order_inside_their_sentence_and_are_never_empty(text: str) -> None:
    spans = claim_spans(text)
    if not text:
        assert spans == [(0, 0)]
        return
    assert all(start < end for start, end in spans)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(text)


@given(anything)
def test_suggestions_are_the_best_of_those_that_may_be(text: str) -> None:
    found = [
        one
        for one in spot(text, MODEL)
        if one.kind not in {Kind.HEADING, Kind.CAPTION, Kind.QUESTION}
    ]
    chosen = [one.score for one in found if one.is_suggested]
    others = [one.score for one in found if not one.is_suggested]
    assert not chosen or not others or min(chosen) >= max(others)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        '"“«' * 600_000,
        "a, and " * 280_000,
        "é́" * 600_000,
        "1," * 1_000_000,
        "a" + " " * 2_000_000 + "b",
    ],
    ids=["words", "quotes", "links", "marks", "digits", "blanks"],
)
@pytest.mark.timeout(30)
def test_two_megabytes_on_one_line_are_read_as_one_long_sentence(text: str) -> None:
    (one,) = spot(text, MODEL)
    assert one.end - one.start == len(text.rstrip())


def test_what_stands_behind_the_first_words_of_a_sentence_is_not_weighed() -> None:
    begin = "It rained " + "and rained " * WORDS
    assert len(tokens(begin)) == WORDS
    assert measures(shown(begin)) == measures(shown(begin + "at 40 percent"))
