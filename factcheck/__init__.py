"""factcheck: from an article to verdicts that readers can trust.

`create_app` wires the parts together and reads as a table of contents; it opens no connection and migrates nothing.
"""

from functools import partial

from flask import Flask

from factcheck import spotting_models
from factcheck.adapters.documents import read_article
from factcheck.adapters.files import look_into
from factcheck.adapters.pdf_pages import draw_page
from factcheck.adapters.signatures import desk_key
from factcheck.config import Settings, read_settings
from factcheck.db import Database
from factcheck.deriving import keeper_of, redrawn
from factcheck.exporting import packer_of
from factcheck.keeping import reader_of
from factcheck.meaning import meaning_of
from factcheck.resources import templates_folder
from factcheck.sealing import Sealing
from factcheck.uploading import taker_of
from factcheck.web import (
    about,
    account,
    annotations,
    archive,
    articles,
    auth,
    claims,
    compressing,
    dates,
    derived,
    desk,
    desk_settings,
    embeds,
    errors,
    evidence,
    feeds,
    filters,
    finding,
    front,
    gate,
    importing,
    intake,
    job_pages,
    languages,
    machines,
    origins,
    pdf_page_views,
    people,
    policy,
    policy_pages,
    printing,
    protected,
    public,
    public_copies,
    public_log,
    publishing,
    rating_words,
    renderings,
    replies,
    reviews,
    scales,
    security,
    seen_before,
    sentences,
    share_pictures,
    snapshot_views,
    snapshots,
    sources,
    text_versions,
    tips,
    topic_list,
    topics,
    translated,
    translating,
    translations,
    uploads,
    verdicts,
    whole_site,
    withholdings,
)
from factcheck.web.addresses import Application
from factcheck.web.current import Desk
from factcheck.web.suggestions import Suggester

BLUEPRINTS = (
    public,
    archive,
    public_copies,
    public_log,
    share_pictures,
    translated,
    feeds,
    finding,
    topics,
    machines,
    embeds,
    tips,
    about,
    auth,
    account,
    desk,
    articles,
    text_versions,
    annotations,
    importing,
    sentences,
    gate,
    claims,
    seen_before,
    evidence,
    protected,
    snapshots,
    renderings,
    snapshot_views,
    sources,
    intake,
    derived,
    origins,
    uploads,
    replies,
    verdicts,
    reviews,
    publishing,
    withholdings,
    translations,
    pdf_page_views,
    people,
    scales,
    policy,
    policy_pages,
    topic_list,
    desk_settings,
    job_pages,
    dates,
)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The web application.  Raises `BadSetting` without a secret (13.3.2)."""
    settings = settings or read_settings()
    app = Application(__name__, template_folder=str(templates_folder()))
    app.config.from_mapping(security.flask_config(settings))
    app.extensions["factcheck"] = Desk(
        settings=settings,
        database=database or Database(settings),
        read_document=read_article,
        suggester=Suggester(
            spotting_models.read(settings.home, spotting_models.name_in_use(settings.home)),
            settings.suggested_percent,
        ),
        desk_key=partial(desk_key, settings.home),
        read_blob=reader_of(settings),
        take_file=taker_of(settings),
        look_into=look_into,
        pack_evidence=packer_of(settings),
        redraw=redrawn,
        keep_blob=keeper_of(settings),
        draw_page=draw_page,
        sealing=Sealing(settings),
        meaning=meaning_of(settings),
    )
    languages.init_app(app)
    translating.init_app(app)
    rating_words.init_app(app)
    front.init_app(app)
    auth.init_app(app)
    security.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    printing.init_app(app)
    compressing.init_app(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    whole_site.init_app(app)
    return app
