"""`scrapy browse`: the database in a browser."""

from __future__ import annotations

import signal
import socket
import sys
from typing import TYPE_CHECKING

from crawler.cli.base import ProjectCommand, usage
from storage.record.db import is_read_as_it_is

if TYPE_CHECKING:
    import argparse

    import uvicorn


class Command(ProjectCommand):
    """Serves until it is interrupted. Reads only, so it runs beside a crawl."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Open the database in a browser, with Datasette"

    def long_desc(self) -> str:
        return "Serve the database, read-only, with Datasette: views, redlines, full-text search and ready questions."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", metavar="PORT", default="8001", help="0 takes any free one (default: 8001)")
        parser.add_argument("--host", metavar="HOST", default="127.0.0.1", help="address to listen on (127.0.0.1)")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy loads every command to run one; Datasette takes as long to load as all the rest.
        import uvicorn

        from storage.show.browse import browser

        if args:
            usage(f"browse takes options only, not {args[0]!r}")
        if not (opts.port.isascii() and opts.port.isdigit() and int(opts.port) < 65536):
            usage(f"--port wants a number up to 65535, not {opts.port!r}")
        with self.reading():
            pass  # refuses what is no database of ours before anything is served
        if is_read_as_it_is(self.database_path):
            usage(
                f"{self.database_path} cannot be served while others may write to it: its folder cannot be written here"
            )
        with self._listening(opts.host, int(opts.port)) as listening:
            host, port = listening.getsockname()[:2]
            sys.stdout.write(f"http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C ends it)\n")
            sys.stdout.flush()
            serve(uvicorn.Server(uvicorn.Config(browser(self.database_path).app(), log_level="warning")), listening)

    def _listening(self, host: str, port: int) -> socket.socket:
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        except (socket.gaierror, UnicodeError):
            usage(f"--host wants an address of this machine, not {host!r}")
        try:
            return socket.create_server((host, port), family=family)
        except OSError as error:
            raise OSError(f"cannot listen on {host}:{port}: {error.strerror}") from error


def serve(server: uvicorn.Server, listening: socket.socket) -> None:
    """Serve on the socket until SIGINT or SIGTERM. Both are a proper end: the server would pass them on otherwise."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda _signum, _frame: None)
    server.run(sockets=[listening])
