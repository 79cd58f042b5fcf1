"""A time-stamp authority of the tests: made with `openssl ts`, answering over HTTP on this machine.

OpenSSL's option `certs` is left off: the order it puts certificates in breaks strict parsers (E8).
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from tests.web_sites import WebSite, answer, web_site

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
PURPOSE = """
extendedKeyUsage=critical,timeStamping
keyUsage=critical,digitalSignature
basicConstraints=critical,CA:FALSE
"""
OPENSSL = shutil.which("openssl") or "openssl"
KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"


def openssl(*words: str) -> str:
    """What OpenSSL prints; a test fails where it does."""
    ran = subprocess.run((OPENSSL, *words), capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@dataclass
class Authority:
    """One that signs with its own key below its own root; `how` makes of a request what it answers."""

    folder: Path
    name: str = "One"
    asked: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        at = str(self.folder)
        (self.folder / "tsa.cnf").write_text(CONFIG.format(folder=at))
        (self.folder / "purpose").write_text(PURPOSE)
        (self.folder / "serial").write_text("01")
        openssl(*f"req -x509 {KEY} -keyout {at}/ca.key -out {at}/ca.pem -days 3650".split(),
                "-subj", f"/CN=Root of {self.name}",
                "-addext", "basicConstraints=critical,CA:TRUE",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign")  # fmt: skip
        openssl(*f"req {KEY} -keyout {at}/tsa.key -out {at}/tsa.csr".split(),
                "-subj", f"/CN=Authority {self.name}")  # fmt: skip
        sign = f"x509 -req -in {at}/tsa.csr -CA {at}/ca.pem -CAkey {at}/ca.key -CAcreateserial"
        openssl(*f"{sign} -out {at}/tsa.pem -days 3650 -extfile {at}/purpose".split())

    @property
    def root(self) -> Path:
        return self.folder / "ca.pem"

    def reply(self, request: bytes) -> bytes:
        """What `openssl ts` says to a request, refusals among it."""
        query, made = self.folder / "query.tsq", self.folder / "reply.tsr"
        query.write_bytes(request)
        made.unlink(missing_ok=True)
        subprocess.run(
            (OPENSSL, "ts", "-reply", "-queryfile", query, "-out", made,
             "-config", self.folder / "tsa.cnf"),
            capture_output=True, timeout=30, check=False,
        )  # fmt: skip
        return made.read_bytes()


How = Callable[[Authority, bytes], bytes]


def good(authority: Authority, request: bytes) -> bytes:
    return authority.reply(request)


def refused(authority: Authority, _request: bytes) -> bytes:
    return authority.reply(b"no request at all")


def wrong_nonce(authority: Authority, request: bytes) -> bytes:
    """A good token over the same hash that was made for somebody else."""
    query = authority.folder / "other.tsq"
    openssl("ts", "-query", "-digest", imprint(request), "-sha256", "-cert", "-out", str(query))
    return authority.reply(query.read_bytes())


def wrong_hash(authority: Authority, _request: bytes) -> bytes:
    builder = TimestampRequestBuilder(nonce=False).data(b"other bytes")
    return authority.reply(builder.hash_algorithm(HashAlgorithm.SHA256).build().as_bytes())


def no_token(_authority: Authority, _request: bytes) -> bytes:
    return b"<html>Sign in to go on</html>"


def imprint(request: bytes) -> str:
    """The hash a request is about: the 32 bytes behind their mark."""
    at = request.index(b"\x04\x20") + 2
    return request[at : at + 32].hex()


@contextmanager
def serving(
    authority: Authority, how: How = good, *, status: str = "200 OK", pause: float = 0
) -> Iterator[WebSite]:
    """The authority at a port of this machine, under any name and path."""

    def say(connection: socket.socket, head: bytes) -> None:
        top, _, body = head.partition(b"\r\n\r\n")
        length = int(top.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(4_096)
        authority.asked.append(body)
        time.sleep(pause)
        said = how(authority, body)
        connection.sendall(answer(said, status=status, kind="application/timestamp-reply"))

    with web_site(say) as site:
        yield site
