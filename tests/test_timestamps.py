"""The run chain's head, signed by an authority of ours: asked for, kept, and held to the chain ever after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from crawler.timestamp import MAX_BYTES, stamp, wrong_settings
from storage.jobs.verify import verify
from storage.record import timestamps
from storage.record.db import connect
from tests.authority import OPENSSL, Authority
from tests.notebook import CONFIRM, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from tests.ministry import Ministry
    from tests.running import Desk

pytestmark = [
    pytest.mark.skipif(not timestamps.available(), reason="the extra 'timestamp' is not installed"),
    pytest.mark.skipif(OPENSSL is None, reason="no openssl here to sign with"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with Authority(tmp_path_factory.mktemp("authority") / "ours") as running:
        yield running


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = connect(tmp_path / "record.db")
    book = Notebook(db)
    book.saw(0, "Talks will begin on 4 May.")
    book.new_run()
    book.saw(1, "Talks will begin on 5 May.")
    book.diff()
    db.conn.commit()
    yield db
    db.conn.close()


def settings(authority: Authority, **more: object) -> Settings:
    given = {"TIMESTAMP_URL": authority.url, "TIMESTAMP_CERTIFICATES": str(authority.root), "TIMESTAMP_EVERY_HOURS": 24}
    return Settings(given | more)


def test_a_timestamp_is_kept_and_holds(db: Database, authority: Authority) -> None:
    assert wrong_settings(settings(authority)) == ""
    assert stamp(db, settings(authority)) == f"run 2 heads the chain, as {authority.url} has signed"
    assert db.conn.execute(
        "SELECT run, authority, abs(julianday(stamped_at) - julianday(requested_at)) < 0.01 FROM timestamps"
    ).fetchall() == [(2, authority.url, 1)]
    assert timestamps.unchecked(db, authority.root) == ""
    assert list(verify(db, confirm_withdrawal=CONFIRM, roots=authority.root)) == []
    assert stamp(db, settings(authority)) == "", "not again so soon"
    assert stamp(db, settings(authority, TIMESTAMP_EVERY_HOURS=0)) == "", "nor of the same head"


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE timestamps SET stamped_at = '2020-01-01T00:00:00.000Z'", "said to be of 2020-01-01"),
        ("UPDATE timestamps SET answer = substr(answer, 1, length(answer) - 20)", "no valid timestamp"),
        ("UPDATE timestamps SET manifest = zeroblob(32)", "run 2, as it stood at"),
        ("UPDATE runs SET manifest = zeroblob(32) WHERE id = 2", "run 2, as it stood at"),
    ],
)
def test_tampering_shows(db: Database, authority: Authority, tampering: str, named: str) -> None:
    stamp(db, settings(authority))
    with db.atomic():
        db.conn.execute(tampering)
    assert any(
        line.startswith("timestamp 1") and named in line
        for line in verify(db, confirm_withdrawal=CONFIRM, roots=authority.root)
    )


def test_runs_cut_off_at_the_end_show_without_asking_anybody(db: Database, authority: Authority) -> None:
    stamp(db, settings(authority))
    db.conn.execute("PRAGMA foreign_keys = OFF")
    with db.atomic():
        for table, column in (
            ("changes", "to_capture"),
            ("versions", "id"),
            ("readings", "capture"),
            ("captures", "id"),
        ):
            db.conn.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM captures WHERE run >= 2)")
        db.conn.execute("DELETE FROM runs WHERE id >= 2")
    assert [line for line in timestamps.broken_timestamps(db, None) if "run 2" in line]
    assert "signatures not checked" in timestamps.unchecked(db, None)


def test_another_authoritys_signature_proves_nothing(db: Database, authority: Authority, tmp_path: Path) -> None:
    stamp(db, settings(authority))
    other = Authority(tmp_path / "other")
    (line,) = verify(db, confirm_withdrawal=CONFIRM, roots=other.root)
    assert line.startswith("timestamp 1 of run 2: the answer is no valid timestamp")


@pytest.mark.parametrize("broken", [b"", b"<html>busy</html>", b"x" * (MAX_BYTES + 1)])
def test_an_answer_that_proves_nothing_is_not_kept(db: Database, tmp_path: Path, broken: bytes) -> None:
    with Authority(tmp_path / "ours", broken) as busy:
        assert "the next run asks again" in stamp(db, settings(busy))
    assert "the next run asks again" in stamp(db, settings(busy)), "nobody is there any more"
    assert db.conn.execute("SELECT count(*) FROM timestamps").fetchone() == (0,)


def test_a_timestamp_of_something_else_is_not_kept(db: Database, authority: Authority, tmp_path: Path) -> None:
    with Authority(tmp_path / "replays", authority.answer(timestamps.request(b"another chain"))) as replays:
        assert "no valid timestamp" in stamp(db, settings(replays, TIMESTAMP_CERTIFICATES=str(authority.root)))


def test_update_asks_and_verify_checks(ministry: Ministry, desk: Desk, authority: Authority) -> None:
    own = settings(authority)
    desk.settings = {name: own[name] for name in ("TIMESTAMP_URL", "TIMESTAMP_CERTIFICATES")}
    ended = desk.ok("update", "ru_kremlin")
    assert f"as {authority.url} has signed" in ended.last
    ended = desk.ok("verify")
    assert "nothing wrong" in ended.last
    desk.settings = {}
    assert "signatures not checked" in desk.ok("verify").last
    ended = desk.run("update", "ru_kremlin", TIMESTAMP_URL=authority.url)
    assert ended.code == 2
    assert "TIMESTAMP_CERTIFICATES" in ended.last
