"""A mail server of the tests' own on loopback: takes mails, or answers what it was told to answer."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from email.message import EmailMessage

USUAL = {"EHLO": "250-post office\r\n250 AUTH PLAIN", "AUTH": "235 welcome", "QUIT": "221 bye"}


class PostOffice(socketserver.ThreadingTCPServer):
    """`answers` maps a command (RCPT, AUTH, …) to the line given instead of the usual one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: dict[str, str]):
        super().__init__(("127.0.0.1", 0), _Counter)
        self.answers = answers
        self.mails: list[EmailMessage] = []
        self.said: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Counter(socketserver.StreamRequestHandler):
    """One conversation in SMTP, as far as smtplib needs it."""

    server: PostOffice

    def handle(self) -> None:
        self._say("220 post office")
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line.partition(" ")[0].upper()
            self.server.said.append(line)
            if verb == "DATA" and verb not in self.server.answers:
                self._take()
                continue
            self._say({**USUAL, **self.server.answers}.get(verb, "250 fine"))
            if verb == "QUIT":
                return

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if line == ".":
                break
            lines.append(line.removeprefix(".") if line.startswith("..") else line)
        message = message_from_string("\n".join(lines), policy=policy.default)
        self.server.mails.append(message)
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office(**answers: str) -> Iterator[PostOffice]:
    """A mail server that listens while the block runs."""
    with PostOffice(answers) as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()
