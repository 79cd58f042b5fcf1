"""What readers can read of the desk itself: how it works, how it corrects, who pays, in every version (M13)."""

from functools import lru_cache

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from factcheck.domain.claimreview import newsroom
from factcheck.domain.policy_pages import NoSuchPage, PageSlug, differences, slug_of
from factcheck.services import policy_pages
from factcheck.services.policy_pages import Version
from factcheck.web import current, languages
from factcheck.web.markdown import render, script
from factcheck.web.public import address, publisher
from factcheck.web.security import PUBLIC, door
from factcheck.web.woven import Woven, woven

blueprint = Blueprint("about", __name__)

REMEMBERED = 100  # comparisons: versions never change
# Where readers are told how to report an error; the old address of the method led there too.
REPORTED_AT = (PageSlug.CONTACT, PageSlug.METHOD)


@blueprint.get("/about")
@door(PUBLIC)
def index() -> str:
    """The pages that say something; one on which nothing is written is not named."""
    found = policy_pages.pages(current.reading())
    shown = [(slug, line) for slug, line in found.items() if line or slug is PageSlug.CONTACT]
    return render_template("public/about.html", pages=shown, canonical=address("about.index"))


@blueprint.get("/about/<name>")
@door(PUBLIC)
def page(name: str) -> str:
    """One page as it stands, with the dates of all its versions.  The way to report an error is always there."""
    session = current.reading()
    versions = policy_pages.versions(session, name)
    found = policy_pages.current(session, name)
    slug = slug_of(name)
    if found is None and slug is not PageSlug.CONTACT:
        raise NoSuchPage
    is_theirs = slug is PageSlug.METHOD and not languages.prefix()
    return render_template(
        "public/policy_page.html",
        slug=slug,
        version=found,
        versions=versions,
        text=render(found.text, top=1) if found else "",
        is_report_shown=slug in REPORTED_AT,
        canonical=address("about.page", name=slug.value),
        json_ld=script(newsroom(publisher())) if is_theirs else "",
    )


@blueprint.get("/about/<name>/versions/<int:number>")
@door(PUBLIC)
def version(name: str, number: int) -> str:
    """A version as it was given to readers, and what it changed of the one before; not for search engines (P9)."""
    shown = policy_pages.version(current.reading(), name, number)
    return render_template(
        "public/policy_version.html",
        slug=slug_of(name),
        version=shown.version,
        before=shown.before,
        current=shown.current,
        text=render(shown.version.text, top=1),
        changes=changes(shown.before, shown.version) if shown.before else [],
        canonical=address("about.page", name=name),
    )


@lru_cache(maxsize=REMEMBERED)
def changes(before: Version, now: Version) -> list[Woven]:
    """What `now` says otherwise than `before`; compared once, however often it is read."""
    return woven(differences(before.said, now.said))


@blueprint.get("/method")
@door(PUBLIC)
def method() -> Response:
    """The address this page had before there were others."""
    return redirect(url_for("about.page", name=PageSlug.METHOD.value), 301)
