"""The `factcheck` command.  Each command stands in the module of its noun; what they share in `frame` and `output`.

Exit codes: 0 done, 1 a check failed or the desk refused, 2 wrong use or bad settings.
"""

import click

from factcheck.cli.article import article
from factcheck.cli.claim import claim
from factcheck.cli.claimreview import claimreview
from factcheck.cli.clearance import clearance
from factcheck.cli.config import config
from factcheck.cli.database import db
from factcheck.cli.demo import demo
from factcheck.cli.evidence import evidence
from factcheck.cli.frame import Plain, examples
from factcheck.cli.history import history
from factcheck.cli.jobs import jobs
from factcheck.cli.page import page
from factcheck.cli.reviews import prior_reviews
from factcheck.cli.seed import seed
from factcheck.cli.serve import serve
from factcheck.cli.site import site
from factcheck.cli.spotting import spotting
from factcheck.cli.topic import topic
from factcheck.cli.translation import translation
from factcheck.cli.user import user
from factcheck.cli.worker import worker


@click.group(
    cls=Plain,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "factcheck demo                        try it: a desk with a story, served at once",
        "factcheck db upgrade                  make or renew the database of a desk",
        "factcheck user add ada@desk.example --name Ada --part administrator",
        "factcheck serve                       serve the desk",
        "",
        "Settings are read from the environment; factcheck config show lists them.",
        "Exit codes: 0 done, 1 a check failed or the desk refused, 2 wrong use or bad settings.",
    ),
)
@click.version_option(package_name="factcheck", message="factcheck %(version)s")
def main() -> None:
    """A fact-check workflow tracker: from an article to verdicts that readers can trust."""


for command in (
    demo,
    serve,
    worker,
    db,
    user,
    article,
    claim,
    claimreview,
    clearance,
    evidence,
    prior_reviews,
    spotting,
    history,
    topic,
    page,
    site,
    translation,
    seed,
    jobs,
    config,
):
    main.add_command(command)
