"""What is exported, replayed by pywb over HTTP. Skipped where pywb is not: it is a program of its own, not of ours."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from storage.export.archive import write_wacz, write_warc
from storage.record.db import connect
from tests.notebook import Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANAGER, WAYBACK = shutil.which("wb-manager"), shutil.which("wayback")
pytestmark = pytest.mark.skipif(not (MANAGER and WAYBACK), reason="pywb is not installed here")

OLD, NEW = "Talks will begin on 4 May.", "Talks will begin on 5 May."


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[str]:
    """Two collections, one from a WARC and one from a WACZ: the URL below which they are."""
    book = Notebook(connect(tmp_path / "record.db"))
    html = {"content-type": "text/html", "content-encoding": "gzip"}
    first = book.saw(0, OLD, headers=html).capture
    book.not_modified(1, first)
    book.saw(2, OLD, headers=html)
    book.saw(3, NEW, headers=html)
    book.diff()
    book.db.conn.commit()
    with (tmp_path / "all.warc.gz").open("wb") as file:
        write_warc(book.db, file, "Test")
    with (tmp_path / "all.wacz").open("w+b") as file:
        write_wacz(book.db, file, "Test")
    book.db.conn.close()
    assert MANAGER
    assert WAYBACK
    for arguments in (
        ("init", "warc"),
        ("add", "warc", "all.warc.gz"),
        ("init", "wacz"),
        ("add", "--unpack-wacz", "wacz", "all.wacz"),
    ):
        subprocess.run([MANAGER, *arguments], cwd=tmp_path, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [WAYBACK, "-p", str(port), "-b", "127.0.0.1"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def fetched(url: str) -> bytes:
    """The body, once the server is there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                body: bytes = response.read()
                return body
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert time.monotonic() < deadline, "pywb does not answer"
            time.sleep(0.2)


def test_pywb_replays_every_capture_byte_for_byte(replay: str) -> None:
    for collection in ("warc", "wacz"):
        for hour, text in enumerate((OLD, OLD, OLD, NEW)):
            url = f"{replay}/{collection}/202603021{2 + hour}0000id_/https://office.example/en/1"
            assert hashlib.sha256(fetched(url)).digest() == hashlib.sha256(text.encode()).digest(), url
