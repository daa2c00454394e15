"""A copy of the database to publish: all of it but the bytes of the captured pages."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.record.db import readable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[str, int, int], None]
    """Told which table is being copied, how many are done, and of how many."""


def copy_without_bodies(
    path: Path, target: Path, progress: Progress = lambda table, done, total: None
) -> dict[str, int]:
    """Copy the database at ``path`` to a new file. Returns how many rows of each table are there.

    Bodies keep hash and size, so that every capture still says what its bytes were; their data is empty. The source is
    read in one transaction, a writer may go on meanwhile. The same record makes the same bytes. Raises sqlite3.Error.
    """
    conn = sqlite3.connect(target.resolve().as_uri(), uri=True, isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode = OFF")
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("ATTACH ? AS kept", [readable(path)])
        for pragma in ("page_size", "application_id", "encoding"):
            (value,) = conn.execute(f"PRAGMA kept.{pragma}").fetchone()
            conn.execute(f"PRAGMA main.{pragma} = {value!r}")
        conn.execute("BEGIN")
        schema = conn.execute(
            "SELECT type, name, sql FROM kept.sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        counts = _copy_tables(conn, schema, progress)
        for kind, name, sql in schema:
            if kind != "table" and not name.startswith("sqlite_"):
                conn.execute(sql)
        conn.execute("COMMIT")
    finally:
        conn.close()
    return counts


def _copy_tables(conn: sqlite3.Connection, schema: list[tuple[str, str, str]], progress: Progress) -> dict[str, int]:
    tables = {name: sql for kind, name, sql in schema if kind == "table" and not name.startswith("sqlite_")}
    virtual = [name for name, sql in tables.items() if sql.upper().startswith("CREATE VIRTUAL")]
    for name in virtual:  # makes its shadow tables, which are then filled like any other
        conn.execute(tables[name])
    shadows = [name for name in tables if any(name.startswith(f"{one}_") for one in virtual) and _there(conn, name)]
    counts = {}
    for done, (name, sql) in enumerate(tables.items(), 1):
        if name in virtual:
            continue
        if name in shadows:
            conn.execute(f'DELETE FROM main."{name}"')
        else:
            conn.execute(sql)
        wanted = ", ".join(_column(name, column) for _, column, *_ in conn.execute(f'PRAGMA kept.table_info("{name}")'))
        conn.execute(f'INSERT INTO main."{name}" SELECT {wanted} FROM kept."{name}"')
        (counts[name],) = conn.execute(f'SELECT count(*) FROM main."{name}"').fetchone()
        progress(name, done, len(tables))
    return counts


def _there(conn: sqlite3.Connection, name: str) -> bool:
    return conn.execute("SELECT 1 FROM main.sqlite_master WHERE name = ?", [name]).fetchone() is not None


def _column(table: str, column: str) -> str:
    if table == "bodies":
        return {"base": "NULL", "data": "x''"}.get(column, f'"{column}"')
    return f'"{column}"'
