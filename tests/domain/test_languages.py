"""Which language a text is in: told by letters and small words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.languages import guess

SAMPLES = {
    "en": "The harbour of the town lost money in the year before, and it is not the first time.",
    "de": "Der Hafen der Stadt hat im vergangenen Jahr Geld verloren, und das ist nicht das erste Mal.",
    "fr": "Le port de la ville a perdu de l'argent dans les années passées et ce n'est pas le dernier.",
    "es": "El puerto de la ciudad perdió dinero en los años pasados y no es por una sola causa.",
    "pt": "O porto da cidade perdeu dinheiro no ano passado e não é por uma causa, mas por mais de uma.",
    "tr": "Liman bu yıl da zarar etti ve bu ilk değil, ancak belediye için çok daha zor bir yıl oldu.",
    "ru": "Порт города в прошлом году потерял деньги, и это не первый раз, сообщил заместитель мэра.",
    "kk": "Қаланың порты былтыр шығынға ұшырады, бұл бірінші рет емес, деді әкімнің орынбасары.",
    "uk": "Порт міста торік зазнав збитків, і це вже не вперше, повідомила заступниця мера в п'ятницю.",
    "ky": "Шаардын порту былтыр чыгашага учурады, бул биринчи жолу эмес, деди өкүл өз сөзүндө.",
    "ar": "خسر ميناء المدينة أموالا في العام الماضي وليست هذه المرة الأولى",
    "zh": "该市港口去年亏损，这已经不是第一次了，副市长在星期五说。",
}


@pytest.mark.parametrize(("language", "text"), SAMPLES.items(), ids=SAMPLES)
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert guess(text) == language


def test_a_name_of_another_language_does_not_change_it() -> None:
    assert guess(SAMPLES["ru"] * 5 + " Нұрсұлтан Әбішұлы") == "ru"


@pytest.mark.parametrize(
    "text", ["", "1234 5678", "Xyzzy", "Blorp fizz quux wobble zibber zabber zonk"]
)
def test_what_cannot_be_told_stays_open(text: str) -> None:
    assert guess(text) == ""


@given(st.text())
def test_any_text_is_one_of_the_languages_or_none(text: str) -> None:
    assert guess(text) in {*SAMPLES, "uz", ""}
