"""Pages that no link of the demo leads to: those behind a form, a letter, a dead source, a mistake.

Each story is told on a desk of its own; what its people got to see is for whoever watches the application.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from factcheck.domain.derived import Circle
from factcheck.domain.digests import digest_of
from factcheck.domain.renderings import RenderedAs
from factcheck.domain.taken import Gathered, Origin, Taken
from factcheck.domain.terms import COMMAND_LINE, State
from factcheck.keeping import blobs_of
from factcheck.models import Snapshot
from factcheck.services import pages, public, renderings
from factcheck.services.renderings import Made
from factcheck.services.snapshots import Bytes
from tests import (
    factories,
    filing,
    gates,
    logs,
    readers,
    shelves,
    tipping,
    translating,
    withholding,
)
from tests.pages import Element, read
from tests.pictures import picture
from tests.shelves import Shelf
from tests.sites import Site
from tests.visitors import stranger

Stage = Callable[[], Site]
CLAIM, EVIDENCE = "/desk/claims/1", "/desk/claims/1/evidence/1"
LONG = f"The address says it all: {'quay' * 40} and so it was said to us, again and again. " * 4
MARKUP = '<b>"Ten" & more</b>'


def a_claim(site: Site, state: State = State.CHECKING) -> None:
    """Claim 1, held by Carla, with two pieces of evidence."""
    factories.claim(site.newsroom, state)
    if state is State.CHECKING:
        factories.log_two(site.newsroom, 1, site.newsroom.carla)


def sent(site: Site, path: str, by: str = "carla", /, **data: object) -> str:
    """Send a form; the page that came of it, or where it leads."""
    answer = site.visitor(by).post(path, data)
    assert answer.status_code < 500, read(answer.text).text
    return answer.headers.get("Location") or answer.text


# ── Articles ─────────────────────────────────────────────────────────────────────────────────────


def a_draft_is_cleared(stage: Stage) -> None:
    site = stage()
    gates.draft(site.newsroom)
    site.page("/desk/articles/1/gate", "edith")
    seen = site.page("/desk/articles/1/gate", "edith").all("input", name="seen")[0]
    site.done("/desk/articles/1/gate/clear", "edith", seen=seen.attributes["value"])
    site.page("/desk/articles/1/gate/1", "edith")


def articles_are_fetched(stage: Stage) -> None:
    site = stage()
    site.newsroom.now = datetime.now(UTC)
    gone, had = (_asked(site, f"https://gazette.example/{name}") for name in ("gone", "quay"))
    site.page(gone)
    with site.newsroom.work(COMMAND_LINE) as work:
        pages.fail(work, _number(gone), "The site answered 404.")
        taken = {"title": Taken("The quay", Origin.JSON_LD), "language": Taken("en", Origin.WORDS)}
        text = Taken("The quay was closed in May.", Origin.MAIN_PART)
        pages.bring(work, _number(had), "https://gazette.example/quay/", Gathered(text, taken))
    for path in (gone, had):
        site.page(path)
    sent(site, "/desk/articles/import/pages", address="no address at all")


def _asked(site: Site, address: str) -> str:
    return site.done("/desk/articles/import/pages", "carla", address=address)


def _number(path: str) -> int:
    return int(path.rpartition("/")[2])


def an_article_comes_anew(stage: Stage) -> None:
    site = stage()
    factories.claim(site.newsroom, State.APPROVED)
    new = "/desk/articles/1/versions/new"
    text = factories.TEXT.replace("4 million", "nearly 5 million")
    looked = site.send(new, 200, text=text, then="look", seen="1", looked="")
    kept = {name: looked.all("input", name=name)[0].value(name) for name in ("seen", "looked")}
    site.done(new, "carla", text=text, then="keep", **kept)
    for path in ("", "/versions", "/versions/2", "/versions/1/text"):
        site.page(f"/desk/articles/1{path}")


def a_save_comes_too_late(stage: Stage) -> None:
    site = stage()
    factories.article(site.newsroom)
    path = "/desk/articles/1/edit"
    form = _typed(site.page(path))
    sent(site, path, **{**form, "byline": "Ana Novak"})
    sent(site, path, "edith", **{**form, "byline": MARKUP})


def _typed(page: Element) -> dict[str, str]:
    """All the fields of a page as a browser would send them."""
    fields = [*page.all("input"), *page.all("select"), *page.all("textarea")]
    names = {one.attributes.get("name", "") for one in fields} - {"", "csrf_token"}
    return {name: page.value(name) for name in names}


# ── Claims and evidence ──────────────────────────────────────────────────────────────────────────


def a_claim_is_opened_from_the_text(stage: Stage) -> None:
    site = stage()
    factories.article(site.newsroom)
    start = factories.TEXT.index(factories.WORDS)
    query = f"?start={start}&end={start + len(factories.WORDS)}"
    site.page(f"/desk/articles/1/claims/new{query}")
    sent(site, f"/desk/articles/1/claims/new{query}", statement="")


def a_claim_is_looked_into(stage: Stage) -> None:
    site = stage()
    a_claim(site)
    factories.reply(site.newsroom, 1, site.newsroom.carla)
    factories.write(site.newsroom, 1, site.newsroom.carla)
    for more in ("", "/history", "/verdict", "/evidence/new", "/replies/1", "/preview"):
        site.page(f"{CLAIM}{more}")
    for more in ("/evidence/new", "/edit", "/replies/new", "/verdict", "/evidence/links"):
        sent(site, f"{CLAIM}{more}", title=MARKUP, statement="", seen_version="1")
    site.page(f"{EVIDENCE}/restrict")
    sent(site, f"{EVIDENCE}/restrict", circle=Circle.SENIOR.value, reason="It names a child.")
    site.page(f"{EVIDENCE}/restrict", "edith")


def copies_are_shown_and_made_safe(stage: Stage) -> None:
    site = stage()
    a_claim(site)
    photo, letter = (
        _brought(site, data, name)
        for data, name in (
            (picture("PNG", (20, 10)), "quay.png"),
            (b"Dear desk,\n\nAliya of 4 Quay Road wrote this.", "letter.txt"),
        )
    )
    areas = {"kind": "redaction", "areas": "0, 0, 2, 1", "note": "Her child"}
    for path in (f"{photo}/view", f"{photo}/cut", f"{letter}/view", f"{letter}/redact"):
        site.page(path)
    site.send(f"{photo}/cut", 200, "carla", **areas, look="1")
    site.page(site.done(f"{photo}/cut", "carla", **areas, keep="1"))
    chosen = site.done(f"{letter}/redact/words", "carla", spans="", quote="4 Quay Road")
    site.page(chosen.partition("#")[0])
    spans = chosen.partition("spans=")[2].partition("#")[0].partition("&")[0]
    site.page(site.done(f"{letter}/redact", "carla", spans=spans, note=""))
    site.page(f"{EVIDENCE}/snapshots")


def _brought(site: Site, data: bytes, name: str) -> str:
    there = site.done(f"{EVIDENCE}/upload", "carla", files=(io.BytesIO(data), name))
    return f"{EVIDENCE}/snapshots/{there.rpartition('-')[2]}"


def a_page_is_shown_by_a_browser(stage: Stage) -> None:
    site = stage()
    a_claim(site)
    shelves.keep(site.newsroom, 1)
    store, shown = blobs_of(site.newsroom.database.settings), picture("PNG", (64, 200))
    with site.newsroom.work() as work:
        renderings.ask(work, 1)
    with site.newsroom.work() as work:
        what = renderings.awaited(work.session, 1)
        assert what is not None
        made = Made(RenderedAs.PICTURE, Bytes(store.put(shown), len(shown), "image/png"))
        facts = {"address": "https://harbour.example/", "tool": "Chromium 156", "note": ""}
        assert renderings.settle(work, 1, what, (made,), **facts)
        copy = work.session.scalars(select(Snapshot.id).where(Snapshot.digest.is_not(None))).one()
    for more in ("", f"/{copy}/rendered", f"/{copy}/view"):
        site.page(f"{EVIDENCE}/snapshots{more}")


def a_source_is_protected(stage: Stage) -> None:
    site = stage()
    a_claim(site)
    path = f"{CLAIM}/evidence/protected"
    given = {"withheld": "safety", "kind": "document", "stance": "supports"}
    given |= {"source_class": "primary", "title": "A ledger", "says": MARKUP}
    sent(site, path, **{**given, "title": ""})
    source = site.done(path, "carla", **given)
    site.page(source)
    site.send(f"{source}/read", 200)
    for who in ("carla", "edith"):
        site.page(CLAIM, who)


# ── Publishing, and after it ─────────────────────────────────────────────────────────────────────


def a_verdict_is_changed_and_withdrawn(stage: Stage) -> None:
    site = stage()
    a_claim(site, State.PUBLISHED)
    for more in ("change", "retract"):
        site.page(f"{CLAIM}/{more}", "edith")
        sent(site, f"{CLAIM}/{more}", "edith", note="")
    sent(site, f"{CLAIM}/retract", "edith", note=LONG, seen_hash=digest_of(b""))
    site.page(CLAIM, "edith")


def a_verdict_is_translated_and_withheld(stage: Stage) -> None:
    site = stage()
    factories.claim(site.newsroom, State.PUBLISHED)
    path = f"{CLAIM}/translations/ru"
    site.page(path)
    sent(site, path, statement="", reason=MARKUP)
    translating.handed_in(site.newsroom)
    for who in ("carla", "rosa", "edith"):
        site.page(f"{path}/review", who)
    translating.approve(site.newsroom, None)
    translating.publish(site.newsroom, None)
    site.page(CLAIM)
    assert stranger(site.app).get("/ru/verdicts/1").status_code == 301
    site.page(f"{CLAIM}/withhold", "lara")
    sent(site, f"{CLAIM}/withhold", "lara", authority="")
    withholding.enter(site.newsroom)
    site.page(f"{CLAIM}/withhold", "ada")


def several_claims_are_taken_at_once(stage: Stage) -> None:
    site = stage()
    a_claim(site, State.OPEN)
    factories.claim(site.newsroom, State.PUBLISHED, article_id=1)
    site.send("/desk/queue/several", 200, "cyril", claim=["1", "2", "4711"], verb="take")


def a_source_dies(stage: Stage) -> None:
    site = stage()
    a_claim(site)
    shelves.keep(site.newsroom, 1)
    for step in (factories.write, factories.submit):
        step(site.newsroom, 1, site.newsroom.carla)
    factories.approve(site.newsroom, 1, site.newsroom.rosa)
    factories.publish(site.newsroom, 1, site.newsroom.edith)
    shelf = Shelf(site, 1)
    shelf.dies()
    for path in (shelves.VERDICT, shelves.COPY):
        assert shelf.reader(path).status_code == 200
    site.page(f"{EVIDENCE}/looks")
    sent(site, f"{EVIDENCE}/looks/settle", note="")


# ── Readers and people ───────────────────────────────────────────────────────────────────────────


def an_empty_desk(stage: Stage) -> None:
    site = stage()
    reader = stranger(site.app)
    for path in (
        "/",
        "/verdicts",
        "/verdicts?q=submarine",
        "/corrections",
        "/follow",
        "/ratings",
        "/about",
    ):
        assert reader.get(path).status_code == 200, path
    for name, paths in {
        "carla": ("", "/queue", "/articles", "/sources", "/intake", "/suggestions", "/dates"),
        "ada": ("/people", "/jobs"),
    }.items():
        for path in paths:
            site.page(f"/desk{path}", name)


def a_reader_writes(stage: Stage) -> None:
    site = stage()
    a_claim(site, State.PUBLISHED)
    reader = stranger(site.app)
    assert reader.get("/verdicts/all").status_code == 200
    for path in ("/send", "/report", "/report/1"):
        assert reader.post(path, {"words": MARKUP, "mail": "nobody"}).status_code == 422
    for given in (tipping.CLAIM, replace(tipping.REPORT, words=LONG)):
        number, token = tipping.send(site.newsroom, given)
        assert reader.get(f"/sent/{token}").status_code == 200
        site.page(f"/desk/intake/{number}", "edith")
    site.done(f"/desk/intake/{number}/decline", "edith", reason=LONG[:400])
    assert reader.get(f"/sent/{token}").status_code == 200


def readers_read_in_other_languages(stage: Stage) -> None:
    site = stage()
    readers.two_published(site.newsroom)
    filing.put(site.newsroom, 1, filing.topic(site.newsroom))
    readers.correct(site.newsroom, 1)
    for reason in ("Отчёты говорят это.", "Отчёты говорят немного меньше."):
        translating.published(site.newsroom, reason=reason)
    logs.sign(site.newsroom)
    reader, page = stranger(site.app), f"/verdicts/1-{_slug(site)}"
    lists = ("/", "/verdicts", "/verdicts/all/1", "/rated/contradicted/all", "/corrections/1")
    for code in ("/ru", "/kk"):
        for path in (
            *(page, f"{page}/versions/1", f"{page}/translations/ru/1", *lists),
            *("/topics", f"/topics/{filing.SLUG}", "/log", "/follow", "/ratings", "/about/method"),
            *("/send", "/report/1", "/embed/verdicts/1"),
        ):
            assert reader.get(code + path).status_code == 200, path
    withholding.withhold(site.newsroom)
    for code in ("/ru", "/kk"):
        assert reader.get(code + page).status_code == 451


def _slug(site: Site) -> str:
    with site.newsroom.read() as session:
        found = public.verdict(session, 1)
    assert found is not None
    return found.slug


def somebody_is_invited_and_chooses_a_password(stage: Stage) -> None:
    site = stage()
    given = {"name": "Nina Novak", "email": "nina@desk.example", "parts": ["checker"]}
    sent(site, "/desk/people", "ada", **{**given, "email": "nobody"})
    for path, data in (("/desk/people", given), ("/desk/people/2/password-link", {})):
        page = site.send(path, 200, "ada", **data)
        there = "/" + page.id("link").attributes["value"].split("/", 3)[3]
        assert stranger(site.app).get(there).status_code == 200
        assert stranger(site.app).post(there, {"password": "short"}).status_code == 422
    assert stranger(site.app).post("/login", {"email": MARKUP}).status_code == 422


def what_cannot_be_done_says_so(stage: Stage) -> None:
    site = stage()
    a_claim(site)
    assert stranger(site.app).get("/nowhere").status_code == 404
    assert stranger(site.app).get("/?after=nonsense").status_code == 400
    assert stranger(site.app).get("/logout").status_code == 405
    assert stranger(site.app).get("/verdicts?q=x&from=yesterday").status_code in {400, 422}
    for path, status in (("claims/9999", 404), ("people", 403), ("claims/1/publish", 403)):
        site.page(f"/desk/{path}", "carla", status)


STORIES = (
    a_draft_is_cleared,
    articles_are_fetched,
    an_article_comes_anew,
    a_save_comes_too_late,
    a_claim_is_opened_from_the_text,
    a_claim_is_looked_into,
    copies_are_shown_and_made_safe,
    a_page_is_shown_by_a_browser,
    a_source_is_protected,
    a_verdict_is_changed_and_withdrawn,
    a_verdict_is_translated_and_withheld,
    several_claims_are_taken_at_once,
    a_source_dies,
    an_empty_desk,
    a_reader_writes,
    readers_read_in_other_languages,
    somebody_is_invited_and_chooses_a_password,
    what_cannot_be_done_says_so,
)
