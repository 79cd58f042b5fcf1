"""Web addresses as people paste them: checked by their looks, never fetched, and compared.

Whether an address leads inside at the time of fetching is the fetcher's question, not asked here.
"""

import re
import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import quote, unquote

from factcheck.domain import characters
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import ADDRESS_CHARS
from factcheck.domain.wording import mark, number, say

_SENTENCE = mark("The address must begin with http:// or https:// and name a public site.")
# A backslash ends the host, as it does in browsers; what follows it must then begin with / or ?.
_PARTS = re.compile(r"(https?)://([^/?#\\]*)([/?][^#]*)?(#.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:@]+)(?::([0-9]{0,5}))?")
_DOTS = re.compile("[.。．｡]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_IPV4 = re.compile(r"[0-9]+(\.[0-9]+){3}")
# Names that never leave a building. The reserved .example and .test stay: invented outlets live
# there.
_PRIVATE = frozenset(
    "arpa corp home internal intranet invalid lan local localdomain localhost".split()
)
# IPv6 ranges that carry an IPv4 address inside, whichever it is.
_CARRIERS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))
_KEPT = "%/:?#[]@!$&'()*+,;=-._~"
_DEFAULT_PORTS = {"http": "80", "https": "443"}
# What a paste brings along at its ends without showing it.
_AROUND = " \t\xa0\u200e\u200f" + characters.ZERO_WIDTH
_NOT_THE_PAGE = re.compile(r"(utm_\w+|fbclid|gclid|yclid|amp)(=.*)?|outputtype=amp", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"/amp$|\.amp(?=\.html?$|$)")


class _Address(NamedTuple):
    scheme: str
    host: str
    port: str
    path: str
    fragment: str


def clean_address(text: object) -> str:
    """The address in ASCII: scheme and host in lower case, host in Punycode, rest percent-encoded.

    Taken are http and https with a public-looking host and any port but 0. BadInput refuses user
    names, local names and addresses, blanks and control characters, and more than 2,048 characters
    before or after encoding (U01-U30).
    """
    raw = _check_length(text.strip(_AROUND) if isinstance(text, str) else "")
    if "\n" in raw or "\t" in raw or characters.find_fault(raw, "The address"):
        raise BadInput(say(_SENTENCE))
    parts = _split(raw)
    rest = parts.path + parts.fragment
    if re.search(r"\s", rest):
        raise BadInput(say("The address has a blank in it."))
    port = f":{parts.port}" if parts.port else ""
    return _check_length(f"{parts.scheme}://{parts.host}{port}{quote(rest, safe=_KEPT)}")


def same_address(one: str, other: str) -> bool:
    """Whether two addresses name the same page as far as their looks tell; empty ones never do."""
    return bool(one.strip()) and address_key(one) == address_key(other)


@lru_cache(maxsize=1_000)  # a claim's page asks for those of all its evidence, again and again
def address_key(address: str) -> str:
    """What all spellings of one page share; of a text that is no address, the text itself.

    Left out: scheme, www., default port, AMP suffix, last slash, fragment, campaign parameters.
    """
    try:
        parts = _split(address.strip(_AROUND))
    except BadInput:
        return address.strip()
    path, _, query = parts.path.partition("?")
    path = _AMP_SUFFIX.sub("", quote(unquote(path)).rstrip("/")).rstrip("/")
    words = [quote(unquote(word), safe="=") for word in query.split("&") if word]
    kept = "&".join(word for word in words if not _NOT_THE_PAGE.fullmatch(word))
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.host.removeprefix('www.')}{port}{path}" + (f"?{kept}" if kept else "")


def _check_length(address: str) -> str:
    if len(address) > ADDRESS_CHARS:
        raise BadInput(
            say("The address is longer than %(limit)s characters.", limit=number(ADDRESS_CHARS))
        )
    return address


def _split(raw: str) -> _Address:
    match = _PARTS.fullmatch(raw)
    place = _AUTHORITY.fullmatch(match[2]) if match else None
    if match is None or place is None:
        raise BadInput(say(_SENTENCE))
    scheme = match[1].lower()
    port = _clean_port(place[2] or "", _DEFAULT_PORTS[scheme])
    return _Address(scheme, _clean_host(place[1]), port, match[3] or "", match[4] or "")


def _clean_port(port: str, default: str) -> str:
    if port and not 1 <= int(port) <= 65535:
        raise BadInput(say(_SENTENCE))
    return "" if port in ("", default) else str(int(port))


def _clean_host(host: str) -> str:
    """The host as ASCII name, IPv4 address or bracketed IPv6 address; BadInput if not public."""
    bare = ".".join(map(_label_to_ascii, _DOTS.split(host))).removesuffix(".")
    if host.startswith("[") or _IPV4.fullmatch(bare):
        return _clean_number(host.strip("[]") if host.startswith("[") else bare)
    labels = bare.split(".")
    if (
        len(labels) < 2
        or len(bare) > 253
        or not all(map(_LABEL.fullmatch, labels))
        or not _TOP_LABEL.fullmatch(labels[-1])
        or labels[-1] in _PRIVATE
        or not all(map(_is_known_label, labels))
    ):
        raise BadInput(say(_SENTENCE))
    return bare


def _clean_number(host: str) -> str:
    try:
        number = ip_address(host)
    except ValueError:
        raise BadInput(say(_SENTENCE)) from None
    if not _is_public(number):
        raise BadInput(say(_SENTENCE))
    return f"[{number}]" if isinstance(number, IPv6Address) else str(number)


def _is_public(number: IPv4Address | IPv6Address) -> bool:
    if isinstance(number, IPv6Address) and any(number in carrier for carrier in _CARRIERS):
        return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _label_to_ascii(label: str) -> str:
    """One part of a name in lower case, in Punycode if it needs it.

    Not the standard library's `idna` codec: it knows Unicode 3.2 and turns straße into strasse,
    which is another site today.
    """
    if label.isascii():
        return label.lower()
    label = unicodedata.normalize("NFKC", label.lower())
    if label.isascii():
        return label
    if not _is_spelled(label):
        raise BadInput(say(_SENTENCE))
    return "xn--" + label.encode("punycode").decode("ascii")


def _is_known_label(label: str) -> bool:
    """Whether a part that claims to be Punycode really is."""
    if not label.startswith("xn--"):
        return True
    try:
        spelled = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return False
    return not spelled.isascii() and _is_spelled(spelled) and _label_to_ascii(spelled) == label


def _is_spelled(label: str) -> bool:
    return all(
        character == "-" or characters.is_readable(character) or characters.is_mark(character)
        for character in label
    )
