"""A small record to look at: five documents in five languages whose publishers edited them, one of them hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.jobs.diff import run_diff
from storage.observation import Address, Capture, Reading
from storage.record import captures, runs
from storage.record.db import connect
from storage.record.index import index_passages
from storage.record.schedule import Policy
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

FIRST_SEEN = datetime(2026, 11, 1, 10, tzinfo=UTC)
LATER = timedelta(days=2)
FOUND_AT = datetime(2026, 11, 10, 8, 30, tzinfo=UTC)

HOSTILE_TITLE = '<script>alert("x")</script> [bold]Statement[/bold]'
HOSTILE_PASSAGE = (
    '=HYPERLINK("http://evil.example") \x1b[2J\x1b]0;owned\x07 and \u202egnp.exe\u202c, <b>bold</b> [red]red[/red].'
)

THANKS = (
    "We have held detailed negotiations with our colleagues, and I want to thank the hosts once again for the way in "
    "which they prepared this meeting at such short notice and in such difficult circumstances."
)
ENGLISH = Transcript(
    title="Foreign Minister Sergey Lavrov’s remarks at the negotiations in Geneva",
    language="en",
    form="mid-2021",
    kind="remarks",
    published_at="2026-10-31T20:45:00+03:00",
    turns=(
        Turn(
            "statement",
            (
                THANKS,
                "The delegations met 12 times in March, and the parties did not agree on a date for the next round.",
            ),
            speaker="Sergey Lavrov",
        ),
        Turn("question", ("Will the talks go on?",), speaker_printed="Question"),
        Turn("answer", ("They will.",), speaker="Sergey Lavrov", speaker_printed="Sergey Lavrov"),
    ),
)
RUSSIAN = Transcript(
    title="Встреча с представителями деловых кругов",
    language="ru",
    form="kremlin",
    kind="remarks",
    published_at="2026-10-30T15:00:00+03:00",
    turns=(
        Turn(
            "remark",
            (
                "Мы обсудили ход переговоров и условия, на которых они могут быть продолжены.",
                "Правительство подготовило решение, оно будет опубликовано в ближайшие дни.",
                "Благодарю всех за работу.",
            ),
            speaker="Владимир Путин",
            speaker_printed="В.Путин",
        ),
    ),
)
GERMAN = Transcript(
    title="Pressekonferenz nach den Verhandlungen in Wien",
    language="de",
    form="mid-2021",
    kind="press_conference",
    turns=(
        Turn(
            "statement",
            (
                "Die Verhandlung dauerte bis spät in die Nacht.",
                "Wir danken der Regierung Österreichs für ihre Gastfreundschaft.",
                "Das nächste Treffen findet im Dezember in Genf statt.",
            ),
            speaker="Sergej Lawrow",
        ),
    ),
)
FRENCH = Transcript(
    title="Déclaration du porte-parole",
    language="fr",
    form="mid-2021",
    kind="statement",
    turns=(Turn("statement", ("Nous regrettons cette décision et nous y répondrons.",)),),
)
SPANISH = Transcript(
    title=HOSTILE_TITLE,
    language="es",
    form="mid-2021",
    turns=(Turn("statement", ("El ministro visitó Madrid.", "Las negociaciones continúan.")),),
)


def said(transcript: Transcript, *, turn: int, passages: tuple[str, ...], **fields: str) -> Transcript:
    """The transcript with one turn's passages replaced."""
    turns = list(transcript.turns)
    turns[turn] = replace(turns[turn], passages=passages)
    return replace(transcript, turns=tuple(turns), **fields)  # type: ignore[arg-type]


EDITED = {
    "en": said(
        ENGLISH,
        turn=0,
        passages=(
            ENGLISH.passages[0],
            "The delegations met 14 times in March, and the parties did agree on a date for the next round.",
        ),
    ),
    "ru": said(RUSSIAN, turn=0, passages=RUSSIAN.passages[::2], title="Встреча с представителями банков"),
    "de": said(GERMAN, turn=0, passages=(*GERMAN.passages[1:], GERMAN.passages[0])),
    "es": said(SPANISH, turn=0, passages=(*SPANISH.passages, HOSTILE_PASSAGE)),
}
ADDRESSES = {
    "en": ("ru_mid", Address("1781234", "en", "https://mid.ru/en/foreign_policy/news/1781234/")),
    "de": ("ru_mid", Address("1781299", "de", "https://mid.ru/de/foreign_policy/news/1781299/")),
    "fr": ("ru_mid", Address("1781300", "fr", "https://mid.ru/fr/foreign_policy/news/1781300/")),
    "es": ("ru_mid", Address("1781301", "es", "https://mid.ru/es/foreign_policy/news/1781301/")),
    "ru": ("ru_kremlin", Address("56519", "ru", "http://kremlin.ru/events/president/news/56519")),
}


def build(path: Path) -> Path:
    """The record, captured twice, the French page gone, compared and indexed."""
    db = connect(path)
    with db.atomic():
        runs.source_id(db, "ru_kremlin", "proven")
        runs.source_id(db, "ru_mid", "unproven")
    looks: list[dict[str, Transcript | None]] = [
        {"en": ENGLISH, "ru": RUSSIAN, "de": GERMAN, "fr": FRENCH, "es": SPANISH},
        {**EDITED, "fr": None},
        {"fr": None},
    ]
    for look, transcripts in enumerate(looks):
        for source in ("ru_kremlin", "ru_mid"):
            _crawl(db, source, FIRST_SEEN + look * LATER, transcripts)
    run_diff(db, confirm_withdrawal=timedelta(hours=24), now=FOUND_AT)
    index_passages(db)
    db.conn.close()
    return path


def _crawl(db: Database, source: str, at: datetime, transcripts: dict[str, Transcript | None]) -> None:
    with db.atomic():
        run = runs.start(db, "crawl", runs.source_id(db, source))
        for language, transcript in transcripts.items():
            of, address = ADDRESSES[language]
            if of == source:
                body = b"gone" if transcript is None else transcript.text.encode()
                capture = Capture(source, address.url, at, 200 if transcript else 404, body=body, address=address)
                reading = Reading("ok" if transcript else "gone", "Synthetic@1", transcript=transcript)
                captures.record(db, run, capture, reading, _never_read_again, Policy())
        runs.finish(db, run, outcome="done", state="ok", tally=(5, "en"))


def _never_read_again(capture: Capture, _url: str) -> Reading:
    raise AssertionError(f"{capture.url} was read by the extractor of today")
