"""A page shown to a real Chromium: what comes of it, that it reaches nothing inside, and that nothing is left of it."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from factcheck.adapters import browser, fetching
from factcheck.adapters.browser import NotRendered, Program, Rendered, find_program, render
from factcheck.adapters.fetching import World
from factcheck.domain import limits
from tests.house.tree import ROOT
from tests.pictures import picture
from tests.web_sites import answer, web_site

chromium = pytest.mark.browser

LONG = b"""<!doctype html><title>Quay</title><link rel=stylesheet href=/red.css><body>
<script>document.body.append(document.createElement('p'))</script><p style="height:2500px">The quay</p>"""


def test_the_limits_are_those_of_the_table():
    assert browser.RENDERING_SECONDS == limits.RENDERING_SECONDS
    assert browser.RENDERED_BYTES == limits.RENDERED_BYTES
    assert browser.RENDERED_PIXELS == limits.RENDERED_PIXELS


def test_a_setting_names_the_browser_or_none(monkeypatch):
    assert find_program("no", has_sandbox=True) is None
    assert find_program("/bin/sh", has_sandbox=False) == Program("/bin/sh", has_sandbox=False)
    monkeypatch.setenv("PATH", "")
    assert find_program("", has_sandbox=True) is None


def test_a_program_that_is_no_browser_is_said_to_be_none_of_ours(tmp_path, caplog):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho it will not run here >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(NotRendered) as refused:
        render("http://news.test/", World(), Program(str(program)))
    assert (refused.value.sentence, refused.value.is_ours) == (browser.NO_START, True)
    assert "it will not run here" in caplog.text


# ── With a real one ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def program(browser_path: str) -> Program:
    return Program(browser_path, has_sandbox=False)  # tests may run as root, where it cannot start


def pages(**bodies: bytes) -> Callable[[socket.socket, bytes], None]:
    """A site: what it answers by path, `_` for the root, and 404 for all else."""

    def say(link: socket.socket, head: bytes) -> None:
        name = head.split()[1].decode().partition("?")[0].strip("/").replace(".", "_") or "_"
        link.sendall(bodies[name] if name in bodies else answer(b"", status="404 Not Found"))

    return say


def shown(
    say: Callable[[socket.socket, bytes], None] | bytes, program: Program, **more: object
) -> Rendered:
    with web_site(say) as site:
        world = World(stand_ins={"news.test": site.place}, **more)  # type: ignore[arg-type]
        return render("http://news.test/", world, program)


@chromium
def test_a_page_is_printed_and_pictured_in_its_full_length_with_what_it_asks_for(program):
    red = answer(b"body { background: rgb(200, 0, 0) }", kind="text/css")
    made = shown(pages(_=answer(LONG), red_css=red), program)
    assert isinstance(made.pdf, bytes)
    assert made.pdf.startswith(b"%PDF-")
    assert isinstance(made.picture, bytes)
    image = Image.open(BytesIO(made.picture))
    assert image.width == browser.WIDTH
    assert 2_500 < image.height < 3_000
    assert image.convert("RGB").getpixel((image.width - 1, image.height - 1)) == (200, 0, 0)
    assert made.address == "http://news.test/"
    assert made.tool.startswith("Chromium 1")
    assert made.note == ""


@chromium
def test_a_page_that_is_too_long_is_cut_and_that_is_said(program):
    made = shown(answer(b"<p style='height:40000px'>long"), program)
    assert isinstance(made.picture, bytes)
    assert Image.open(BytesIO(made.picture)).height == browser.RENDERED_PIXELS
    assert browser.CUT in made.note


@chromium
@pytest.mark.parametrize(
    ("say", "sentence"),
    [
        (answer(b"gone", status="404 Not Found"), "The site answered 404."),
        (answer(b"", "Location: http://inside.test/", status="302 Found"), fetching.NOT_PUBLIC),
        (answer(b"<script>location = 'http://inside.test/'</script>"), fetching.NOT_PUBLIC),
        (b"220 a mail server\r\n", fetching.NO_PAGE),
        (answer(b"x", "Content-Disposition: attachment", kind="application/zip"), browser.NO_PAGE),
    ],
    ids="404 redirect-inside script-inside mail download".split(),
)  # fmt: skip
def test_why_a_page_is_not_rendered_is_said_in_a_sentence(program, say, sentence):
    with pytest.raises(NotRendered) as refused:
        shown(say, program, look_up=lambda *_: ["10.0.0.7"])
    assert (refused.value.sentence, refused.value.is_ours) == (sentence, False)


@chromium
def test_a_page_that_never_ends_is_rendered_as_far_as_it_came(program, monkeypatch):
    monkeypatch.setattr(browser, "LOADING_SECONDS", 3)

    def say(link: socket.socket, head: bytes) -> None:
        if b"GET / " in head:
            link.sendall(answer(b"<p>here<img src=/slow.png>"))
        else:
            time.sleep(8)

    made = shown(say, program)
    assert isinstance(made.pdf, bytes)
    assert "It was still loading" in made.note


@chromium
def test_a_page_that_runs_for_ever_is_left_in_time(program, monkeypatch):
    monkeypatch.setattr(browser, "RENDERING_SECONDS", 12)
    monkeypatch.setattr(browser, "LOADING_SECONDS", 3)
    begun = time.monotonic()
    with pytest.raises(NotRendered) as refused:
        shown(answer(b"<script>while (true) {}</script>"), program)
    assert refused.value.sentence == browser.TOO_SLOW
    assert time.monotonic() - begun < 40


@chromium
def test_a_page_that_takes_all_memory_is_ended(program, monkeypatch):
    monkeypatch.setattr(browser, "RENDERING_MEMORY", 600_000_000)
    hungry = b"<script>const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1))</script>"
    with pytest.raises(NotRendered) as refused:
        shown(answer(hungry), program)
    assert refused.value.sentence in {browser.ENDED, browser.TOO_SLOW}


# ── What it may not reach ────────────────────────────────────────────────────────────────────────


@dataclass
class Trap:
    """Ports of this machine that nothing may come to: one for connections, one for datagrams."""

    hits: list[str] = field(default_factory=list)
    is_over: bool = False

    @contextmanager
    def set(self) -> Iterator[tuple[int, int]]:
        with (
            socket.create_server(("127.0.0.1", 0)) as tcp,
            socket.socket(type=socket.SOCK_DGRAM) as udp,
        ):
            udp.bind(("127.0.0.1", 0))
            threads = [
                threading.Thread(target=self._wait, args=(wait,), daemon=True)
                for wait in (tcp.accept, lambda: udp.recvfrom(2_048))
            ]
            for thread in threads:
                thread.start()
            yield tcp.getsockname()[1], udp.getsockname()[1]
            self.is_over = True
            for one in (tcp, udp):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(5)

    def _wait(self, wait: Callable[[], object]) -> None:
        with suppress(OSError):
            while True:
                came = wait()
                if self.is_over:
                    return
                self.hits.append(str(came))


HOSTILE = """<!doctype html><title>Quay</title><body><p>The quay</p><img id=good src=/good.png>
<img src=/last.png>
<link rel=dns-prefetch href=//secret-name.test><link rel=preconnect href=http://127.0.0.1:{tcp}>
<link rel=prefetch href=http://127.0.0.1:{tcp}/prefetch><link rel=stylesheet href=http://127.0.0.1:{tcp}/a.css>
<img src=http://127.0.0.1:{tcp}/a.png><img src=http://localhost:{tcp}/b.png><img src=http://[::1]:{tcp}/c.png>
<img src=http://169.254.169.254/latest/meta-data/><img src=http://inside.test/><img src=file:///etc/passwd>
<img src=/moved><iframe src=http://127.0.0.1:{tcp}/desk></iframe><iframe src=file:///etc/hosts></iframe>
<object data=http://127.0.0.1:{tcp}/o></object><video src=http://127.0.0.1:{tcp}/v></video>
<script src=http://127.0.0.1:{tcp}/s.js></script><a ping=http://127.0.0.1:{tcp}/ping id=a href=#x>x</a>
<form id=f method=post target=w action=http://127.0.0.1:{tcp}/desk/claims><input name=a></form><iframe name=w></iframe>
<script>
  const said = (what) => fetch('/said?' + what);
  for (const to of ['http://127.0.0.1:{tcp}/desk', 'http://localhost:{tcp}/', 'http://127.0.0.1/', 'http://[::1]/',
      'http://169.254.169.254/', 'https://127.0.0.1:{tcp}/', 'http://news.test:{tcp}/', 'http://facts.test/desk'])
    fetch(to, {{mode: 'no-cors', credentials: 'include'}}).catch(() => 0);
  fetch('http://inside.test/x').then(async (r) => r.ok && said('inside')).catch(() => 0);
  for (const to of ['file:///etc/passwd', 'chrome://version', 'data:text/html,x', 'blob:x'])
    fetch(to).then(async (r) => to.startsWith('data') || said('scheme-' + to.slice(0, 4))).catch(() => 0);
  for (const to of ['ws://127.0.0.1:{tcp}/', 'wss://127.0.0.1:{tcp}/', 'ws://news.test/'])
    try {{ new WebSocket(to).onopen = () => said('socket'); }} catch {{}}
  try {{ new EventSource('http://127.0.0.1:{tcp}/events'); }} catch {{}}
  const work = "fetch('http://127.0.0.1:{tcp}/worker', {{mode: 'no-cors'}})";
  try {{ new Worker(URL.createObjectURL(new Blob([work]))); }} catch {{}}
  try {{ navigator.serviceWorker.register('/sw.js').then(() => said('serviceworker')); }} catch {{}}
  try {{ navigator.sendBeacon('http://127.0.0.1:{tcp}/beacon', 'x'); }} catch {{}}
  try {{ const t = new WebTransport('https://127.0.0.1:{udp}/'); t.ready.then(() => said('transport')).catch(() => 0);
        t.closed.catch(() => 0); }} catch {{}}
  try {{
    const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}},
      {{urls: 'turn:127.0.0.1:{tcp}?transport=tcp', username: 'a', credential: 'b'}}]}});
    peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    peer.onicecandidate = (e) => e.candidate && said('candidate-' + e.candidate.candidate.split(' ')[4]);
  }} catch {{}}
  try {{ open('http://127.0.0.1:{tcp}/window'); }} catch {{}}
  document.getElementById('f').submit(); document.getElementById('a').click();
  document.getElementById('good').decode().then(() => said('good'));
  setTimeout(() => said('end'), 1500);
