"""How often one person brings texts in: the limit, what it says, and that nothing typed is lost (2.4.1)."""

import pytest

from factcheck.domain.limits import IMPORTS
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.visitors import Visitor, stranger
from tests.web.test_importing import FETCH, IMPORT
from tests.web.test_text_versions import NEW

TOLD = f"{IMPORTS} imports a minute are the limit"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def form(number: int) -> dict[str, str]:
    text = f"The quay cost {number} crowns."
    return {"title": f"Quay {number}", "text": text, "kind": "own_draft", "language": "en"}


def spent(visitor: Visitor) -> Visitor:
    """Somebody who has brought in as much as a minute allows."""
    answers = [visitor.post(IMPORT, form(number)).status_code for number in range(IMPORTS)]
    assert answers == [303] * IMPORTS
    return visitor


def test_one_import_too_many_comes_back_as_it_was_typed(site: Site) -> None:
    carla = spent(site.visitor("carla"))
    before = site.counts()
    answer = carla.post(IMPORT, form(4711))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    for said in (TOLD, "The quay cost 4711 crowns.", 'value="Quay 4711"'):
        assert said in answer.text
    assert site.counts() == before


def test_pages_and_newer_texts_count_as_well(site: Site) -> None:
    carla = spent(site.visitor("carla"))
    before = site.counts()
    answer = carla.post(FETCH, {"address": "https://gazette.example/quay"})
    assert (answer.status_code, TOLD in answer.text) == (429, True)
    assert 'value="https://gazette.example/quay"' in answer.text
    answer = carla.post(NEW, {"text": "Another text."})
    assert (answer.status_code, TOLD in answer.text) == (429, True)
    assert "Another text." in answer.text
    assert site.counts() == before


def test_a_colleague_goes_on_and_reading_the_form_costs_nothing(site: Site) -> None:
    carla = spent(site.visitor("carla"))
    assert carla.get(IMPORT).status_code == 200
    assert site.visitor("edith").post(IMPORT, form(12)).status_code == 303


def test_whoever_may_not_import_is_told_that_however_often_she_tries(site: Site) -> None:
    rosa, nobody = site.visitor("rosa"), stranger(site.visitor("rosa").app)
    for _ in range(IMPORTS + 2):
        assert rosa.post(IMPORT, form(1)).status_code == 403
        assert nobody.get(IMPORT).status_code == 302
        assert nobody.post(IMPORT, form(1)).status_code == 404
