"""The tripwires of the suite trip: nothing leaves this machine, no setting of its owner gets in."""

import os
import socket

import pytest

from factcheck.config import read_settings
from tests.conftest import OutsideWorld, is_this_machine

ELSEWHERE = "192.0.2.1"  # RFC 5737: nobody's address


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "::", "localhost", "", None])
def test_this_machine_may_be_talked_to(host: str | None) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize(
    "host", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "newsroom.example", "localhost.example"]
)
def test_no_other_machine_may_be_talked_to(host: str) -> None:
    assert not is_this_machine(host)


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as plug, pytest.raises(OutsideWorld):
        plug.connect((ELSEWHERE, 80))


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as plug, pytest.raises(OutsideWorld):
        plug.sendto(b"", (ELSEWHERE, 53))


def test_a_name_is_not_looked_up_elsewhere() -> None:
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("newsroom.example", 443)


def test_a_connection_on_this_machine_goes_through() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as caller,
    ):
        answer, address = server.accept()
        answer.close()
        assert address == caller.getsockname()


def test_no_setting_of_the_owner_of_this_machine_reaches_a_test() -> None:
    assert not [name for name in os.environ if name.startswith("FACTCHECK_")]
    assert read_settings().home.parent.name.startswith("data")
