"""Web addresses people paste: the U and S rows that need no fetching, and when two are the same."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.addresses import address_key, clean_address, same_address
from factcheck.domain.inputs import BadInput

SENTENCE = "The address must begin with http:// or https:// and name a public site."
NO_ADDRESSES = [
    *("", " ", "x", "//host/", "example.org/page", "http:example.org", "http:/example.org"),
    *("ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x"),
    *("gopher://a.example", "mailto:a@b.example", "blob:https://a.example/1"),
    *("http://", "https:///path", "http://:80", "http://[", "http://[::1", "http://a b.example/"),
    *(
        "http://a.example:0/",
        "http://a.example:99999/",
        "http://a.example:-1/",
        "http://a.example:x",
    ),
    *("http://a.example:８0/", "http://.a.example/", "http://a..example/", "http://-a.example/"),
    *(
        "http://a-.example/",
        "http://xn--/",
        "http://xn--a.example/",
        "http://xn--zzzzzz9999.example",
    ),
    *(f"http://{'a' * 300}.example/", f"http://{'a.' * 130}example/"),
    *("http://user:secret@a.example/", "http://user@a.example/", "http://a.example\\@b.example/"),
    *(
        "http://a.example\\b",
        "http://a\u202e.example/",
        "http://a\u200b.example",
        "http://a\xad.example/",
    ),
    *(
        "http://a.example/\r\nX: y",
        "http://a.example/\n",
        "http://a.example/\x00",
        "http://a.example/\x7f",
    ),
    *(
        "http://a.example/\u202e",
        "http://a.example/\ud800",
        "http://a.example/\ufffe",
        "http://\u2615.example",
    ),
    # Names and numbers of this machine and its neighbours.
    *("http://localhost/", "http://LOCALHOST:80/", "http://a.localhost/", "http://printer.local"),
    *(
        "http://router/",
        "http://a.internal/",
        "http://a.lan",
        "http://a.home.arpa",
        "http://127.0.0.1/",
    ),
    *(
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0/",
    ),
    *("http://127.0.0.1./", "http://①②⑦.0.0.1/", "http://１２７.0.0.1/", "http://127。0。0。1/"),
    *("http://0.0.0.0/", "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/"),
    *("http://169.254.169.254/", "http://100.64.0.1/", "http://198.18.0.1/", "http://192.0.0.1/"),
    *("http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://1.2.3.4.5/"),
    *("http://256.1.1.1/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/"),
    *(
        "http://[::ffff:8.8.8.8]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fc00::1]/",
    ),
    *(
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[ff02::1]/",
        "http://[::127.0.0.1]",
    ),
    *("http://[fe80::1%25eth0]/", "http://[127.0.0.1]/", "http://[v1.a]/"),
]


def answer_of(call: Callable[..., object], *values: object, **options: object) -> object:
    """What comes back, or the refusal itself."""
    try:
        return call(*values, **options)
    except BadInput as refused:
        return refused


@pytest.mark.parametrize("typed", [*NO_ADDRESSES, None, 7, b"https://a.example/"])
def test_what_names_no_public_site_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        clean_address(typed)
    assert refused.value.sentence == SENTENCE


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org", "https://example.org"),
        ("  HTTPS://News.Example.ORG/A?b=C#d ", "https://news.example.org/A?b=C#d"),
        ("\ufeffhttp://a.example/\u200b", "http://a.example/"),
        ("http://a.example:8080/x", "http://a.example:8080/x"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("https://a.example:/x", "https://a.example/x"),
        ("https://a.example./x", "https://a.example/x"),
        ("https://a.example?q=1", "https://a.example?q=1"),
        (
            "https://қаз.қаз/мақала",
            "https://xn--80ao21a.xn--80ao21a/%D0%BC%D0%B0%D2%9B%D0%B0%D0%BB%D0%B0",
        ),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://xn--strae-oqa.example/", "https://xn--strae-oqa.example/"),
        ("https://a.example/100%25/x'y\"<z>", "https://a.example/100%25/x'y%22%3Cz%3E"),
        (
            "https://a.example/می\u200cخواهم",
            "https://a.example/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85",
        ),
        ("https://a.example/x\\y", "https://a.example/x%5Cy"),
        ("https://user.a.example/@name", "https://user.a.example/@name"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2001:4860:4860:0:0:0:0:8888]:81/", "http://[2001:4860:4860::8888]:81/"),
        ("https://a_b.example/", "https://a_b.example/"),
    ],
)
def test_an_address_of_a_public_site_comes_back_in_ascii(typed, address):
    assert clean_address(typed) == address
    assert clean_address(address) == address


@pytest.mark.parametrize(
    "typed", ["https://a.example/a b", "https://a.example/\xa0b", "https://a.example/?x=\u3000y"]
)
def test_a_blank_inside_is_named_as_such(typed):
    with pytest.raises(BadInput) as refused:
        clean_address(typed)
    assert refused.value.sentence == "The address has a blank in it."


def test_an_address_is_measured_before_and_after_encoding():
    head = "https://a.example/"
    fits = head + "x" * (2_048 - len(head))
    assert clean_address(fits) == fits
    for typed in (f"{fits}x", head + "ә" * 400, head + "x" * 10_000):
        with pytest.raises(BadInput) as refused:
            clean_address(typed)
        assert refused.value.sentence == "The address is longer than 2,048 characters."


hosts = st.lists(st.from_regex("[a-z0-9әқ]{1,8}", fullmatch=True), min_size=1, max_size=3)


@given(
    st.one_of(
        st.text(), st.text().map("https://a.example/{}".format), st.text().map("http://{}".format)
    )
)
def test_any_text_is_a_plain_ascii_address_or_a_refusal(typed):
    address = answer_of(clean_address, typed)
    if isinstance(address, BadInput):
        assert address.sentence.startswith("The address ")
    else:
        assert address.isascii()
        assert address.isprintable()
        assert address.startswith(("http://", "https://"))
        assert not set(address) & set(' "<>\\^`{|}')
        assert clean_address(address) == address


@given(st.text(), st.text())
def test_comparing_never_fails_and_knows_itself(one, other):
    assert same_address(one, other) == same_address(other, one)
    assert same_address(one, one) == bool(one.strip())


@given(hosts, st.text(st.characters(categories=["L", "N"]), max_size=10))
def test_cleaning_an_address_does_not_make_it_another(labels, path):
    typed = f"https://{'.'.join(labels)}.example/{path}"
    address = answer_of(clean_address, typed)
    if isinstance(address, BadInput):
        assert address.sentence == SENTENCE
    else:
        assert same_address(typed, address)


PAGE = "https://outlet.example/news/one"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://outlet.example/news/one",
        "https://www.outlet.example/news/one",
        "https://OUTLET.example/news/one/",
        "https://outlet.example:443/news/one",
        "http://outlet.example:80/news/one",
        "https://outlet.example/news/one#part",
        "https://outlet.example/news/one?",
        "https://outlet.example/news/one/amp",
        "https://outlet.example/news/one/amp/",
        "https://outlet.example/news/one.amp",
        "https://outlet.example/news/one?amp=1",
        "https://outlet.example/news/one?outputType=amp",
        "https://outlet.example/news/one?utm_source=x&utm_medium=y&fbclid=z",
        "https://outlet.example/news/%6Fne",
        " https://outlet.example/news/one ",
    ],
)
def test_other_spellings_of_a_page_are_the_same_page(spelling):
    assert same_address(PAGE, spelling)
    assert address_key(spelling) == "outlet.example/news/one"


@pytest.mark.parametrize(
    "other",
    [
        "https://outlet.example/news/two",
        "https://outlet.example/news/One",
        "https://outlet.example/news/one?page=2",
        "https://other.example/news/one",
        "https://outlet.example:8443/news/one",
        "https://outlet.example/news/one/ampere",
        "https://outlet.example/amp/news/one/x",
        "not an address",
        "",
    ],
)
def test_other_pages_are_other_pages(other):
    assert not same_address(PAGE, other)


def test_two_empty_addresses_name_no_common_page():
    assert not same_address("", " ")


def test_a_name_in_its_own_letters_and_in_punycode_is_one_site():
    assert same_address("https://қаз.example/ә", "http://www.xn--80ao21a.example/%d3%99")
