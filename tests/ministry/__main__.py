"""``python -m tests.ministry``: serve until interrupted, or tell a running ministry to go on to an edition."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import urllib.request
from pathlib import Path

from tests.ministry.script import LAST
from tests.ministry.server import Ministry


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ministry", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--edition", type=int, default=1, help=f"1 to {LAST}")
    parser.add_argument("--ready-file", type=Path, help="written with the URL once it can be asked")
    parser.add_argument("--advance", nargs=2, metavar=("URL", "EDITION"), help="for one that runs already")
    arguments = parser.parse_args()
    if arguments.advance:
        return advance(*arguments.advance)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with Ministry(arguments.documents, arguments.seed, arguments.edition, arguments.port) as ministry:
        print(ministry.url, flush=True)
        if arguments.ready_file:
            arguments.ready_file.write_text(f"{ministry.url}\n", encoding="utf-8")
        stop.wait()
    return 0


def advance(url: str, edition: str) -> int:
    """Ask the ministry at ``url`` for an edition; its answer goes to standard output."""
    request = urllib.request.Request(f"{url.rstrip('/')}/_ministry/edition/{edition}", method="POST")
    with urllib.request.urlopen(request, timeout=10) as response:
        print(response.read().decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
