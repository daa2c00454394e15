"""Other differs over our pairs, in processes of their own; what is not installed here, in a throw-away environment."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import peers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.pairs import Versions
    from storage.transcript import Transcript

BUDGET_S = 30.0
"""Processor seconds for one peer and one kind of edit; a peer that is slower compares fewer of the pairs."""
_TIMEOUT_S = 600.0

_WANTED = {
    "fast_diff_match_patch": ("fast-diff-match-patch",),
    "xmldiff": ("xmldiff",),
    "webchanges_unified": ("webchanges",),
    "webchanges_wdiff": ("webchanges",),
    # Its parser, as a wheel, runs only beside an lxml that was built with the same libxml2 (2.9.14).
    "web_monitoring_text": ("web-monitoring-diff", "lxml==4.9.2"),
    "web_monitoring_page": ("web-monitoring-diff", "lxml==4.9.2"),
}
"""What pip must install for a peer; the others come with our own dependencies or with Python."""


class Measured(NamedTuple):
    """What a differ made of one pair."""

    seconds: float
    """Of the processor."""
    hunks: int
    marked: int | None
    """Words told as gone or come; None where a peer prints none."""


class Missing(Exception):
    """A peer that cannot be had or does not run here; told in one line."""


def pythons(folder: Path) -> dict[str, Path | None]:
    """The Python of every peer; None where it could not be installed (offline, no wheel for this Python)."""
    made: dict[tuple[str, ...], Path | None] = {}
    found: dict[str, Path | None] = {}
    for name in peers.PEERS:
        packages = _WANTED.get(name, ())
        if not packages:
            found[name] = Path(sys.executable)
            continue
        if packages not in made:
            made[packages] = _installed(folder / str(len(made)), packages)
        found[name] = made[packages]
    return found


def _installed(folder: Path, packages: Sequence[str]) -> Path | None:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *packages], capture_output=True)
    return python if done.returncode == 0 else None


def run(name: str, python: Path | None, pairs: Sequence[Versions]) -> list[Measured]:
    """One peer over the first of these pairs, as many as its budget allows. Raises Missing."""
    if python is None:
        raise Missing("pip could not install it")
    command = [str(python), "-P", str(Path(peers.__file__)), name, str(BUDGET_S)]
    given = json.dumps([[_plain(version) for version in pair] for pair in pairs])
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise Missing(f"one pair takes more than {_TIMEOUT_S:.0f} s") from error
    if done.returncode:
        raise Missing((done.stderr.strip().splitlines() or ["it failed"])[-1][:200])
    return [Measured(*row) for row in json.loads(done.stdout)]


def _plain(version: Transcript) -> dict[str, object]:
    turns = [[turn.speaker_printed, passage] for turn in version.turns for passage in turn.passages]
    return {"title": version.title, "turns": turns}
