"""Verdicts in other languages: those that stand at addresses of their own beside `/ru/…` and `/kk/…`.

Where the language of the address has a translation, the page of the verdict itself is that translation (`public`).
"""

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from factcheck.domain.translations import LANGUAGES
from factcheck.services import public, public_translations
from factcheck.web import current
from factcheck.web.in_languages import translation_path
from factcheck.web.public import answered, current_page, keyed
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("translated", __name__)

CODES = ",".join(LANGUAGES)


@blueprint.get("/en/verdicts/<int:id>-<slug>")
@door(PUBLIC)
def english(id: int, slug: str) -> BaseResponse:
    """The English translation of a verdict that was written in another language; its own address stays the original."""
    session = current.reading()
    found = public.current(session, id)
    told = public_translations.translated(session, found, "en") if found else None
    if found is None or told is None:
        abort(404)
    if slug != found.verdict.slug:
        return redirect(url_for("translated.english", id=id, slug=found.verdict.slug), 301)
    return answered(found, told)


@blueprint.get(f"/verdicts/<int:id>-<slug>/translations/<any({CODES}):language>/<int:number>")
@door(PUBLIC)
def version(id: int, slug: str, language: str, number: int) -> BaseResponse:
    """A version of a translation as readers had it, under the rating of now; the newest leads to its page."""
    session = current.reading()
    found = public.current(session, id)
    told = public_translations.translated(session, found, language, number) if found else None
    if found is None or told is None:
        abort(404)
    if not told.is_old:
        return redirect(translation_path(found.verdict, language), 301)
    if slug != found.verdict.slug:
        now = found.verdict.slug
        return redirect(
            url_for("translated.version", id=id, slug=now, language=language, number=number), 301
        )
    return keyed(current_page(found, told), told.verdict)
