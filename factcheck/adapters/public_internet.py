"""Which numbers of the internet are public: the ones a program may be sent to by a stranger's address.

Names are looked up by `factcheck.adapters.fetching`; how an address must be spelled is the rule of the domain.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# Special ranges that releases of `ipaddress` disagree about, or count as public: shared and
# benchmark networks, protocol assignments, 6to4 relays, multicast, reserved.
_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        "0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4".split(),
    )
)
# IPv6 that carries an IPv4 address inside (mapped, compatible, translated, Teredo, 6to4), whichever
# it is; sites' own and documentation ranges.
_NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 2001::/32 2001:db8::/32"
            " 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
        ).split(),
    )
)


def is_public(number: str) -> bool:
    """Whether an IP address, as a look-up gives it, is anybody's on the open internet."""
    try:
        found = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    return found.is_global and not _is_special(found)


def _is_special(number: IPv4Address | IPv6Address) -> bool:
    if isinstance(number, IPv4Address):
        return any(number in network for network in _NOT_PUBLIC_4)
    return any(number in network for network in _NOT_PUBLIC_6)
