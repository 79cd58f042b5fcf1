"""The life of one Chromium, from its start to the end of its last process; a program of its own, run by `browser`.

Where the system allows it, the browser gets a network of its own that holds nothing but the way to our proxy: neither
this machine nor any other can be reached in it, whatever the browser is made to try.  Elsewhere it is held to the proxy
by its own settings.  Whoever started this closes the line, or dies, and with that every process of the browser is ended
and its profile removed; so they are when the time is over or too much memory is used.

Only the standard library, and nothing of this package: it is started by its path.
"""

import ctypes
import fcntl
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

PROFILE = "factcheck-browser-"
LOOK_EVERY_SECONDS = 0.25
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
FILE_BYTES = 256_000_000  # what one file of the profile may grow to

# No way but the proxy, not even to this machine; no look-ups, no news from its maker, nothing from this machine.
FLAGS = """
--headless=new --remote-debugging-pipe --no-first-run --no-default-browser-check --disable-quic --disable-gpu
--proxy-bypass-list=<-loopback> --webrtc-ip-handling-policy=disable_non_proxied_udp
--force-webrtc-ip-handling-policy=disable_non_proxied_udp --disable-background-networking --disable-component-update
--disable-component-extensions-with-background-pages --disable-domain-reliability --disable-sync --disable-extensions
--disable-default-apps --disable-breakpad --disable-crash-reporter --disable-client-side-phishing-detection
--disable-dev-shm-usage --disable-notifications --disable-speech-api --disable-print-preview --deny-permission-prompts
--metrics-recording-only --no-pings --no-service-autorun --mute-audio --hide-scrollbars --password-store=basic
--use-mock-keychain --disk-cache-size=1 --force-color-profile=srgb --lang=en-US --js-flags=--max-old-space-size=512
--disable-features=HttpsUpgrades,HttpsFirstBalancedMode,MediaRouter,OptimizationHints,Translate,DialMediaRouteProvider,DnsOverHttps,AsyncDns,InterestFeedContentSuggestions,WebRtcHideLocalIpsWithMdns
""".split()

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """The order is one JSON object: program, has_sandbox, has_own_network, seconds, memory, and the descriptors
    line, into and out_of."""
    order = json.loads(sys.argv[1])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    line = socket.socket(fileno=order["line"])
    is_cut_off = order["has_own_network"] and _can_be_cut_off() and _cut_off()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port = listener.getsockname()[1]
        socket.send_fds(line, [b"cut off" if is_cut_off else b"in here"], [listener.fileno()])
    profile = tempfile.mkdtemp(prefix=PROFILE)
    try:
        _watch(line, _start(order, profile, port), order)
    finally:
        _end_all()
        shutil.rmtree(profile, ignore_errors=True)


# ── A network of its own ─────────────────────────────────────────────────────────────────────────


def _can_be_cut_off() -> bool:
    """Whether the system lets us; tried by a child, since half of it would leave us without any network."""
    child = os.fork()
    if not child:
        os._exit(0 if _cut_off() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _cut_off() -> bool:
    """Leave this machine's network for an empty one, with a loopback of its own; False where that is not allowed."""
    user, group = os.getuid(), os.getgid()
    try:
        if _libc.unshare(CLONE_NEWUSER | CLONE_NEWNET):
            return False
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            asked = struct.pack("16sh14x", b"lo", 0)
            flags = struct.unpack("16sh14x", fcntl.ioctl(probe, SIOCGIFFLAGS, asked))[1]
            fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
    except OSError:
        return False
    return True


# ── The browser ──────────────────────────────────────────────────────────────────────────────────


def _start(order: dict[str, Any], profile: str, port: int) -> int:
    flags = [
        *FLAGS,
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--proxy-server=http://127.0.0.1:{port}",
        f"--user-data-dir={profile}",
        *([] if order["has_sandbox"] else ["--no-sandbox"]),
        "about:blank",
    ]
    child = os.fork()
    if not child:
        _become(order, profile, flags)
    os.close(order["into"])
    os.close(order["out_of"])
    return child


def _become(order: dict[str, Any], profile: str, flags: list[str]) -> NoReturn:
    """The forked child turns into the browser: descriptors 3 and 4 are its pipe, and it has no others of ours."""
    try:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        ours = [fcntl.fcntl(order[name], fcntl.F_DUPFD, 10) for name in ("into", "out_of")]
        for number, own in zip((3, 4), ours, strict=True):
            os.dup2(own, number, inheritable=True)
        os.closerange(5, 1_024)
        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, FILE_BYTES),
            (resource.RLIMIT_CPU, int(order["seconds"]) + 1),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
        names = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
        environ = {
            **dict.fromkeys(names, profile),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
        }
        os.execve(order["program"], [order["program"], *flags], environ)  # noqa: S606  no shell is wanted
    finally:
        os._exit(127)


def _watch(line: socket.socket, browser: int, order: dict[str, Any]) -> None:
    """Until whoever started this lets go of the line, the browser ends, or it takes too much."""
    end = time.monotonic() + order["seconds"]
    while time.monotonic() < end:
        if select.select([line], [], [], LOOK_EVERY_SECONDS)[0] or browser in _ended():
            return
        if sum(map(_memory, _descendants())) > order["memory"]:
            return


def _ended() -> set[int]:
    """The children that ended since this was asked last."""
    ended = set()
    with suppress(ChildProcessError):
        while child := os.waitpid(-1, os.WNOHANG)[0]:
            ended.add(child)
    return ended


def _end_all() -> None:
    """Kill until nobody is left: who lost its parent is ours by now."""
    end = time.monotonic() + 5
    while (left := _descendants()) and time.monotonic() < end:
        for process in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.02)
        _ended()


def _descendants() -> list[int]:
    """Every process that came of this one, wherever it went."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(after_name[1])
    found, own = [os.getpid()], []
    while found:
        parent = found.pop()
        children = [child for child, its in parents.items() if its == parent]
        found += children
        own += children
    return own


def _memory(process: int) -> int:
    """What a process holds for itself alone, in bytes."""
    try:
        words = Path(f"/proc/{process}/statm").read_text().split()
    except OSError:
        return 0
    return (int(words[1]) - int(words[2])) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
