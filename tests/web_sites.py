"""Sites of the tests' own on loopback: each answers every request with what it was told to send."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Say = Callable[[socket.socket, bytes], None]


@dataclass
class WebSite:
    """One listening server; `asked` holds the heads of the requests it got."""

    say: Say
    context: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)
    listener: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))

    @property
    def place(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.listener.getsockname()[1])

    def serve(self) -> None:
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(plain,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            plain.settimeout(10)
            context = self.context
            connection = context.wrap_socket(plain, server_side=True) if context else plain
            with connection:
                head = b""
                # A hello in TLS holds no empty line; a plain site answers it at once.
                is_tls = False
                while not is_tls and b"\r\n\r\n" not in head and (piece := connection.recv(4_096)):
                    head += piece
                    is_tls = head.startswith(b"\x16")
                if head:
                    self.asked.append(head.decode("latin-1"))
                    self.say(connection, head)


@contextmanager
def web_site(say: Say | bytes, context: ssl.SSLContext | None = None) -> Iterator[WebSite]:
    """A site that sends these bytes, or does to each connection what `say` does."""
    sent = say
    site = WebSite(
        (lambda connection, _: connection.sendall(sent)) if isinstance(sent, bytes) else sent,
        context,
    )
    thread = threading.Thread(target=site.serve, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        with suppress(OSError):
            site.listener.shutdown(socket.SHUT_RDWR)
        site.listener.close()
        thread.join(5)


def answer(
    body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
) -> bytes:
    """A plain answer with its length."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join((*head, "", "")).encode() + body
