"""In which encoding a page may come, and whether it is known already: RFC 9110, 12.5.3 and 13.1.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.negotiation import PREFERRED, encoding_for, is_known

ETAG = "a" * 64
CODINGS = st.sampled_from([*PREFERRED, "*", "deflate", "zstd", "x-gzip"])
WEIGHTS = st.integers(0, 1_000).map(lambda n: f"{n / 1_000:.3f}")
PARTS = st.lists(st.tuples(CODINGS, WEIGHTS), min_size=1, max_size=6, unique_by=lambda one: one[0])


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, br;q=0.9", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("br;q=0.0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("*;q=0", "identity"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("identity, br;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("br ; q = 0.3 , gzip ; q=0.7", "gzip"),
        ("deflate", "identity"),
        ("br;q=2", "identity"),
        ("br;q=0.1234", "identity"),
        ("br;level=4", "identity"),
        ("b r", "identity"),
        (",,;q=1,", "identity"),
    ],
)
def test_the_most_welcome_encoding_is_taken(header: str | None, encoding: str) -> None:
    assert encoding_for(header) == encoding


@given(st.text(max_size=400))
def test_whatever_is_sent_one_of_ours_is_answered(header: str) -> None:
    assert encoding_for(header) in PREFERRED


@given(PARTS)
def test_what_is_refused_is_never_sent_unless_all_is(parts: list[tuple[str, str]]) -> None:
    weights = {
        "gzip" if name == "x-gzip" and "gzip" not in dict(parts) else name: float(weight)
        for name, weight in parts
    }
    if {"gzip", "x-gzip"} <= dict(parts).keys():
        return  # two names for one coding: the later of them counts
    found = encoding_for(", ".join(f"{name};q={weight}" for name, weight in parts))
    rest = weights.get("*")
    if found == "identity":
        better = [weights.get(name, rest or 0.0) for name in ("br", "gzip")]
        plain = weights.get("identity", rest if rest is not None else 0.0001)
        assert max(better) <= plain or plain == max(better) == 0
        return
    own = weights.get(found, rest or 0.0)
    assert own > 0
    assert all(own >= weights.get(name, rest or 0.0) for name in ("br", "gzip"))


@given(PARTS, st.permutations(range(6)))
def test_the_order_says_nothing(parts: list[tuple[str, str]], order: list[int]) -> None:
    if {"gzip", "x-gzip"} <= dict(parts).keys():
        return
    told = [f"{name};q={weight}" for name, weight in parts]
    mixed = [told[n] for n in order if n < len(told)]
    assert encoding_for(",".join(told)) == encoding_for(" , ".join(mixed))


@pytest.mark.parametrize(
    ("header", "is_it"),
    [
        (f'"{ETAG}"', True),
        (f'W/"{ETAG}"', True),
        (f'"x", W/"y" ,"{ETAG}"', True),
        ("*", True),
        (" * ", True),
        ('"*"', False),
        ("", False),
        (ETAG, False),
        (f'"{ETAG[1:]}"', False),
        (f'"{ETAG}-br"', False),
        (f'"{ETAG}', False),
    ],
)
def test_a_page_is_known_by_its_tag(header: str, is_it: bool) -> None:
    assert is_known(header, ETAG) is is_it


@given(st.text(max_size=300))
def test_only_its_own_tag_makes_it_known(header: str) -> None:
    assert is_known(header, ETAG) == (header.strip() == "*" or f'"{ETAG}"' in header)


@given(st.lists(st.text("0123456789abcdef-,W/ *", max_size=70), max_size=8), st.booleans())
def test_it_is_found_among_others(others: list[str], is_weak: bool) -> None:
    own = f'W/"{ETAG}"' if is_weak else f'"{ETAG}"'
    listed = [f'"{one}"' for one in others]
    assert is_known(", ".join([*listed, own, *listed]), ETAG)
    assert not is_known(", ".join(listed) or '""', ETAG)
