"""The readers' side in three languages: addresses, and what stands at each."""

import gettext

import pytest
from flask import Flask, url_for

from factcheck.domain import wording
from factcheck.web import languages
from tests import factories
from tests.cast import Newsroom
from tests.fronts import ARTICLE, VERDICT, served
from tests.visitors import Visitor, signed_in, stranger


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    return served(sqlite_newsroom)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/ru/", ("ru", "/")),
        ("/kk/verdicts/1-x", ("kk", "/verdicts/1-x")),
        ("/", ("en", "/")),
        ("/ru", ("en", "/ru")),
        ("/rum/verdicts", ("en", "/rum/verdicts")),
        ("/en/verdicts", ("en", "/en/verdicts")),
        ("/ru/kk/verdicts", ("ru", "/kk/verdicts")),
        ("", ("en", "")),
    ],
)
def test_the_first_segment_of_an_address_names_its_language(
    path: str, found: tuple[str, str]
) -> None:
    assert languages.split(path) == found


def test_whoever_asks_from_a_program_of_his_own_goes_on_in_his_language(reader: Visitor) -> None:
    assert "Темы" in reader.get("/ru/topics").text
    assert wording.language() == "en"
    with wording.kept():
        wording.use("kk", gettext.NullTranslations())
        assert "Темы" in reader.get("/ru/topics").text
        assert wording.language() == "kk"
    assert wording.language() == "en"


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_addresses_on_a_page_keep_its_language_where_there_is_such_a_page(
    app: Flask, code: str
) -> None:
    with app.test_request_context(f"/{code}/verdicts"):
        assert languages.current() == code
        assert url_for("public.verdict", id=1, slug="x") == f"/{code}/verdicts/1-x"
        assert url_for("feeds.verdicts", form="atom") == f"/{code}/feeds/verdicts.atom"
        assert url_for("topics.topic", slug="x") == f"/{code}/topics/x"
        assert url_for("archive.verdicts", number=2) == f"/{code}/verdicts/all/2"
        assert url_for("public_log.page") == f"/{code}/log"
        assert url_for("public_log.head") == "/log/head"
        assert url_for("share_pictures.picture", id=1, tag="x") == "/share/1-x.png"
        assert url_for("desk.my_work") == "/desk"
        assert url_for("static", filename="css/base.css") == "/static/css/base.css"
        assert url_for("finding.verdicts", q=["a", "b"]) == f"/{code}/verdicts?q=a&q=b"
        assert url_for("machines.data", q=["a", "b"]) == "/data/claimreviews.json?q=a&q=b"
        assert url_for("machines.data", _external=True) == "http://localhost/data/claimreviews.json"
    with app.test_request_context("/verdicts"):
        assert languages.current() == "en"
        assert url_for("public.verdict", id=1, slug="x") == "/verdicts/1-x"


def test_a_folder_the_site_is_served_under_stays_in_front_of_the_language(app: Flask) -> None:
    with app.test_request_context("/ru/verdicts", environ_overrides={"SCRIPT_NAME": "/checks"}):
        assert url_for("public.ratings") == "/checks/ru/ratings"
        assert url_for("desk.my_work") == "/checks/desk"


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_an_address_of_a_language_without_its_last_stroke_leads_on(
    reader: Visitor, code: str
) -> None:
    answer = reader.get(f"/{code}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/{code}/")
    assert reader.get(f"/{code}/").status_code == 200


@pytest.mark.parametrize("code", ["ru", "kk"])
@pytest.mark.parametrize(
    "path",
    "/desk /login /account /desk/claims/1 /static/css/base.css /sitemap.xml /data/claimreviews.json /oembed "
    "/log/head /log/head.json /log/key /log/leaves.json /log/check.py /log/proof/inclusion?position=0 /llms.txt "
    "/log/proof/consistency?first=1 /share/1-0123456789abcdef.png "
    f"/robots.txt /ru /kk/ /en/ /ru/verdicts {VERDICT}/annotation.json {ARTICLE}/annotations.json".split(),
)
def test_what_is_not_for_readers_stands_at_one_address_alone(
    app: Flask, sqlite_newsroom: Newsroom, reader: Visitor, code: str, path: str
) -> None:
    edith = signed_in(app, sqlite_newsroom.edith)
    assert reader.get(f"/{code}{path}").status_code == 404
    assert edith.get(f"/{code}{path}").status_code == 404
    assert edith.post(f"/{code}{path}").status_code == 404


def test_a_form_of_the_desk_cannot_be_sent_by_way_of_a_language(
    app: Flask, sqlite_newsroom: Newsroom
) -> None:
    claim_id = factories.claim(sqlite_newsroom, article_id=1)
    carla = signed_in(app, sqlite_newsroom.carla)
    assert carla.post(f"/ru/desk/claims/{claim_id}/take").status_code == 404
    assert carla.post("/ru/logout").status_code == 404
    assert carla.get("/desk").status_code == 200
