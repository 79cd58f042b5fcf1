"""Readers browse by topic: which topics there are, and the verdicts under each (P11)."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from factcheck.services import public, public_lists, topics
from factcheck.services.public_lists import Asked
from factcheck.web import current, rating_words
from factcheck.web.public import ListPage, address
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("topics", __name__)


@blueprint.get("/topics")
@door(PUBLIC)
def index() -> str:
    """The topics under which anything is published, with how much."""
    return render_template(
        "topics/index.html",
        topics=[line for line in topics.listed(current.reading()) if line.published],
        canonical=address("topics.index"),
    )


@blueprint.get("/topics/<slug>")
@door(PUBLIC)
def topic(slug: str) -> str | Response:
    """The verdicts under one topic, last changed first; an earlier name of it leads to the one of today."""
    session, dialect = current.reading(), current.desk().database.dialect
    about = topics.of_slug(session, slug)
    if about is None:
        abort(404)
    after = request.args.get("after", "")
    asked = Asked(topic=about.slug)
    found = public_lists.find(session, dialect, asked, limit=public.PAGE, after=after)
    if not found.items and not found.after and not after:
        abort(404)
    if slug != about.slug:
        return redirect(url_for("topics.topic", slug=about.slug), 301)
    # The search goes on where this page ends; in a copy of the site, where a question is no file, it answers as well.
    following = url_for("finding.verdicts", topic=slug, after=found.after)
    return render_template(
        "topics/page.html",
        topic=about,
        page=ListPage(
            rating_words.every(found.items),
            prev_url=url_for("topics.topic", slug=slug) if after else "",
            next_url=following if found.after else "",
        ),
        canonical=address("topics.topic", slug=slug),
    )
