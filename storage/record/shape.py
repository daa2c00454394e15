"""Whether a database has the tables, indexes and views that this release makes, and no trigger, for it makes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database

from storage.record.schema import migrations
from storage.record.views import ensure_views

if TYPE_CHECKING:
    from collections.abc import Iterator


def misshapen(db: Database) -> Iterator[str]:
    """What is missing or other than in a database made just now. Tables and views that somebody added are theirs."""
    fresh = Database(memory=True)
    migrations.apply(fresh)
    ensure_views(fresh)
    made, found = _schema(fresh), _schema(db)
    fresh.conn.close()
    for (kind, name), sql in made.items():
        mended = " (the next command that writes makes it so)" if kind == "view" else ""
        if (kind, name) not in found:
            yield f"the {kind} {name} is missing{mended}"
        elif found[kind, name] != sql:
            yield f"the {kind} {name} is not as this release makes it{mended}"
    for kind, name in found.keys() - made.keys():
        if kind == "trigger":
            yield f"the trigger {name} is none of ours: it may alter what is written"


def _schema(db: Database) -> dict[tuple[str, str], str]:
    """Without what other programs make (SQLite its own tables, sqlite-utils that of the migrations), and without quotes
    and white space, which SQLite's releases write otherwise."""
    return {
        (kind, name): "".join(sql.split()).translate({ord(quote): None for quote in "\"'"})
        for kind, name, sql in db.conn.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND (type = 'trigger' OR tbl_name NOT GLOB 'sqlite_*' AND tbl_name <> '_sqlite_migrations')"
        )
    }
