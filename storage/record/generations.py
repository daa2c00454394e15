"""Generations of our reading code: what one state of it read may be compared, whichever page class it was.

An extractor is named ``<page class>@<digest of the code>``; all that share a digest are one generation. The greatest
generation that has read both sides of a comparison decides it, so the code of today has to have the greatest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sqlite_utils import Database

_SAME_CODE = "substr(name, instr(name, '@')) = substr(:name, instr(:name, '@'))"


def extractor_id(db: Database, name: str) -> int:
    """The extractor's id, made known if it is new: in the generation of its code, else in the next one."""
    row = db.conn.execute("SELECT id FROM extractors WHERE name = ?", [name]).fetchone()
    if row:
        return int(row[0])
    cursor = db.conn.execute(
        "INSERT INTO extractors (name, generation) SELECT :name, coalesce("
        f" (SELECT generation FROM extractors WHERE {_SAME_CODE}),"
        " (SELECT coalesce(max(generation), 0) + 1 FROM extractors))",
        {"name": name},
    )
    return cast("int", cursor.lastrowid)


def of(db: Database, extractor: str) -> int:
    """The generation of a known extractor. Raises LookupError for one that has read nothing."""
    row = db.conn.execute("SELECT generation FROM extractors WHERE name = ?", [extractor]).fetchone()
    if row is None:
        raise LookupError(f"{extractor} has read nothing")
    return int(row[0])


def bring_forward(db: Database, source: int, digest: str) -> bool:
    """Make code that came back (a release undone) the newest again, if a later one has read this source since.

    ``digest`` is what its extractors bear after the ``@``. Returns whether anything was changed.
    """
    names = {"name": f"@{digest}", "source": source}
    row = db.conn.execute(f"SELECT max(generation) FROM extractors WHERE {_SAME_CODE}", names).fetchone()
    overtaken = (
        row[0] is not None
        and db.conn.execute(
            "SELECT 1 FROM extractors JOIN readings ON readings.extractor = extractors.id"
            " JOIN captures ON captures.id = readings.capture"
            " WHERE generation > :generation AND instr(name, '@') AND captures.source = :source LIMIT 1",
            {**names, "generation": row[0]},
        ).fetchone()
    )
    if not overtaken:
        return False
    db.conn.execute(
        "UPDATE extractors SET generation = (SELECT max(generation) + 1 FROM extractors)"
        f" WHERE instr(name, '@') AND {_SAME_CODE}",
        names,
    )
    return True
