"""Dates from authorities (RFC 3161): a token over a manifest asked for, checked to a trusted root, and checked again.

Signatures are `rfc3161-client`'s matter, which is strict; here are the question over the one safe door to the web
and which certificates lead from a token to a root that is trusted.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from factcheck.adapters.asking import Question
from factcheck.adapters.fetching import NotFetched, World, ask

ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"
CHAIN = 10  # certificates from a token to its root, at most
SAID_CHARS = 120

UNREADABLE = "What it sent is no timestamp."
NOT_OURS = "The token does not fit what was sent."
STRANGER = "The token is not signed by anybody who is trusted here."

Certificates = tuple[x509.Certificate, ...]


class NoToken(Exception):
    """No token was had, or one does not fit; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class BadCertificates(Exception):
    """The certificates that are to be trusted cannot be read; `said` says why."""

    def __init__(self, said: str):
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Token:
    """What an authority said: its whole answer, the certificates up to a root in PEM, its time, the token's number."""

    reply: bytes = field(repr=False)
    chain: bytes = field(repr=False)
    at: datetime
    serial: str


def read_certificates(place: Path) -> Certificates:
    """Every certificate of a PEM file, or of the .pem and .crt files of a folder.  Raises `BadCertificates`."""
    try:
        files = (
            sorted(one for one in place.iterdir() if one.suffix in {".pem", ".crt"})
            if place.is_dir()
            else [place]
        )
        found = tuple(
            one for file in files for one in x509.load_pem_x509_certificates(file.read_bytes())
        )
    except OSError as error:
        raise BadCertificates(f"{error.filename or place}: {error.strerror}") from error
    except ValueError:
        raise BadCertificates(f"{place} holds what is no certificate in PEM") from None
    if not any(map(_is_root, found)):
        raise BadCertificates(f"{place} holds no root certificate in PEM")
    return found


def stamp(authority: str, manifest: bytes, trusted: Certificates, world: World) -> Token:
    """Have an authority put its date to a manifest, and check what it says at once.  Raises `NoToken`."""
    request = TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256).build()
    headers = (("Accept", ANSWERED), ("Content-Type", ASKED))
    try:
        answer = ask(authority, Question("POST", headers, request.as_bytes()), world)
    except NotFetched as refused:
        raise NoToken(refused.sentence) from None
    if answer.status != 200:
        raise NoToken(f"It answered {answer.status}.")
    return _checked(answer.body, manifest, trusted, request.nonce)


def check(reply: bytes, chain: bytes, manifest: bytes) -> Token:
    """The same of an answer that was kept, with the certificates that were kept beside it.  Raises `NoToken`."""
    try:
        trusted = tuple(x509.load_pem_x509_certificates(chain))
    except ValueError:
        raise NoToken(STRANGER) from None
    return _checked(reply, manifest, trusted)


def _checked(
    data: bytes, manifest: bytes, trusted: Certificates, nonce: int | None = None
) -> Token:
    reply = _decoded(data)
    try:
        _verify(reply, manifest, trusted, nonce)
        chain = b"".join(one.public_bytes(Encoding.PEM) for one in _chain(reply, trusted))
        info = reply.tst_info
        return Token(data, chain, info.gen_time.astimezone(UTC), str(info.serial_number))
    except NoToken:
        raise
    except Exception:  # noqa: BLE001  certificates can be broken in more ways than their readers name
        raise NoToken(UNREADABLE) from None


def _decoded(data: bytes) -> TimeStampResponse:
    """An answer that holds a token.  Raises `NoToken`, with what a refusing authority says."""
    try:
        reply = decode_timestamp_response(data)
        status, said = reply.status, reply.status_string
    except ValueError:
        raise NoToken(UNREADABLE) from None
    if status != 0:
        words = "".join(filter(str.isprintable, " ".join(said)))[:SAID_CHARS].strip()
        raise NoToken(f"It refused (status {status}){f': {words}' if words else '.'}")
    return reply


def _verify(
    reply: TimeStampResponse, manifest: bytes, trusted: Certificates, nonce: int | None
) -> None:
    verifier = VerifierBuilder(
        roots=[one for one in trusted if _is_root(one)],
        intermediates=[one for one in trusted if not _is_root(one)],
        nonce=nonce,
    )
    try:
        verifier.build().verify_message(reply, manifest)
    except VerificationError as error:
        is_stranger = "certificate" in str(error)
        raise NoToken(STRANGER if is_stranger else NOT_OURS) from None


def _chain(reply: TimeStampResponse, trusted: Certificates) -> list[x509.Certificate]:
    """From whoever signed to a trusted root, each issued by the next."""
    sent = [x509.load_der_x509_certificate(one) for one in reply.signed_data.certificates]
    (signer,) = reply.signed_data.signer_infos
    wanted = signer.issuer, signer.serial_number
    chain = [one for one in sent if (one.issuer, one.serial_number) == wanted][:1]
    while chain and not _is_root(chain[-1]) and len(chain) < CHAIN:
        issuers = [one for one in (*trusted, *sent) if _issued(one, chain[-1])]
        if not issuers:
            break
        chain.append(issuers[0])
    if not chain or chain[-1] not in trusted:
        raise NoToken(STRANGER)
    return chain


def _is_root(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except Exception:  # noqa: BLE001  whatever is wrong, this is not the one
        return False
    return True
