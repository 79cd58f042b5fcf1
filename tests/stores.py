"""Stores of kept bytes for tests: a folder, and a bucket of a server on loopback that stands in for S3."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from factcheck.adapters.blobs import Blobs

KEYS = {
    "AWS_ACCESS_KEY_ID": "a key of the tests",
    "AWS_SECRET_ACCESS_KEY": "and its secret",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of the stand-in; what is kept there is kept in memory."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(10)
            server.server_close()


def make_bucket(endpoint: str, name: str) -> None:
    with urlopen(Request(f"{endpoint}/{name}", method="PUT"), timeout=10) as answer:  # noqa: S310  loopback
        assert answer.status == 200


def key_of(digest: str) -> str:
    name = digest.removeprefix("sha256:")
    return f"sha256/{name[:2]}/{name}"


def spoil(blobs: Blobs, digest: str, data: bytes) -> None:
    """Put other bytes in the place of a blob, behind the store's back."""
    if blobs._folder is not None:
        Path(blobs._folder / key_of(digest)).write_bytes(data)
    else:
        blobs._write_over(digest, data)
