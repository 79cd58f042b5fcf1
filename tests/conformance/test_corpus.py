"""Each file of the corpus is judged as `expected.json` says, and no rule is without a file that breaks it (V4)."""

import pytest

from factcheck.domain.claimreview_table import TABLE
from tests.conformance.corpus import EXPECTED, FOLDER, VALID, judged, told

# What takes a scale, an address or many bytes is asked in tests/domain/test_claimreview_judge.py.
ELSEWHERE = {
    "findings-many",
    "json-too-long",
    "number-off-axis",
    "number-other",
    "page-address",
    "review-form",
    "url-foreign",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_judged_as_expected(name: str) -> None:
    assert told(judged(name)) == sorted(EXPECTED[name])


def test_every_file_of_the_corpus_has_its_expectation() -> None:
    files = [*FOLDER.glob("documents/*"), *FOLDER.glob("pages/*")]
    assert sorted(f"{one.parent.name}/{one.name}" for one in files) == sorted(EXPECTED)


def test_every_rule_is_broken_by_a_file() -> None:
    broken = {one.split()[1] for wanted in EXPECTED.values() for one in wanted}
    assert broken | ELSEWHERE == set(TABLE)
    assert not broken & ELSEWHERE


def test_a_file_is_named_for_the_finding_it_is_there_for() -> None:
    for name, wanted in EXPECTED.items():
        code = name.partition("/")[2].rpartition(".")[0]
        if name not in VALID and code in TABLE:
            assert code in {one.split()[1] for one in wanted}


def test_what_is_valid_has_no_finding_at_all() -> None:
    assert len(VALID) > 10
    assert all(EXPECTED[name] == [] for name in VALID)
