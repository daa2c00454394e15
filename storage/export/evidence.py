"""One change as a package that proves itself: what was captured before and after, what it reads, what differs.

A WACZ, so that replayweb.page and pywb show both captures; a zip, so that anyone can open the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from storage.export import evidence_page, warc
from storage.export.holdings import chosen
from storage.export.package import Package, pretty
from storage.record import texts
from storage.show.redline import redline
from storage.show.select import Selection, edit_rows, superseded_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.export.holdings import Held
    from storage.show.redline import Redline


class NoSuchChange(LookupError):
    """No change bears this id. The message names it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is on record of one change."""

    redline: Redline
    superseded: bool
    """A capture that came in late has redrawn it since."""
    captures: tuple[Held, ...]
    facts: dict[int, dict[str, Any]]
    """By capture: what its latest reading made of it, and the run that it belongs to."""
    texts: dict[str, dict[str, Any]]
    """``before`` and ``after`` (not after a withdrawal): the texts as read, with hash and reader."""

    @property
    def title(self) -> str:
        of = f"{self.redline.source}/{self.redline.document} ({self.redline.language})"
        return f"Change {self.redline.change} of {of}"


def gather(db: Database, change: str) -> Evidence:
    """What the record holds of the change. Raises NoSuchChange, and DamagedBody where bytes are lost."""
    rows = list(edit_rows(db, Selection(change=change)))
    superseded = [] if rows else superseded_rows(db, change)
    if not rows and not superseded:
        raise NoSuchChange(f"no change {change!r}")
    drawn = redline(db, rows or superseded)
    wanted = [drawn.from_capture, drawn.to_capture]
    for (confirmed_by,) in db.conn.execute(
        "SELECT confirmed_by FROM withdrawals WHERE id = ? OR restored_by = ?", [drawn.to_capture, drawn.to_capture]
    ):
        wanted.append(confirmed_by)
    captures = tuple(chosen(db, wanted))
    return Evidence(
        redline=drawn,
        superseded=bool(superseded),
        captures=captures,
        facts={held.origin.capture: _facts(db, held.origin.capture) for held in captures},
        texts=_texts(db, change),
    )


def write_evidence(stream: IO[bytes], evidence: Evidence) -> None:
    """The package, upon a seekable stream. The same record makes the same bytes."""
    at = max(held.origin.fetched_at for held in evidence.captures)
    with Package(stream) as package:
        package.add("evidence/README.txt", evidence_page.readme(evidence).encode())
        package.add("evidence/redline.html", evidence_page.page(evidence).encode())
        package.add("evidence/change.json", pretty(_data(evidence)))
        for when, text in evidence.texts.items():
            package.add(f"evidence/text-{when}.txt", text["text"].encode())
        for held in evidence.captures:
            if held.body is not None:
                package.add(f"evidence/{body_name(held)}", held.body)
        package.archive(evidence.title, at, evidence.captures)
        shown = [held for held in evidence.captures if held.body is not None]
        package.pages(map(_page, shown))
        sums = "".join(f"{one['hash'].removeprefix('sha256:')}  {one['path']}\n" for one in package.resources)
        package.add("evidence/SHA256SUMS", sums.encode())
        first = {"mainPageUrl": warc.uri(shown[-1].origin.url), "mainPageDate": shown[-1].origin.fetched_at}
        package.describe(evidence.title, at, **first)


def body_name(held: Held) -> str:
    """Of the file with a captured body, byte for byte: no name that a program would run by itself."""
    return f"capture-{held.origin.capture}.body"


def _page(held: Held) -> dict[str, str]:
    origin = held.origin
    title = f"Capture {origin.capture}, {origin.fetched_at}"
    return {"id": f"capture-{origin.capture}", "url": warc.uri(origin.url), "ts": origin.fetched_at, "title": title}


def _data(evidence: Evidence) -> dict[str, Any]:
    return {
        "change": evidence.redline.as_json(),
        "superseded": evidence.superseded,
        "captures": [
            {
                "capture": held.origin.capture,
                "role": evidence_page.role(evidence, held),
                "url": held.origin.url,
                "requested_url": held.requested_url or held.origin.url,
                "fetched_at": held.origin.fetched_at,
                "observer": held.observer,
                "http_status": held.status,
                "headers": dict(held.headers),
                "body_sha256": held.origin.sha256,
                "bytes": len(held.body or b""),
                "body": body_name(held) if held.body is not None else None,
                "unchanged_since_capture": held.repeats.capture if held.repeats else None,
                "incomplete": held.incomplete,
                "failure": held.failure,
                "warc_record_id": warc.record_id(held.origin).strip("<>"),
                **evidence.facts[held.origin.capture],
            }
            for held in evidence.captures
        ],
        "texts": {
            when: {name: value for name, value in text.items() if name != "text"} | {"file": f"text-{when}.txt"}
            for when, text in evidence.texts.items()
        },
        "fidelity": warc.FIDELITY,
    }


def _facts(db: Database, capture: int) -> dict[str, Any]:
    verdict, reason, extractor, run, command, started, ended, previous, manifest = db.conn.execute(
        "SELECT verdict, readings.reason, extractors.name, runs.id, command, started_at, ended_at,"
        " lower(hex(previous)), lower(hex(manifest)) FROM captures JOIN runs ON runs.id = captures.run"
        " JOIN readings ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)"
        " JOIN extractors ON extractors.id = readings.extractor WHERE captures.id = ?",
        [capture],
    ).fetchone()
    return {
        "verdict": verdict,
        "reason": reason,
        "extractor": extractor,
        "run": {
            "run": run,
            "command": command,
            "started_at": started,
            "ended_at": ended,
            "previous_manifest": previous,
            "manifest": manifest,
        },
    }


def _texts(db: Database, change: str) -> dict[str, dict[str, Any]]:
    found = {}
    ids = db.conn.execute("SELECT from_text, to_text FROM changes WHERE id = ?", [change]).fetchone()
    for when, id_ in zip(("before", "after"), ids, strict=True):
        if id_ is None:
            continue
        read = texts.load(db, id_)
        sha256, characters = db.conn.execute(
            "SELECT lower(hex(text_sha256)), characters FROM texts WHERE id = ?", [id_]
        ).fetchone()
        found[when] = {
            "title": read.title,
            "published_at": read.published_at,
            "declared_version": read.declared_version,
            "declared_updated_at": read.declared_updated_at,
            "text_sha256": sha256,
            "characters": characters,
            "text": read.text,
        }
    return found