</script>"""


@chromium
@pytest.mark.parametrize("has_own_network", [True, False])
def test_a_hostile_page_reaches_nothing_inside_and_the_rest_of_it_is_rendered(
    program, monkeypatch, has_own_network
):
    monkeypatch.setattr(browser, "HAS_OWN_NETWORK", has_own_network)
    trap, asked_for, is_over = Trap(), [], threading.Event()

    def look_up(host: str, _port: int) -> list[str]:
        asked_for.append(host)
        return ["10.0.0.7"]

    with trap.set() as (tcp, udp), ExitStack() as stack:
        moved = answer(b"", f"Location: http://127.0.0.1:{tcp}/moved", status="302 Found")
        say = pages(
            _=answer(HOSTILE.format(tcp=tcp, udp=udp).encode()),
            good_png=answer(picture("PNG"), kind="image/png"),
            last_png=answer(picture("PNG"), kind="image/png"),
            moved=moved,
            said=answer(b"thanks"),
            sw_js=answer(b"fetch('http://127.0.0.1')", kind="text/javascript"),
        )

        def say_last(link: socket.socket, head: bytes) -> None:
            """One picture comes once the page has tried everything: it is not loaded before."""
            if b"/said?end" in head:
                is_over.set()
            elif b"/last.png" in head:
                is_over.wait(9)
            say(link, head)

        site = stack.enter_context(web_site(say_last))
        world = World(
            stand_ins={"news.test": site.place},
            own_hosts=frozenset({"facts.test"}),
            look_up=look_up,
        )
        made = render("http://news.test/", world, program)
        told = [line.split()[1].partition("?")[2] for line in site.asked if " /said?" in line]
    assert trap.hits == []
    assert isinstance(made.pdf, bytes)
    assert isinstance(made.picture, bytes)
    assert set(told) == {"good", "end"}
    assert "secret-name.test" not in asked_for
    assert "not given to it" in made.note


# ── What is left of it ───────────────────────────────────────────────────────────────────────────


def left_in(folder: Path) -> list[str]:
    """Processes that have to do with a profile in this folder, and the profile itself."""
    found = [str(path) for path in folder.glob("factcheck-browser-*")]
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            words = (process / "cmdline").read_bytes() if process.name.isdigit() else b""
            if str(folder).encode() in words and b"browser_child" not in words:
                found.append(words.decode("utf-8", "replace")[:200])
    return found


def until_nothing_is_left(folder: Path) -> None:
    end = time.monotonic() + 20
    while left_in(folder) and time.monotonic() < end:
        time.sleep(0.1)
    assert left_in(folder) == []


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: Chromium has sockets in its profile, whose names may not be long."""
    with TemporaryDirectory(dir="/tmp") as name:
        yield Path(name)


