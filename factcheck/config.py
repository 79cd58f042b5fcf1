"""Settings: every value the program takes from its environment, read once and frozen.

Nothing here opens a file but the secret's, and nothing here knows the database.  The README's table of settings
is compared with `Settings` by a test, so a setting without a description cannot exist.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECRET_MIN_CHARS = 32


class BadSetting(Exception):
    """A setting that cannot be used; `str()` names the variable and says how to mend it."""


def _setting(env: str, about: str) -> dict[str, str]:
    return {"env": env, "help": about}


def default_home() -> Path:
    """Where data lie when `FACTCHECK_HOME` says nothing: the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "factcheck"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one process.  Build it with `read_settings`."""

    home: Path = field(
        metadata=_setting(
            "FACTCHECK_HOME", "folder that holds the database file, the secret and kept copies"
        )
    )
    database_url: str = field(
        metadata=_setting(
            "FACTCHECK_DATABASE_URL",
            "address of the database: a SQLite file in the home folder unless set; postgresql://…",
        )
    )
    secret_key: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_SECRET_KEY",
            "signs cookies and links; at least 32 characters; needed to serve; "
            "FACTCHECK_SECRET_KEY_FILE may name a file that holds it",
        ),
    )
    secret_key_fallbacks: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=_setting(
            "FACTCHECK_SECRET_KEY_FALLBACKS",
            "earlier secrets, comma-separated, still accepted while a new one takes over",
        ),
    )
    base_url: str = field(
        default="http://127.0.0.1:8000",
        metadata=_setting(
            "FACTCHECK_BASE_URL",
            "address readers use; links, canonical addresses and the accepted host name come from "
            "it; https:// turns on secure cookies and HSTS",
        ),
    )
    host: str = field(
        default="127.0.0.1", metadata=_setting("FACTCHECK_HOST", "address the server listens on")
    )
    port: int = field(
        default=8000,
        metadata=_setting("FACTCHECK_PORT", "port the server listens on (PORT is read as well)"),
    )
    workers: int = field(
        default=2,
        metadata=_setting("FACTCHECK_WORKERS", "server processes: as many as cores, at most 4"),
    )
    threads: int = field(
        default=2, metadata=_setting("FACTCHECK_THREADS", "threads in each server process")
    )
    proxy_depth: int = field(
        default=0,
        metadata=_setting(
            "FACTCHECK_PROXY_DEPTH",
            "how many reverse proxies stand in front; their forwarded headers count, no others",
        ),
    )
    synchronous: str = field(
        default="FULL",
        metadata=_setting(
            "FACTCHECK_SQLITE_SYNCHRONOUS",
            "FULL keeps every acknowledged change through a power cut; NORMAL is faster and may "
            "lose the last moments",
        ),
    )
    time_zone: str = field(
        default="UTC", metadata=_setting("FACTCHECK_TIME_ZONE", "zone in which times are shown")
    )
    queue_url: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_QUEUE_URL",
            "where jobs are called for: valkey://user:password@host:port/0 or redis://… (needs the extra valkey); "
            "empty: a file in the home folder",
        ),
    )
    serves_jobs: bool = field(
        default=True,
        metadata=_setting(
            "FACTCHECK_SERVE_JOBS",
            "whether factcheck serve carries jobs out itself: yes, or no where factcheck worker does",
        ),
    )
    mail_url: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_MAIL_URL",
            "smtp://user:password@host:port or smtps://…; empty: notices stay on the desk only",
        ),
    )
    mail_from: str = field(
        default="factcheck@localhost",
        metadata=_setting("FACTCHECK_MAIL_FROM", "sender of the mails that are sent"),
    )
    suggested_percent: int = field(
        default=20,
        metadata=_setting(
            "FACTCHECK_SUGGESTED_PERCENT",
            "how many in a hundred sentences of an article are proposed for checking; 0: none",
        ),
    )
    embeddings: str = field(
        default="",
        metadata=_setting(
            "FACTCHECK_EMBEDDINGS",
            "folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2: similar claims are "
            "then also found by what they mean (needs the extra nlp); empty: by their words alone",
        ),
    )

    blob_url: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_BLOB_URL",
            "where kept copies lie: the folder blobs in the home folder unless set; file:///folder, or "
            "s3://bucket/prefix with ?endpoint=https://… and &region=… where it is not Amazon's; keys come from "
            "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the other usual AWS_ variables",
        ),
    )
    fetch_stand_ins: Mapping[str, tuple[str, int]] = field(
        default_factory=dict,
        metadata=_setting(
            "FACTCHECK_FETCH_STAND_INS",
            "for tests alone: names that pages are fetched from servers of this machine by, as "
            "news.test=127.0.0.1:8099, comma-separated; refused unless the desk itself is on this machine",
        ),
    )

    @property
    def own_host(self) -> str:
        """The name of this site in lower case; its own pages are never fetched."""
        return (urlsplit(self.base_url).hostname or "").lower()

    @property
    def is_https(self) -> bool:
        """Whether readers come over HTTPS, which decides cookies and HSTS (3.3.1, 3.4.1)."""
        return self.base_url.startswith("https://")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def require_secret(self) -> str:
        """The secret key, or `BadSetting`: no default key exists outside the demo (13.2.3)."""
        if len(self.secret_key) < SECRET_MIN_CHARS:
            raise BadSetting(
                f"FACTCHECK_SECRET_KEY must hold at least {SECRET_MIN_CHARS} characters. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return self.secret_key


def read_settings(environ: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from `environ` (the process's own by default); `given` values go before it.

    Raises `BadSetting`, naming the variable, for a value that cannot be used.
    """
    env = os.environ if environ is None else environ
    home = Path(str(given.pop("home", env.get("FACTCHECK_HOME") or default_home()))).expanduser()
    values: dict[str, object] = {
        "home": home,
        "database_url": env.get("FACTCHECK_DATABASE_URL")
        or f"sqlite:///{home / 'factcheck.sqlite3'}",
        "secret_key": _secret(env, home),
        "secret_key_fallbacks": tuple(
            filter(None, env.get("FACTCHECK_SECRET_KEY_FALLBACKS", "").split(","))
        ),
        "host": env.get("FACTCHECK_HOST") or "127.0.0.1",
        "port": _whole(env, "FACTCHECK_PORT", _whole(env, "PORT", 8000, 1, 65535), 1, 65535),
        "workers": _whole(env, "FACTCHECK_WORKERS", min(os.cpu_count() or 1, 4), 1, 64),
        "threads": _whole(env, "FACTCHECK_THREADS", 2, 1, 64),
        "proxy_depth": _whole(env, "FACTCHECK_PROXY_DEPTH", 0, 0, 5),
        "synchronous": _one_of(env, "FACTCHECK_SQLITE_SYNCHRONOUS", ("FULL", "NORMAL")),
        "time_zone": _zone(env.get("FACTCHECK_TIME_ZONE") or "UTC"),
        "queue_url": _queue_url(env.get("FACTCHECK_QUEUE_URL", "")),
        "serves_jobs": _one_of(env, "FACTCHECK_SERVE_JOBS", ("YES", "NO")) == "YES",
        "mail_url": env.get("FACTCHECK_MAIL_URL", ""),
        "mail_from": env.get("FACTCHECK_MAIL_FROM") or "factcheck@localhost",
        "suggested_percent": _whole(env, "FACTCHECK_SUGGESTED_PERCENT", 20, 0, 100),
        "embeddings": env.get("FACTCHECK_EMBEDDINGS", ""),
        "blob_url": env.get("FACTCHECK_BLOB_URL", "").strip(),
    }
    values.update(given)
    values["base_url"] = _base_url(
        str(
            given.get("base_url")
            or env.get("FACTCHECK_BASE_URL")
            or f"http://127.0.0.1:{values['port']}"
        )
    )
    values["fetch_stand_ins"] = _stand_ins(
        env.get("FACTCHECK_FETCH_STAND_INS", ""), str(values["base_url"])
    )
    return Settings(**values)  # type: ignore[arg-type]  # each value was made for its field above


