"""Encrypted sites: whose certificates are believed, and what is said of the others."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from factcheck.adapters.fetching import NotFetched, World, fetch
from tests.web_sites import WebSite, answer, web_site

CERTIFICATES = Path(__file__).parent / "certificates"
PAGE = b"<title>Quay</title><p>The quay was closed.</p>"


@pytest.fixture
def sites() -> Iterator[Callable[..., WebSite]]:
    with ExitStack() as stack:
        yield lambda say, context=None: stack.enter_context(web_site(say, context))


def world_of(site: WebSite, **more: object) -> World:
    return World(stand_ins={"news.test": site.place}, **more)  # type: ignore[arg-type]


def refusal_of(address: str, world: World) -> str:
    with pytest.raises(NotFetched) as refused:
        fetch(address, world)
    return refused.value.sentence


def shown(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


def trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))


def test_a_page_comes_over_a_connection_encrypted_for_its_name(sites):
    site = sites(answer(PAGE), shown("good"))
    page = fetch("https://news.test/a", world_of(site, trusted=trusted))
    assert (page.body, page.reached) == (PAGE, "https://news.test/a")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("expired", "expired 2026-01-01"),
        ("self_signed", "self-signed"),
        ("other_name", "for another name"),
    ],
)
def test_a_certificate_that_is_not_valid_is_refused_with_the_reason(sites, name, why):
    site = sites(answer(PAGE), shown(name))
    said = refusal_of("https://news.test/", world_of(site, trusted=trusted))
    assert said == f"The site's certificate is not valid ({why})."
    assert site.asked == []


def test_an_issuer_nobody_knows_is_refused(sites):
    site = sites(answer(PAGE), shown("good"))
    said = refusal_of("https://news.test/", world_of(site))
    assert said == "The site's certificate is not valid (its issuer is not known)."


def test_a_site_without_encryption_is_not_taken_for_one_with(sites):
    said = refusal_of("https://news.test/", world_of(sites(b"HTTP/1.1 200 OK\r\n\r\n")))
    assert said == "The site cannot be reached over a safe connection."
