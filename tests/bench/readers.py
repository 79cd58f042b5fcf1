"""How fast readers are answered, beside nginx serving the very bytes as a file, and while the desk works.

wrk loads both in turn, over connections that stay open; the ratios are medians of rounds of one run.  Where wrk or
nginx is not installed, a sentence says so.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import select, update

from factcheck.db import utc_now
from factcheck.domain.terms import COMMAND_LINE
from factcheck.models import Publication
from tests.bench.drive import Lane
from tests.bench.pages import database_of
from tests.bench.server import free_port

CONNECTIONS, ROUNDS = 16, 3
PER_SECOND = 100  # transitions of the desk
PUBLISHES = 20  # one in so many is something readers can see
PLACES = (None, "/usr/sbin:/usr/local/sbin")  # where nginx lies, on and off the path
MISSING = "readers beside nginx: no {} here to measure with."
CONFIG = """
{user}
worker_processes 2; daemon off; pid {home}/nginx.pid; error_log {home}/error.log crit;
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 1000000000; default_type text/html;
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  server {{ listen 127.0.0.1:{port}; root {home}; }}
  {more}
}}
"""


def measured(
    app: Flask, port: int, path: str, moves: list[Lane], home: Path, seconds: float
) -> str:
    """Three lines: a page ÷ nginx, 304 ÷ nginx's, pages with a hundred transitions a second ÷ without."""
    found = {name: program(name) for name in ("wrk", "nginx")}
    for name, place in found.items():
        if not place:
            return MISSING.format(name)
    home.mkdir()
    page, tag = page_of(port, path)
    (home / "page.html").write_bytes(page)
    ask: Callable[..., float] = lambda *more: wrk(found["wrk"], seconds, *more)  # noqa: E731  short for one call
    with nginx(found["nginx"], home) as beside:
        _, its_tag = page_of(beside, "/page.html")
        rows = [
            (
                ask(port, path),
                ask(beside, "/page.html"),
                ask(port, path, tag),
                ask(beside, "/page.html", its_tag),
                _while_working(app, port, moves, lambda: ask(port, path)),
            )
            for _ in range(ROUNDS)
        ]
    ratio = lambda above, below: median(row[above] / row[below] for row in rows)  # noqa: E731  as above
    speed = lambda column: f"{median(row[column] for row in rows):,.0f}/s"  # noqa: E731  as above
    return (
        f"readers: a verdict page of {len(page) / 1e3:.0f} kB {ratio(0, 1):.2f} times nginx's file"
        f" ({speed(0)} and {speed(1)}), 304 {ratio(2, 3):.2f} times nginx's ({speed(2)} and {speed(3)});\n"
        f"  with up to {PER_SECOND} transitions a second, one in {PUBLISHES} seen by readers,"
        f" {ratio(4, 0):.2f} times as many pages as without ({CONNECTIONS} connections)"
    )


def program(name: str) -> str:
    """Where it is on this machine; empty where it is not."""
    return next(filter(None, (shutil.which(name, path=place) for place in PLACES)), "")


def page_of(port: int, path: str) -> tuple[bytes, str]:
    """A page's bytes and its tag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read(), answer.headers["ETag"]
    finally:
        connection.close()


def wrk(program: str, seconds: float, port: int, path: str, tag: str = "") -> float:
    """Requests a second; raises `RuntimeError` for answers that are neither 200 nor 304."""
    words = [program, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"]
    words += ["-H", f"If-None-Match: {tag}"] if tag else []
    url = f"http://127.0.0.1:{port}{path}"
    said = subprocess.run([*words, url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said and not tag:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    return float(found[1]) if found else 0.0


@contextmanager
def nginx(program: str, home: Path, more: str = "") -> Iterator[int]:
    """nginx with the files of a folder, on a port of its own; `more` stands in its configuration beside that."""
    port = free_port()
    # As anybody else it may not look into our folder.
    user = "user root;" if os.geteuid() == 0 else ""
    config = home / "nginx.conf"
    config.write_text(CONFIG.format(home=home, port=port, user=user, more=more))
    process = subprocess.Popen([program, "-p", str(home), "-c", str(config)])
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _while_working(app: Flask, port: int, moves: list[Lane], ask: Callable[[], float]) -> float:
    """What `ask` finds while the desk makes its transitions, dealt out to the writing connections."""
    over = threading.Event()
    threads = [
        threading.Thread(target=_write, args=(port, lane, len(moves), over)) for lane in moves
    ]
    threads.append(threading.Thread(target=_publish, args=(app, over)))
    for thread in threads:
        thread.start()
    try:
        return ask()
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _write(port: int, lane: Lane, writers: int, over: threading.Event) -> None:
    """This lane's share of the transitions, as even as the server lets it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    pause, due = writers / PER_SECOND, time.monotonic()
    try:
        while not over.wait(max(0.0, due - time.monotonic())):
            due = max(due + pause, time.monotonic() - pause)
            request = lane.requests[lane.at % len(lane.requests)]
            connection.request(request.method, request.path, request.body, request.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != request.status:
                return  # counted among the moves that are not in the database
            lane.at += 1
    finally:
        connection.close()


def _publish(app: Flask, over: threading.Event) -> None:
    """Now and then something that readers see: what a publication does to them, on pages that nobody asks for."""
    database, step = database_of(app), 0
    with database.read() as connection:
        last = connection.execute(select(Publication.id).order_by(Publication.id.desc())).scalar()
    while not over.wait(PUBLISHES / PER_SECOND):
        step += 1
        moment = utc_now() + timedelta(microseconds=step)
        with database.work(COMMAND_LINE) as work:
            changed = update(Publication).where(Publication.id == last)
            work.session.execute(changed.values(updated_at=moment))