@chromium
def test_no_process_and_no_profile_is_left_afterwards(program, monkeypatch, folder):
    monkeypatch.setenv("TMPDIR", str(folder))
    seen: list[list[str]] = []

    def say(link: socket.socket, _head: bytes) -> None:
        seen.append(left_in(folder))
        link.sendall(answer(LONG))

    shown(say, program)
    assert len(seen[0]) > 2
    assert left_in(folder) == []


WORKER = """
import sys
from factcheck.adapters.browser import Program, render
from factcheck.adapters.fetching import World
world = World(stand_ins={"news.test": ("127.0.0.1", int(sys.argv[1]))})
render("http://news.test/", world, Program(sys.argv[2], False))
"""


@chromium
def test_no_process_and_no_profile_outlives_a_worker_that_was_killed(program, folder):
    asked = threading.Event()

    def say(_link: socket.socket, _head: bytes) -> None:
        asked.set()
        time.sleep(20)

    with (
        web_site(say) as site,
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(site.place[1]), program.path],
            cwd=ROOT,
            env={"TMPDIR": str(folder), "PATH": "/usr/bin:/bin"},
        ) as worker,
    ):
        assert asked.wait(60)
        assert len(left_in(folder)) > 2
        worker.kill()
        worker.wait(10)
        until_nothing_is_left(folder)
