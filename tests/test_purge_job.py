"""The job that tells caches in front of the desk what they must drop."""

from dataclasses import replace

import pytest

from factcheck import jobs
from factcheck.adapters.purging import Caches, NotPurged
from factcheck.config import BadSetting, read_settings
from factcheck.domain.terms import State
from factcheck.jobs import Done, Failed, Runner, deliver, due
from factcheck.services import readers
from tests import factories
from tests.cast import Newsroom
from tests.conftest import SECRET

URL = "PURGE http://127.0.0.1:6081/x"


@pytest.fixture
def run(newsroom: Newsroom) -> Runner:
    settings = replace(newsroom.database.settings, purge_url=URL, purge_token="a-token")
    newsroom.database.settings = settings
    found = jobs.runner(newsroom.database, settings)
    return replace(found, kinds=frozenset({readers.JOB}), clock=lambda: newsroom.now)


def test_what_was_published_is_told_once(newsroom: Newsroom, run: Runner) -> None:
    told = []
    run = replace(run, purge=lambda caches, keys: told.append((caches, list(keys))))
    factories.claim(newsroom, State.PUBLISHED)
    (number,) = due(run)
    assert deliver(run, number) == Done("told of 3 keys")
    caches = Caches("PURGE", "http://127.0.0.1:6081/x", "a-token")
    assert told == [(caches, ["article-1", "verdict-1", "verdicts"])]
    assert due(run) == []


def test_a_cache_that_does_not_answer_is_told_again(newsroom: Newsroom, run: Runner) -> None:
    def refuse(_caches: object, _keys: object) -> None:
        raise NotPurged("the cache answered 503")

    factories.claim(newsroom, State.PUBLISHED)
    (number,) = due(run)
    assert deliver(replace(run, purge=refuse), number) == Failed("the cache answered 503")
    newsroom.now = newsroom.now.replace(hour=23)
    assert deliver(replace(run, purge=lambda *_: None), number) == Done("told of 3 keys")


def test_where_no_cache_is_set_any_more_nobody_is_told(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    without = replace(run, settings=replace(run.settings, purge_url=""))
    (number,) = due(without)
    assert deliver(without, number) == Done("no cache is set any more")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("", ""),
        ("https://cache.example/purge", "POST https://cache.example/purge"),
        (" purge  http://127.0.0.1:6081/ ", "PURGE http://127.0.0.1:6081/"),
        ("POST http://127.0.0.1:6081/?soft=1", "POST http://127.0.0.1:6081/?soft=1"),
    ],
)
def test_the_address_names_its_method(url: str, kept: str) -> None:
    assert read_settings({"FACTCHECK_PURGE_URL": url}).purge_url == kept


@pytest.mark.parametrize(
    "url",
    [
        "pigeon",
        "GET http://127.0.0.1/",
        "ftp://127.0.0.1/",
        "http://user:word@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "POST http://127.0.0.1/\r\nX: y",
        "PURGE",
    ],
)
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="FACTCHECK_PURGE_URL must look like"):
        read_settings({"FACTCHECK_PURGE_URL": url})


def test_a_token_is_one_word() -> None:
    with pytest.raises(BadSetting, match="FACTCHECK_PURGE_TOKEN"):
        read_settings({"FACTCHECK_PURGE_TOKEN": "two words"})
    settings = read_settings(
        {
            "FACTCHECK_SECRET_KEY": SECRET,
            "FACTCHECK_PURGE_TOKEN": "hush",
            "FACTCHECK_PURGE_URL": URL,
        }
    )
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(("said", "memory"), [("", 32), ("0", 0), ("512", 512)])
def test_how_much_is_held_ready_is_a_setting(said: str, memory: int) -> None:
    assert read_settings({"FACTCHECK_PAGE_MEMORY": said}).page_memory == memory
