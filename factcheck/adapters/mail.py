"""Mail through an SMTP server named by an address like `smtp://user:password@host:587`.

One mail at a time, plain text, over TLS wherever the server has it.  What mails say, to whom and when they are tried
again is in `factcheck.jobs`.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20.0
PORTS = {"smtp": 25, "smtps": 465}
REFUSED_FOR_GOOD = range(500, 600)  # SMTP: the server will say no again
WRONG_PASSWORD = range(530, 540)  # unless somebody mends the settings meanwhile


class BadMailAddress(ValueError):
    """The address of the mail server cannot be used; `str()` says how it should look."""


class NotSent(Exception):
    """The mail did not go out.  `sentence` says why; trying again is of no use when `is_final`."""

    def __init__(self, sentence: str, *, is_final: bool = False):
        super().__init__(sentence)
        self.sentence = sentence
        self.is_final = is_final


@dataclass(frozen=True)
class Server:
    """Where mail is handed in; without a user nobody logs in there."""

    host: str
    port: int
    is_tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether the server is this machine, where nobody listens on the wire."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one person; `number` tells mails of one desk apart, so that a copy can be seen to be one."""

    sender: str
    to: str
    subject: str
    text: str
    at: datetime
    number: int
    desk_host: str


def read_server(url: str) -> Server:
    """The server an address names.  Raises `BadMailAddress`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadMailAddress("smtp://user:password@host:port or smtps://…")
    return Server(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def compose(mail: Mail) -> EmailMessage:
    """The mail as it goes over the wire; a line break in an address or subject raises `ValueError`."""
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<outbox-{mail.number}@{mail.desk_host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def send(server: Server, mail: Mail) -> None:
    """Hand the mail in, or raise `NotSent`."""
    message = compose(mail)
    try:
        connection = _connect(server, mail.desk_host)
        try:
            connection.send_message(message)
        finally:
            _say_goodbye(connection)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise NotSent("the address was refused", is_final=code in REFUSED_FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        is_final = error.smtp_code in REFUSED_FOR_GOOD and error.smtp_code not in WRONG_PASSWORD
        raise NotSent(f"the mail server answered {error.smtp_code}", is_final=is_final) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"the mail server could not be used ({type(error).__name__})") from error


def _say_goodbye(connection: smtplib.SMTP) -> None:
    """Whatever the server answers: the mail was taken before, or will be tried again anyhow."""
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()
    connection.close()


def _connect(server: Server, name: str) -> smtplib.SMTP:
    """A connection ready to send: encrypted and logged in, as far as the server asks for it."""
    context = ssl.create_default_context()
    if server.is_tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=name,
            timeout=TIMEOUT_SECONDS,
            context=context,
        )
    else:
        connection = smtplib.SMTP(
            server.host, server.port, local_hostname=name, timeout=TIMEOUT_SECONDS
        )
    try:
        _secure(connection, server, context)
    except BaseException:
        connection.close()
        raise
    return connection


def _secure(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    connection.ehlo()
    is_safe = server.is_tls or server.is_here
    if not is_safe and connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
        is_safe = True
    if not server.user:
        return
    if not is_safe:
        raise NotSent("the mail server offers no encryption, so the password was kept back")
    connection.login(server.user, server.password)
