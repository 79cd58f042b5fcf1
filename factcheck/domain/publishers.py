"""Whether two sources come from one publisher: by the registrable name of their addresses, or by what it is called.

No list of all public suffixes is kept: a rule knows how countries build theirs, and a short list what the rule cannot.
Where many publish under one name (social networks, hosts of blogs, archives), the name says nothing.
"""

import re
import unicodedata
from functools import lru_cache
from ipaddress import ip_address

from factcheck.domain.addresses import address_key

# Second labels that countries sell names under, as in co.uk, com.kz, gov.kz.
_SECOND = frozenset(
    "ac asn biz co com ed edu go gob gouv gov govt gub id info int mil muni ne net nom or org".split()
)
# Names that others register under, whatever the rule says.
_SUFFIXES = frozenset(
    "blogspot.com github.io gitlab.io herokuapp.com livejournal.com msk.ru narod.ru netlify.app pages.dev spb.ru"
    " substack.com tumblr.com ucoz.ru vercel.app web.app weebly.com wixsite.com wordpress.com ltd.uk plc.uk police.uk"
    " nhs.uk sch.uk".split()
)
# Where everybody publishes: the site is not the publisher.
_PLATFORMS = frozenset(
    "archive.org archive.today bsky.app dailymotion.com docs.google.com dropbox.com facebook.com flickr.com google.com"
    " instagram.com linkedin.com mastodon.social medium.com ok.ru pastebin.com reddit.com rutube.ru scribd.com t.me"
    " telegra.ph threads.net tiktok.com twitter.com vimeo.com vk.com wikimedia.org x.com youtu.be youtube.com".split()
)
_HOST = re.compile(r"\[[^\]]*\]|[^:/?]+")
_WORD = re.compile(r"[^\W_]+")
# What is no part of a name: articles, forms of companies, endings of sites.
_SLACK = frozenset(
    "the a an of and ltd llc llp inc plc gmbh ag corp co company group media holding ao ooo zao tov тоо ао ооо зао оао"
    " пао жшс ақ com net org info kz ru uk www".split()
)


def site_of(url: str) -> str:
    """The registrable name of an address: what somebody answers for; '' where none can be told."""
    found = _HOST.match(address_key(url)) if "//" in url else None
    return _registrable(found[0]) if found else ""


@lru_cache(maxsize=1_000)  # a claim's page asks for those of all its evidence, again and again
def _registrable(host: str) -> str:
    if not host or _is_number(host):
        return ""
    labels = host.split(".")
    size = 2
    if len(labels) > 2 and (
        ".".join(labels[-2:]) in _SUFFIXES or (len(labels[-1]) == 2 and labels[-2] in _SECOND)
    ):
        size = 3
    name = ".".join(labels[-size:])
    if len(labels) < size or name in _SUFFIXES or name in _PLATFORMS or host in _PLATFORMS:
        return ""
    return name


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1_000)  # the same
def name_key(publisher: str) -> str:
    """What all spellings of a publisher's name share; '' where nothing of a name is left."""
    plain = unicodedata.normalize("NFKC", publisher).casefold().replace("ё", "е")
    words = [word for word in _WORD.findall(plain) if word not in _SLACK]
    key = "".join(words)
    return key if len(key) > 1 else ""
