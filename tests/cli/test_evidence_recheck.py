"""`factcheck evidence recheck`: what is due is told and asked for once, and looked at where that is waited for."""

import json

from factcheck.domain.source_checks import Outcome
from factcheck.jobs import Done
from factcheck.models import SourceCheck
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.newspapers import LINK, SECOND, Newspaper, Press, log, page, runner
from tests.web_sites import web_site


def test_what_is_due_is_told_and_asked_for_once_and_looked_at_on_demand(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    paper = Newspaper()
    claim_id = log(newsroom)
    with web_site(paper) as site:
        press = Press(newsroom, paper, runner(newsroom, site.place, []), claim_id)
        assert press.carry_out() == [Done("kept")]
        host, port = site.place
        settings = {
            "FACTCHECK_FETCH_STAND_INS": f"news.test={host}:{port}",
            "FACTCHECK_RECHECK_DAYS": "0",
        }
        asked = {"due": [{"claim": 1, "evidence": 1, "address": LINK.url}], "asked": 1}
        paper.page = page(SECOND)
        told = json.loads(desk_shell.ok("evidence", "recheck", "--wait", "--json", **settings))
        assert told == {**asked, "found": {"changed": 1}, "left": 0}
        assert [one.outcome for one in press.checks()] == [Outcome.CHANGED]
        assert json.loads(desk_shell.ok("evidence", "recheck", "--json", **settings)) == asked
        printed = desk_shell.ok("evidence", "recheck", **settings)
    assert printed == "Nothing is due.\n"
    assert newsroom.count(SourceCheck) == 2
