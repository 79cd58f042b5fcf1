"""Scales in the browser: the next version as one form, use, mappings; for administrators alone."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from factcheck.models import Rating, RatingMapping, ScaleVersion
from factcheck.services import scales
from factcheck.services.scales import Scale
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.visitors import Visitor, make_app, signed_in, stranger


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


@pytest.fixture
def ada(app: Flask, newsroom: Newsroom) -> Visitor:
    return signed_in(app, newsroom.ada)


def stored(newsroom: Newsroom, code: str = "house") -> Scale:
    with newsroom.read() as session:
        found = next(one for one in scales.scales(session) if one.code == code)
        return scales.scale(session, found.id)


def filled(page: Element) -> dict[str, str]:
    """The form as the page shows it, every control that would be sent."""
    form = next(one for one in page.all("form") if one.named("note"))
    sent = {}
    for control in form:
        name, kind = control.attributes.get("name"), control.attributes.get("type")
        if not name or name == "csrf_token" or control.tag not in {"input", "textarea", "select"}:
            continue
        if kind == "checkbox" and "checked" not in control.attributes:
            continue
        sent[name] = "y" if kind == "checkbox" else form.value(name)
    return sent


def edit(ada: Visitor, scale: Scale, **changes: str) -> TestResponse:
    """Open the form, change some fields, send it; a field set to `-` is left out."""
    path = f"/desk/scales/{scale.id}/edit"
    sent = {**filled(read(ada.get(path).text)), "note": "After a year of use.", **changes}
    return ada.post(path, {name: value for name, value in sent.items() if value != "-"})


def test_all_scales_are_listed_those_in_use_first(ada: Visitor) -> None:
    page = read(ada.get("/desk/scales").text)
    names = [row.all("a")[0].text for row in page.all("tbody")[0].all("tr")]
    assert set(names[:2]) == {"House scale", "Desk scale"}
    assert len(names) == 11


def test_a_page_shows_the_labels_in_force_with_their_translations(
    ada: Visitor, newsroom: Newsroom
) -> None:
    text = read(ada.get(f"/desk/scales/{stored(newsroom).id}").text).text
    for one in stored(newsroom).current.ratings:
        assert one.label in text
        assert one.definition in text
        assert one.translations["kk"]["label"] in text


def test_a_form_sent_as_it_is_changes_nothing(ada: Visitor, newsroom: Newsroom) -> None:
    answer = edit(ada, stored(newsroom))
    assert answer.status_code == 409
    assert "Nothing is changed" in answer.text
    assert stored(newsroom).number == 1


def test_a_label_is_reworded_by_a_new_version(ada: Visitor, newsroom: Newsroom) -> None:
    before = stored(newsroom)
    answer = edit(ada, before, **{"r0-label": "Borne out"})
    assert answer.status_code == 303
    after = stored(newsroom)
    assert after.number == 2
    assert after.current.ratings[0].label == "Borne out"
    assert after.current.ratings[0].code == before.current.ratings[0].code
    assert after.current.note == "After a year of use."
    assert after.current.by_name == "Ada"
    assert after.versions[1].ratings == before.current.ratings
    assert after.current.ratings[1:] == before.current.ratings[1:]


def test_a_label_and_its_definition_are_said_in_russian_and_kazakh_by_a_new_version(
    ada: Visitor, newsroom: Newsroom
) -> None:
    before = stored(newsroom)
    said = {"r0-label_ru": "Так и есть", "r0-definition_ru": "Источники согласны."}
    answer = edit(ada, before, **said, **{"r1-label_kk": "", "r1-definition_kk": ""})
    assert answer.status_code == 303
    after = stored(newsroom)
    assert after.current.ratings[0].translations == {
        "ru": {"label": "Так и есть", "definition": "Источники согласны."},
        "kk": dict(before.current.ratings[0].translations["kk"]),
    }
    assert list(after.current.ratings[1].translations) == ["ru"]
    assert after.versions[1].ratings == before.current.ratings
    row = read(ada.get(f"/desk/scales/{before.id}").text).all("tbody")[0].all("tr")[1]
    assert "Not in Kazakh: readers there get these words." in row.text


def test_whoever_is_too_late_sees_what_labels_are_said_as(app: Flask, newsroom: Newsroom) -> None:
    scale = stored(newsroom)
    path = f"/desk/scales/{scale.id}/edit"
    ada = signed_in(app, newsroom.ada)
    late = {**filled(read(ada.get(path).text)), "note": "Mine.", "r0-label_ru": "Верно"}
    edit(signed_in(app, newsroom.max), scale, **{"r0-label_ru": "Так и есть"})
    answer = ada.post(path, late)
    assert answer.status_code == 409
    text = read(answer.text).text
    assert "Russian: Так и есть" in text
    assert "Russian: Верно" in text


def test_a_new_label_is_added_where_it_is_wanted(ada: Visitor, newsroom: Newsroom) -> None:
    answer = edit(
        ada,
        stored(newsroom),
        **{
            "r5-label": "Hardly supported",
            "r5-definition": "A grain of it fits.",
            "r5-value": "5",
            "r5-position": "1",
            "r5-hue": "mostly-false",
            "r5-minimum_origins": "2",
        },
    )
    assert answer.status_code == 303
    labels = stored(newsroom).current.ratings
    assert {one.code for one in labels} >= {"hardly_supported", "supported"}
    # Two wanted the first place; the one that held it keeps it.
    assert [one.code for one in labels[:2]] == ["supported", "hardly_supported"]


def test_a_label_is_retired_with_a_note_and_stays(ada: Visitor, newsroom: Newsroom) -> None:
    answer = edit(
        ada,
        stored(newsroom),
        **{"r1-is_retired": "y", "r1-retired_note": "Nobody could tell it from Supported."},
    )
    assert answer.status_code == 303
    retired = stored(newsroom).current.ratings[1]
    assert retired.is_retired
    assert retired.retired_note == "Nobody could tell it from Supported."


def test_a_row_left_out_of_the_form_is_not_dropped(ada: Visitor, newsroom: Newsroom) -> None:
    before = stored(newsroom)
    names = [f"r2-{name}" for name in ("label", "code", "definition", "position", "value")]
    answer = edit(ada, before, **dict.fromkeys(names, "-"), **{"r0-label": "Borne out"})
    assert answer.status_code == 303
    assert set(stored(newsroom).codes) == set(before.codes)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"r0-label": ""}, "r0-label", "Write the label."),
        ({"r0-label": "x" * 81}, "r0-label", "The label is longer than 80 characters."),
        ({"r0-label": "Contradicted"}, "r0-label", "Two labels read the same"),
        ({"r0-definition": ""}, "r0-definition", "Write the definition."),
        ({"r0-value": "0"}, "r0-value", "Write a whole number from 1 to 100."),
        ({"r0-value": "1e9"}, "r0-value", "Write a whole number from 1 to 100."),
        ({"r0-value": "٣"}, "r0-value", "Write a whole number from 1 to 100."),
        ({"r0-value": "3"}, "r0-value", "each number stands for one label"),
        ({"r4-value": "7"}, "r4-value", "stands beside the axis"),
        ({"r0-minimum_origins": "21"}, "r0-minimum_origins", "Write a whole number from 1 to 20."),
        ({"r0-hue": "plaid"}, "r0-hue", "Choose one of the colours."),
        ({"r0-is_retired": "y"}, "r0-retired_note", "Say to readers why"),
        ({"r0-label_ru": "x" * 81}, "r0-label_ru", "longer than 80 characters"),
        ({"r0-definition_kk": "x" * 1001}, "r0-definition_kk", "is 1,001 characters long; at most 1,000"),
        ({"r0-label_kk": ""}, "r0-label_kk", "Write the label in Kazakh as well"),
        ({"r0-label_ru": "не доказано"}, "r0-label_ru", "Two labels read the same in Russian"),
        ({"r5-label_ru": "Едва подтверждается"}, "r5-label", "Write the label."),
        ({"note": ""}, "note", "Write the note"),
    ],
)
def test_what_is_wrong_stands_beside_its_label_and_nothing_typed_is_lost(
    ada: Visitor, newsroom: Newsroom, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = edit(ada, stored(newsroom), **{"r1-definition": "Something new.", **changes})
    assert answer.status_code == 422
    page = read(answer.text)
    assert sentence in page.error(field)
    assert page.value("r1-definition") == "Something new."
    assert page.all("a", href=f"#{field}")
    assert stored(newsroom).number == 1


def test_the_last_label_for_what_cannot_be_determined_stays(
    ada: Visitor, newsroom: Newsroom
) -> None:
    answer = edit(ada, stored(newsroom), **{"r4-is_undetermined": "-"})
    assert answer.status_code == 422
    assert "not to know is no finding of false" in read(answer.text).all(class_="mend")[0].text


def test_a_late_save_shows_both_texts_and_mine_can_still_be_saved(
    app: Flask, ada: Visitor, newsroom: Newsroom
) -> None:
    scale = stored(newsroom)
    path = f"/desk/scales/{scale.id}/edit"
    late = {**filled(read(ada.get(path).text)), "note": "Mine.", "r0-label": "Fully supported"}
    assert edit(signed_in(app, newsroom.max), scale, **{"r0-label": "Borne out"}).status_code == 303
    answer = ada.post(path, late)
    assert answer.status_code == 409
    page = read(answer.text)
    assert "Max" in page.text
    assert "Borne out" in page.text
    assert "Fully supported" in page.text
    mine = next(one for one in page.all("form") if one.named("r0-label"))
    sent = {
        one.attributes["name"]: mine.value(one.attributes["name"])
        for one in mine
        if "name" in one.attributes
    }
    sent.pop("csrf_token")
    assert ada.post(path, sent).status_code == 303
    assert stored(newsroom).current.ratings[0].label == "Fully supported"
    assert stored(newsroom).number == 3


def test_a_scale_is_put_in_use_for_its_audience(ada: Visitor, newsroom: Newsroom) -> None:
    snopes = stored(newsroom, "snopes")
    assert ada.post(f"/desk/scales/{snopes.id}/use").status_code == 303
    assert stored(newsroom, "snopes").is_in_use
    assert not stored(newsroom, "house").is_in_use
    assert stored(newsroom, "desk").is_in_use
    assert ada.post(f"/desk/scales/{snopes.id}/use").status_code == 409


def test_a_label_is_mapped_and_the_mapping_removed(ada: Visitor, newsroom: Newsroom) -> None:
    house, snopes = stored(newsroom), stored(newsroom, "snopes")
    path = f"/desk/scales/{house.id}/mappings"
    sent = {"from_code": "supported", "target": f"{snopes.id}:true", "note": "Roughly."}
    assert ada.post(path, sent).status_code == 303
    mapping = stored(newsroom).mappings[0]
    assert (mapping.from_code, mapping.to_code, mapping.note) == ("supported", "true", "Roughly.")
    assert ada.post(path, sent).status_code == 409
    assert ada.post(f"{path}/{mapping.id}/remove").status_code == 303
    assert stored(newsroom).mappings == ()
    assert ada.post(f"{path}/{mapping.id}/remove").status_code == 409


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"from_code": "supported"},
        {"from_code": "supported", "target": "x:y"},
        {"from_code": "supported", "target": "99999999999999999999999:true"},
        {"from_code": "nothing", "target": "3:true"},
        {"from_code": "supported", "target": "1:supported"},
    ],
)
def test_a_mapping_to_nowhere_is_refused_beside_the_field(
    ada: Visitor, newsroom: Newsroom, sent: dict[str, str]
) -> None:
    answer = ada.post(f"/desk/scales/{stored(newsroom).id}/mappings", sent)
    assert answer.status_code == 422
    assert read(answer.text).error("target").startswith("Choose")
    assert newsroom.count(RatingMapping) == 0


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                f"r{n}-{name}"
                for n in (0, 5, 61, 62, 10**9)
                for name in (
                    *("label", "value", "code", "position", "hue", "definition"),
                    *("label_ru", "definition_kk"),
                )
            ]
        ),
        st.text(max_size=90),
        max_size=8,
    )
)
def test_no_form_breaks_the_scale(ada: Visitor, newsroom: Newsroom, sent: dict[str, str]) -> None:
    scale = stored(newsroom)
    answer = ada.post(f"/desk/scales/{scale.id}/edit", {"note": "Anything.", **sent})
    assert answer.status_code in {303, 409, 422}
    assert set(stored(newsroom).codes) >= set(scale.codes)


def test_only_administrators_enter(app: Flask, newsroom: Newsroom) -> None:
    scale = stored(newsroom)
    versions, labels = newsroom.count(ScaleVersion), newsroom.count(Rating)
    for who in (newsroom.carla, newsroom.edith, newsroom.lara, newsroom.rosa):
        visitor = signed_in(app, who)
        assert visitor.get("/desk/scales").status_code == 403
        assert visitor.post(f"/desk/scales/{scale.id}/use").status_code == 403
    assert stranger(app).get(f"/desk/scales/{scale.id}").status_code == 404
    assert stranger(app).post(f"/desk/scales/{scale.id}/use").status_code == 404
    assert (newsroom.count(ScaleVersion), newsroom.count(Rating)) == (versions, labels)


@pytest.mark.parametrize("path", ["", "/edit"])
def test_a_scale_that_is_not_there_is_not_found(ada: Visitor, path: str) -> None:
    assert ada.get(f"/desk/scales/4711{path}").status_code == 404
