"""Settings that are addresses: what each must look like, and the words for one that does not."""

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ADDRESS_MAX = 2_048  # characters
WAYBACK = "https://web.archive.org"


class BadSetting(Exception):
    """A setting that cannot be used; `str()` names the variable and says how to mend it."""


def base_url(url: str) -> str:
    """The address readers use, without its last stroke."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting(
            f"FACTCHECK_BASE_URL must be an http:// or https:// address, not {url[:80]!r}."
        )
    return url.rstrip("/")


def queue_url(url: str) -> str:
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


def wayback(env: Mapping[str, str]) -> dict[str, str]:
    """Key, secret and address of the outside archive, by the names of their fields."""
    return {
        "wayback_key": _header_word(env, "FACTCHECK_WAYBACK_KEY"),
        "wayback_secret": _header_word(env, "FACTCHECK_WAYBACK_SECRET"),
        "wayback_url": _archive(env.get("FACTCHECK_WAYBACK_URL", "")),
    }


def dating(env: Mapping[str, str]) -> dict[str, object]:
    """Who dates what is kept, and by which certificates that is checked, by the names of their fields."""
    file = env.get("FACTCHECK_TIMESTAMP_CERTIFICATES", "").strip()
    return {
        "timestamp_authorities": authorities(env.get("FACTCHECK_TIMESTAMP_AUTHORITIES", "")),
        "timestamp_certificates": Path(file).expanduser() if file else None,
    }


def caches(env: Mapping[str, str]) -> dict[str, str]:
    """Where caches in front of the desk are told of changes, and by which token, by the names of their fields."""
    return {
        "purge_url": _purge_url(env.get("FACTCHECK_PURGE_URL", "")),
        "purge_token": _header_word(env, "FACTCHECK_PURGE_TOKEN"),
    }


def _purge_url(text: str) -> str:
    """Method and address; without a method it is POST."""
    method, _, url = text.strip().rpartition(" ")
    method = method.strip().upper() or "POST"
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_place = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        is_place = False
    is_plain = url.isascii() and url.isprintable() and "@" not in url and len(url) <= ADDRESS_MAX
    if method not in {"POST", "PURGE"} or not (is_place and is_plain):
        raise BadSetting(
            "FACTCHECK_PURGE_URL must look like https://cache.example/purge or PURGE http://127.0.0.1:6081/."
        )
    return f"{method} {url}"


def _archive(text: str) -> str:
    url = text.strip().rstrip("/") or WAYBACK
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise BadSetting(
            f"FACTCHECK_WAYBACK_URL must be an http:// or https:// address, not {url[:80]!r}."
        )
    return url


def _header_word(env: Mapping[str, str], name: str) -> str:
    """A key as a header carries it."""
    text = env.get(name, "").strip()
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise BadSetting(f"{name} must be letters, digits and signs without spaces.")
    return text


def for_readers(env: Mapping[str, str]) -> dict[str, str]:
    """Hub and licence that feeds and data name, by the names of their fields."""
    named = {
        "websub_hub": "FACTCHECK_WEBSUB_HUB",
        "data_licence": "FACTCHECK_DATA_LICENCE",
    }
    return {field: _web_address(env, name) for field, name in named.items()}


def _web_address(env: Mapping[str, str], name: str) -> str:
    """An address as a header and a feed carry it; empty where none is set."""
    url = env.get(name, "").strip()
    parts = urlsplit(url)
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(' <>"\\')
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    if url and not (is_plain and is_web and len(url) <= ADDRESS_MAX):
        raise BadSetting(f"{name} must be an http:// or https:// address, not {url[:80]!r}.")
    return url


def authorities(text: str) -> tuple[str, ...]:
    """Addresses, each once."""
    every = tuple(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
    for one in every:
        parts = urlsplit(one)
        is_plain = one.isascii() and "@" not in parts.netloc and len(one) <= ADDRESS_MAX
        if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
            raise BadSetting(
                f"FACTCHECK_TIMESTAMP_AUTHORITIES must be http:// or https:// addresses, not {one[:80]!r}."
            )
    return every


def stand_ins(text: str, base_url: str) -> dict[str, tuple[str, int]]:
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
