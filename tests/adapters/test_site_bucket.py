"""A bucket brought from one state of a site to the next: in order, and whole again whoever was killed."""

from collections.abc import Iterator
from itertools import count

import obstore
import pytest

from factcheck.adapters.blobs import BadBlobStore, bucket_of
from factcheck.adapters.site_bucket import MANIFEST, PENDING, SiteBucket, open_site_bucket
from factcheck.adapters.site_folder import BadTarget
from factcheck.domain.site_files import Manifest, digest, key_of
from tests.stores import make_bucket, s3_server

NAMES = count(1)
OLD = {
    "static/a.css": b"a",
    "b/index.html": b"old b",
    "gone/index.html": b"x",
    "index.html": b"old",
}
NEW = {"static/a.css": b"a", "b/index.html": b"new b", "c/d.json": b"{}", "index.html": b"new"}
HEADERS = {
    "b/index.html": {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
        "X-Other": "no",
    }
}


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def url(server: str) -> str:
    name = f"site-{next(NAMES)}"
    make_bucket(server, name)
    return f"s3://{name}/pages?endpoint={server}"


def export(url: str, files: dict[str, bytes]) -> SiteBucket:
    return bring(open_site_bucket(url, key_of), files)


def bring(place: SiteBucket, files: dict[str, bytes]) -> SiteBucket:
    place.begin()
    try:
        for name, body in files.items():
            place.put(name, body)
        told = Manifest("https://x.example", {name: digest(body) for name, body in files.items()})
        place.put(MANIFEST, told.as_json())
        place.finish([*files, MANIFEST], HEADERS)
    finally:
        place.end()
    return place


def objects(url: str) -> dict[str, bytes]:
    """Everything below the prefix, but the manifest."""
    store = bucket_of(url)
    paths = [one["path"] for batch in obstore.list(store) for one in batch]
    return {path: obstore.get(store, path).bytes().to_bytes() for path in paths if path != MANIFEST}


def keyed(files: dict[str, bytes]) -> dict[str, bytes]:
    """As they are called in a bucket."""
    return {
        (n if n == "index.html" else n.removesuffix("/index.html")): body
        for n, body in files.items()
    }


def test_pages_are_called_by_their_very_addresses(url: str) -> None:
    export(url, OLD)
    assert objects(url) == {"static/a.css": b"a", "b": b"old b", "gone": b"x", "index.html": b"old"}


def test_what_changed_is_sent_what_is_gone_is_deleted_and_nothing_else_is_touched(url: str) -> None:
    export(url, OLD)
    before = obstore.head(bucket_of(url), "static/a.css")["last_modified"]
    place = open_site_bucket(url, key_of)
    sent: list[str] = []
    real = place._send
    place._send = lambda name, body, said: (sent.append(name), real(name, body, said))[1]  # type: ignore[method-assign]  # watched
    bring(place, NEW)
    assert objects(url) == keyed(NEW)
    assert sent[0] == PENDING
    assert (sorted(sent[1:4]), sent[4:]) == (["b/index.html", "c/d.json", "index.html"], [MANIFEST])
    assert obstore.head(bucket_of(url), "static/a.css")["last_modified"] == before


def test_kind_and_caching_are_kept_with_the_object(url: str, server: str) -> None:
    export(url, OLD)
    attributes = obstore.get(bucket_of(url), "b").attributes
    assert attributes["Content-Type"] == "text/html; charset=utf-8"
    assert attributes["Cache-Control"] == "no-cache"
    assert len(attributes) == 2


@pytest.mark.parametrize("last", [OLD, NEW], ids=["back to the old", "on to the new"])
def test_whoever_is_killed_leaves_whole_pages_and_the_next_export_is_whole(
    server: str, last: dict[str, bytes]
) -> None:
    """Each step of an export to a bucket is one request; the process is gone before it."""
    for step in count(1):
        name = f"killed-{next(NAMES)}"
        make_bucket(server, name)
        url = f"s3://{name}/pages?endpoint={server}"
        export(url, OLD)
        place, done = open_site_bucket(url, key_of), count(1)
        for what in ("_send", "_delete"):
            watch(place, what, done, step)
        try:
            bring(place, {**NEW, "private": b"not for long"})
            was_killed = False
        except Killed:
            was_killed = True
        left = objects(url)
        manifest = obstore.get(bucket_of(url), MANIFEST).bytes().to_bytes()
        for key, body in left.items():
            assert (
                body in {keyed(OLD).get(key), keyed(NEW).get(key), b"not for long"}
                or key == PENDING
            )
        if b"c/d.json" in manifest:
            assert keyed(NEW).items() <= left.items(), (
                "the manifest comes after all that it tells of"
            )
        export(url, last)
        assert objects(url) == keyed(last)
        if not was_killed:
            assert step > 7
            return


def watch(place: SiteBucket, what: str, done: Iterator[int], step: int) -> None:
    real = getattr(place, what)

    def call(*given: object) -> None:
        if next(done) >= step:
            raise Killed
        real(*given)

    setattr(place, what, call)


def test_a_bucket_that_is_not_there_is_told_in_a_sentence(server: str) -> None:
    with pytest.raises(BadTarget) as bad:
        open_site_bucket(f"s3://nobody-made-this?endpoint={server}", key_of).begin()
    assert bad.value.sentence.startswith("The bucket does not answer: ")


@pytest.mark.parametrize(
    "address", ["s3://", "ftp://x/y", "s3://key@bucket", "s3://b?colour=red", "s3://b#x"]
)
def test_what_is_no_address_of_a_bucket_is_refused(address: str) -> None:
    with pytest.raises(BadBlobStore):
        open_site_bucket(address, key_of)
