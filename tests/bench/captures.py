"""How many copies of pages a worker keeps in a minute, beside fetching the same pages with the standard library alone,
and with how much memory, the largest pages that are taken included."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

from factcheck import schema
from factcheck.db import Database
from factcheck.services import evidence
from tests import factories
from tests.bench.corpus import settings_for
from tests.bench.server import environment
from tests.cast import open_newsroom
from tests.web_sites import answer, web_site

ROOT = Path(__file__).parents[2]
SMALL, LARGE, ROUNDS = 6, 1, 3
SMALL_BYTES, LARGE_BYTES = 40_000, 4_990_000
LINE = "<p>The harbour lost {} million crowns in the year, the accounts of the town say; nobody knows why.</p>\n"
NAME = "news.test"

WORKER = """
import json, resource, sys, time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener
from factcheck import jobs
from factcheck.config import read_settings
from factcheck.db import Database
settings = read_settings()
run = jobs.runner(Database(settings), settings)
(host, port), = settings.fetch_stand_ins.values()
opener, before = build_opener(ProxyHandler({})), time.perf_counter()
for path in json.loads(sys.argv[1]):
    with opener.open(f"http://{host}:{port}{path}") as page:
        page.read()
bare, before = time.perf_counter() - before, time.perf_counter()
ended = [jobs.deliver(run, number) for number in jobs.due(run)]
seconds, status = time.perf_counter() - before, Path("/proc/self/status")
assert all(one == jobs.Done("kept") for one in ended), ended
# What getrusage says counts the process that started this one as well.
lines = status.read_text().splitlines() if status.exists() else []
peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
peak = (peaks or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])[0] / 1_000
print(json.dumps([len(ended), bare, seconds, peak]))
"""


def page(size: int) -> bytes:
    """A page of about so many bytes, whose lines all differ."""
    lines, count = ["<!doctype html><title>Accounts</title>"], 0
    while count < size - len(LINE):
        lines.append(LINE.format(len(lines)))
        count += len(lines[-1])
    return "".join(lines).encode()


def measured(folder: Path) -> str:
    """One line: captures a minute and their ratio to bare fetches (median of three rounds), and the peak in MB."""
    folder.mkdir()
    small, large = answer(page(SMALL_BYTES)), answer(page(LARGE_BYTES))
    paths = [f"/large/{number}" for number in range(LARGE)]
    paths += [f"/small/{number}" for number in range(SMALL)]
    speeds, ratios, peak = [], [], 0.0
    with web_site(lambda link, head: link.sendall(large if b" /large" in head else small)) as site:
        for number in range(ROUNDS):
            home = folder / str(number)
            home.mkdir()
            _ask(home, paths)
            told = environment(
                FACTCHECK_HOME=str(home),
                FACTCHECK_FETCH_STAND_INS="{}={}:{}".format(NAME, *site.place),
                FACTCHECK_BROWSER="no",
                PYTHONPATH=os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            )
            words = [sys.executable, "-c", WORKER, json.dumps(paths)]
            said = subprocess.run(words, check=True, env=told, capture_output=True, text=True)
            count, bare, seconds, its_peak = json.loads(said.stdout)
            speeds.append(count / seconds * 60)
            ratios.append(seconds / bare)
            peak = max(peak, its_peak)
    return (
        f"copies: {median(speeds):.0f} captures a minute by one thread, {median(ratios):.0f} times as long as bare "
        f"fetches, peak {peak:.0f} MB with pages of {LARGE_BYTES / 1e6:.0f} MB among them"
    )


def _ask(home: Path, paths: list[str]) -> None:
    """A desk where each of these pages was logged as evidence a moment ago."""
    database = Database(settings_for(home))
    try:
        schema.upgrade(database)
        newsroom = open_newsroom(database)
        claim_id = factories.claim(newsroom)
        factories.take(newsroom, claim_id, newsroom.carla)
        with newsroom.work(newsroom.carla) as work:
            for path in paths:
                evidence.log(work, claim_id, replace(factories.LINK, url=f"http://{NAME}{path}"))
    finally:
        database.dispose()
