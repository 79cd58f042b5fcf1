"""The hub and the licence that feeds and data name: a web address, or nothing at all."""

from pathlib import Path

import pytest

from factcheck.config import BadSetting, read_settings

NAMES = {"FACTCHECK_WEBSUB_HUB": "websub_hub", "FACTCHECK_DATA_LICENCE": "data_licence"}


@pytest.mark.parametrize(("name", "field"), NAMES.items())
def test_an_address_is_taken_and_none_is_none(name: str, field: str, tmp_path: Path) -> None:
    url = "https://hub.example/a?b=c"
    assert getattr(read_settings({name: f" {url} "}, home=tmp_path), field) == url
    assert getattr(read_settings({}, home=tmp_path), field) == ""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value",
    [
        "hub.example",
        "ftp://hub.example/",
        "https://",
        "https://user@hub.example/",
        'https://hub.example/>; rel="self"',
        "https://hub.example/a b",
        "https://hub.example/é",
        "https://hub.example/" + "a" * 3_000,
    ],
)
def test_what_a_header_could_not_carry_is_refused_by_name(
    name: str, value: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({name: value}, home=tmp_path)
