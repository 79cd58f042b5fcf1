"""Tokens of authorities: asked for over the one safe door, checked to a trusted root; what does not fit is refused."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import HealthCheck, example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from factcheck.adapters.fetching import World
from factcheck.adapters.timestamps import (
    BadCertificates,
    NoToken,
    check,
    read_certificates,
    stamp,
)
from tests import authority as authorities
from tests.authority import Authority, serving

MANIFEST = b"factcheck manifest 1\nday 2026-11-22\n"
ADDRESS = "http://dates.test/tsr"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("one"), "One")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stranger"), "Stranger")


def world(place: tuple[str, int], seconds: float = 15) -> World:
    return World(stand_ins={"dates.test": place}, seconds=seconds)


def test_a_good_token_is_had_checked_and_checked_again_by_openssl(
    one: Authority, tmp_path: Path
) -> None:
    with serving(one) as site:
        token = stamp(ADDRESS, MANIFEST, read_certificates(one.root), world(site.place))
    head = site.asked[0]
    assert head.startswith("POST /tsr HTTP/1.1\r\nHost: dates.test\r\n")
    assert "\r\nContent-Type: application/timestamp-query\r\n" in head
    assert abs(datetime.now(UTC) - token.at) < timedelta(minutes=1)
    assert token.serial.isdigit()
    assert check(token.reply, token.chain, MANIFEST) == token
    names = [one.subject.rfc4514_string() for one in x509.load_pem_x509_certificates(token.chain)]
    assert names == ["CN=Authority One", "CN=Root of One"]
    (tmp_path / "LIST.txt").write_bytes(MANIFEST)
    (tmp_path / "TOKEN.tsr").write_bytes(token.reply)
    (tmp_path / "CERTIFICATES.pem").write_bytes(token.chain)
    said = subprocess.run(
        "openssl ts -verify -data LIST.txt -in TOKEN.tsr -CAfile CERTIFICATES.pem".split(),
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in said.stdout + said.stderr
    assert said.returncode == 0


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (authorities.refused, "It refused (status 2): Bad request format or system error."),
        (authorities.wrong_nonce, "The token does not fit what was sent."),
        (authorities.wrong_hash, "The token does not fit what was sent."),
        (authorities.no_token, "What it sent is no timestamp."),
    ],
    ids="refused wrong-nonce wrong-hash no-token".split(),
)
def test_what_does_not_fit_is_no_token(one: Authority, how: authorities.How, sentence: str) -> None:
    with serving(one, how) as site, pytest.raises(NoToken) as none:
        stamp(ADDRESS, MANIFEST, read_certificates(one.root), world(site.place))
    assert none.value.sentence == sentence


def test_a_token_signed_by_a_stranger_is_none(one: Authority, stranger: Authority) -> None:
    with serving(stranger) as site, pytest.raises(NoToken) as none:
        stamp(ADDRESS, MANIFEST, read_certificates(one.root), world(site.place))
    assert none.value.sentence == "The token is not signed by anybody who is trusted here."


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("503 Service Unavailable", "It answered 503."),
        ("302 Found", "It answered 302."),
    ],
)
def test_an_authority_in_trouble_is_no_token(one: Authority, status: str, sentence: str) -> None:
    with serving(one, status=status) as site, pytest.raises(NoToken) as none:
        stamp(ADDRESS, MANIFEST, read_certificates(one.root), world(site.place))
    assert none.value.sentence == sentence


def test_a_slow_authority_is_left_in_time(one: Authority) -> None:
    with serving(one, pause=2) as site, pytest.raises(NoToken) as none:
        stamp(ADDRESS, MANIFEST, read_certificates(one.root), world(site.place, seconds=0.3))
    assert none.value.sentence == "It did not answer within 15 s."


def test_an_authority_inside_is_not_asked(one: Authority) -> None:
    trusted = read_certificates(one.root)
    for number in ("127.0.0.1", "10.0.0.1"):
        inside = World(look_up=lambda *_, number=number: [number])
        with pytest.raises(NoToken, match="This address is not on the public internet"):
            stamp(ADDRESS, MANIFEST, trusted, inside)


@pytest.fixture(scope="module")
def token(one: Authority) -> tuple[bytes, bytes]:
    with serving(one) as site:
        had = stamp(ADDRESS, MANIFEST, read_certificates(one.root), world(site.place))
    return had.reply, had.chain


def test_a_kept_token_fits_its_manifest_and_no_other(token: tuple[bytes, bytes]) -> None:
    with pytest.raises(NoToken, match="does not fit"):
        check(*token, MANIFEST + b"x")
    with pytest.raises(NoToken, match="trusted"):
        check(token[0], b"no certificate", MANIFEST)


def test_a_kept_token_is_not_checked_with_a_strangers_certificates(
    token: tuple[bytes, bytes], stranger: Authority
) -> None:
    with pytest.raises(NoToken, match="trusted"):
        check(token[0], stranger.root.read_bytes(), MANIFEST)


@example(data=b"")
@example(data=b"0\x03\x02\x01\x02")
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_end_in_a_sentence(data: bytes) -> None:
    with pytest.raises(NoToken):
        check(data, b"", MANIFEST)


@budget(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_token_with_a_changed_byte_says_the_same_or_is_none(
    token: tuple[bytes, bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(token[0]) - 1))
    changed = bytearray(token[0])
    changed[at] ^= data.draw(st.integers(1, 255))
    whole = check(*token, MANIFEST)
    try:
        found = check(bytes(changed), token[1], MANIFEST)
    except NoToken:
        return
    assert (found.at, found.serial) == (whole.at, whole.serial)


def test_certificates_come_from_a_file_or_a_folder_and_need_a_root(
    one: Authority, stranger: Authority, tmp_path: Path
) -> None:
    (tmp_path / "a.pem").write_bytes(one.root.read_bytes())
    (tmp_path / "b.crt").write_bytes(stranger.root.read_bytes())
    (tmp_path / "read.me").write_text("nothing")
    assert len(read_certificates(tmp_path)) == 2
    assert len(read_certificates(one.root)) == 1
    with pytest.raises(BadCertificates, match="no certificate in PEM"):
        read_certificates(tmp_path / "read.me")
    with pytest.raises(BadCertificates, match="no root certificate"):
        read_certificates(one.folder / "tsa.pem")
    with pytest.raises(BadCertificates, match="No such file"):
        read_certificates(tmp_path / "away.pem")