def _secret(env: Mapping[str, str], home: Path) -> str:
    """The secret from the environment, from the file it names, or from the home folder."""
    if env.get("FACTCHECK_SECRET_KEY"):
        return env["FACTCHECK_SECRET_KEY"]
    named = env.get("FACTCHECK_SECRET_KEY_FILE")
    path = Path(named) if named else home / "secret.key"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if named:
            raise BadSetting(
                f"FACTCHECK_SECRET_KEY_FILE names {named}, which does not exist."
            ) from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"The secret in {path} cannot be read: {error}.") from error


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high):
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {text[:40]!r}.")
    return int(text)


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = (env.get(name) or choices[0]).upper()
    if value not in choices:
        raise BadSetting(f"{name} must be one of {', '.join(choices)}, not {value[:40]!r}.")
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"FACTCHECK_TIME_ZONE names no known zone: {name[:40]!r}.") from None
    return name


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting(
            f"FACTCHECK_BASE_URL must be an http:// or https:// address, not {url[:80]!r}."
        )
    return url.rstrip("/")


def _queue_url(url: str) -> str:
    """The address as its client takes it: Valkey speaks the language of Redis and has names of its own for it."""
    if not url:
        return ""
    scheme, _, rest = url.partition("://")
    client = {"valkey": "redis", "valkeys": "rediss"}.get(scheme, scheme)
    try:
        parts = urlsplit(url)
        number = parts.path.strip("/") or "0"
        is_place = bool(parts.hostname) and parts.port != 0 and number.isdigit()
    except ValueError:  # a port that is none
        is_place = False
    if not is_place or client not in {"redis", "rediss"}:
        raise BadSetting(
            "FACTCHECK_QUEUE_URL must look like valkey://user:password@host:port/0 or redis://host."
        )
    return f"{client}://{rest}"


def _stand_ins(text: str, base_url: str) -> dict[str, tuple[str, int]]:
    """Names that mean a port of this machine; they exist nowhere else (RFC 2606)."""
    named = dict(_stand_in(one.strip()) for one in text.split(",") if one.strip())
    if named and not _is_loopback(urlsplit(base_url).hostname or ""):
        raise BadSetting(
            "FACTCHECK_FETCH_STAND_INS is for tests on one machine: FACTCHECK_BASE_URL names another."
        )
    return named


def _stand_in(text: str) -> tuple[str, tuple[str, int]]:
    name, _, place = text.lower().partition("=")
    host, _, port = place.rpartition(":")
    is_name = name.endswith((".test", ".example")) and name.isascii()
    is_place = _is_loopback(host) and port.isascii() and port.isdigit() and 0 < int(port) < 65_536
    if not (is_name and is_place and len(port) < 6):
        raise BadSetting(
            "FACTCHECK_FETCH_STAND_INS must look like news.test=127.0.0.1:8099: a name that ends in "
            ".test or .example, and a port of this machine."
        )
    return name, (host, int(port))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def described() -> list[tuple[str, str, str]]:
    """(variable, field, description) of every setting, in the order of the table in the README."""
    return [(f.metadata["env"], f.name, f.metadata["help"]) for f in fields(Settings)]
