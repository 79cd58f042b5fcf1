"""Every verdict page of the demo, as served: without an error to our judge, and alike to another reader (V1, V5)."""

import json

import pytest

from factcheck.adapters.markup import read_markup
from factcheck.domain.claimreview_judge import judge, judge_page
from tests.conformance.conftest import HOME, Demo
from tests.conformance.corpus import FOLDER, VALID, page_of
from tests.extracting import linked_data


def test_the_demo_has_pages_to_judge(demo: Demo) -> None:
    assert len([one for one in demo.verdicts if not one.is_retracted]) >= 5
    assert [one for one in demo.verdicts if one.notices]


def test_no_page_has_an_error_and_the_warnings_are_known(demo: Demo) -> None:
    warned = set()
    for verdict in demo.verdicts:
        page = page_of(
            read_markup(demo.page(verdict)), f"{HOME}/verdicts/{verdict.id}-{verdict.slug}"
        )
        judged = judge_page(page, labels=demo.labels)
        if verdict.is_retracted:
            assert [one.code for one in judged.errors] == ["page-without"]
            continue
        assert judged.errors == []
        assert judged.reviews == 1
        warned |= {one.code for one in judged.warnings}
    assert warned <= {"claim-long", "said-missing", "appearance-unlinked"}


def test_another_reader_finds_the_same_in_each_page(demo: Demo) -> None:
    for verdict in demo.verdicts:
        data = demo.page(verdict)
        found = linked_data(data.decode())
        assert found == [json.loads(block) for block in read_markup(data).blocks]
        assert len(found) == (0 if verdict.is_retracted else 1)
        assert all(judge(one, labels=demo.labels).errors == [] for one in found)


@pytest.mark.parametrize("name", [one for one in VALID if one.endswith(".html")])
def test_another_reader_finds_the_same_in_the_corpus(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert linked_data(data.decode()) == [json.loads(one) for one in read_markup(data).blocks]


def test_what_is_no_json_is_a_fault_to_another_reader() -> None:
    with pytest.raises(ValueError, match="no JSON"):
        linked_data((FOLDER / "pages" / "json-broken.html").read_text(encoding="utf-8"))
