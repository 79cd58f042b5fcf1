"""Settings: every value the program takes from its environment, read once and frozen.

Nothing here opens a file but the secret's, and nothing here knows the database.  The README's table of settings
is compared with `Settings` by a test, so a setting without a description cannot exist.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from factcheck.setting_addresses import (
    WAYBACK,
    BadSetting,
    base_url,
    caches,
    dating,
    for_readers,
    queue_url,
    stand_ins,
    wayback,
)
from factcheck.setting_secrets import secret_key, source_key
from factcheck.setting_values import one_of, program, whole, zone

__all__ = ["BadSetting", "Settings", "default_home", "described", "read_settings"]

SECRET_MIN_CHARS = 32


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
    source_key: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_SOURCE_KEY",
            "seals protected sources: 64 hex digits; FACTCHECK_SOURCE_KEY_FILE may name a file that holds it; empty: "
            "source.key in the home folder, made when it is first needed; without it no protected source can be read",
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
        default=2,
        metadata=_setting(
            "FACTCHECK_THREADS",
            "how many requests of the desk each server process works on at once; readers have threads of their own",
        ),
    )
    page_memory: int = field(
        default=32,
        metadata=_setting(
            "FACTCHECK_PAGE_MEMORY",
            "MB of readers' pages that each server process holds ready; 0: none, each is looked up anew",
        ),
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

    recheck_days: int = field(
        default=7,
        metadata=_setting(
            "FACTCHECK_RECHECK_DAYS",
            "after how many days the address of a source is looked at again: gently, keeping to robots.txt; "
            "0: never by itself",
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
    browser: str = field(
        default="",
        metadata=_setting(
            "FACTCHECK_BROWSER",
            "the Chromium that shows kept pages as PDF and picture (Linux): found by name unless set; "
            "its path; no: none",
        ),
    )
    has_browser_sandbox: bool = field(
        default=True,
        metadata=_setting(
            "FACTCHECK_BROWSER_SANDBOX",
            "whether that Chromium keeps its sandbox: yes; no where it cannot start with it (as root, or in a "
            "container without user namespaces), which leaves pages one wall less to break",
        ),
    )
    timestamp_authorities: tuple[str, ...] = field(
        default=(),
        metadata=_setting(
            "FACTCHECK_TIMESTAMP_AUTHORITIES",
            "addresses of time-stamp authorities (RFC 3161), comma-separated: once a day each gets the hash of a list "
            "of what was kept, and its word on when that existed is kept; empty: none is asked",
        ),
    )
    timestamp_certificates: Path | None = field(
        default=None,
        metadata=_setting(
            "FACTCHECK_TIMESTAMP_CERTIFICATES",
            "PEM file, or folder of .pem and .crt files, with the root certificates of these authorities",
        ),
    )
    wayback_key: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_WAYBACK_KEY",
            "S3-like key of an account at archive.org: the Wayback Machine then keeps a copy of each public "
            "source as well, beside our own; empty: it is not asked",
        ),
    )
    wayback_secret: str = field(
        default="",
        repr=False,
        metadata=_setting("FACTCHECK_WAYBACK_SECRET", "the secret that belongs to this key"),
    )
    wayback_url: str = field(
        default=WAYBACK,
        metadata=_setting("FACTCHECK_WAYBACK_URL", f"its address: {WAYBACK} unless set"),
    )
    purge_url: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "FACTCHECK_PURGE_URL",
            "address that is told, once a change readers can see is stored, which pages a cache in front of "
            "the desk must drop, by their surrogate keys: POST, or PURGE with that word before it; empty: nobody",
        ),
    )
    purge_token: str = field(
        default="",
        repr=False,
        metadata=_setting("FACTCHECK_PURGE_TOKEN", "the bearer token that goes with it"),
    )
    websub_hub: str = field(
        default="",
        metadata=_setting(
            "FACTCHECK_WEBSUB_HUB",
            "address of a WebSub hub that every feed names and that is told of each change, so that followers get "
            "it at once; empty: none",
        ),
    )
    data_licence: str = field(
        default="",
        metadata=_setting(
            "FACTCHECK_DATA_LICENCE",
            "address of the licence under which the ClaimReviews may be reused, as "
            "https://creativecommons.org/licenses/by/4.0/; empty: none is named",
        ),
    )
    has_media_reviews: bool = field(
        default=False,
        metadata=_setting(
            "FACTCHECK_MEDIA_REVIEW",
            "whether a verdict may say of a picture, video or recording in which way it is what it is shown as, for "
            "readers and as schema.org's MediaReview: no unless set to yes",
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
        "secret_key": secret_key(env, home),
        "secret_key_fallbacks": tuple(
            filter(None, env.get("FACTCHECK_SECRET_KEY_FALLBACKS", "").split(","))
        ),
        "source_key": source_key(env),
        "host": env.get("FACTCHECK_HOST") or "127.0.0.1",
        "port": whole(env, "FACTCHECK_PORT", whole(env, "PORT", 8000, 1, 65535), 1, 65535),
        "workers": whole(env, "FACTCHECK_WORKERS", min(os.cpu_count() or 1, 4), 1, 64),
        "threads": whole(env, "FACTCHECK_THREADS", 2, 1, 64),
        "page_memory": whole(env, "FACTCHECK_PAGE_MEMORY", 32, 0, 100_000),
        "proxy_depth": whole(env, "FACTCHECK_PROXY_DEPTH", 0, 0, 5),
        "synchronous": one_of(env, "FACTCHECK_SQLITE_SYNCHRONOUS", ("FULL", "NORMAL")),
        "time_zone": zone(env.get("FACTCHECK_TIME_ZONE") or "UTC"),
        "queue_url": queue_url(env.get("FACTCHECK_QUEUE_URL", "")),
        "serves_jobs": one_of(env, "FACTCHECK_SERVE_JOBS", ("YES", "NO")) == "YES",
        "mail_url": env.get("FACTCHECK_MAIL_URL", ""),
        "mail_from": env.get("FACTCHECK_MAIL_FROM") or "factcheck@localhost",
        "suggested_percent": whole(env, "FACTCHECK_SUGGESTED_PERCENT", 20, 0, 100),
        "embeddings": env.get("FACTCHECK_EMBEDDINGS", ""),
        "recheck_days": whole(env, "FACTCHECK_RECHECK_DAYS", 7, 0, 3_650),
        "browser": program(env.get("FACTCHECK_BROWSER", "").strip()),
        "has_browser_sandbox": one_of(env, "FACTCHECK_BROWSER_SANDBOX", ("YES", "NO")) == "YES",
        "blob_url": env.get("FACTCHECK_BLOB_URL", "").strip(),
        **wayback(env),
        **caches(env),
        **for_readers(env),
        **dating(env),
        "has_media_reviews": one_of(env, "FACTCHECK_MEDIA_REVIEW", ("NO", "YES")) == "YES",
    }
    values.update(given)
    named = given.get("base_url") or env.get("FACTCHECK_BASE_URL")
    values["base_url"] = base_url(str(named or f"http://127.0.0.1:{values['port']}"))
    values["fetch_stand_ins"] = stand_ins(
        env.get("FACTCHECK_FETCH_STAND_INS", ""), str(values["base_url"])
    )
    return Settings(**values)  # type: ignore[arg-type]  # each value was made for its field above


def described() -> list[tuple[str, str, str]]:
    """(variable, field, description) of every setting, in the order of the table in the README."""
    return [(f.metadata["env"], f.name, f.metadata["help"]) for f in fields(Settings)]
