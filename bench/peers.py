"""One peer's differ over pairs of versions: ``python bench/peers.py NAME SECONDS < pairs.json``.

Run by the Python that has the peer installed, so nothing of the project is imported here. Reads a list of pairs, each
of two versions as ``{"title": …, "turns": [[speaker, passage], …]}``, and writes a list of ``[processor seconds, hunks,
words marked]``, of as many pairs as ``SECONDS`` allow and one at least. A hunk is what is reported between two equal
stretches; the words marked are those reported as gone or come (null where a peer does not print them).
"""

from __future__ import annotations

import difflib
import html
import json
import re
import sys
import time
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Version = dict[str, Any]
Found = tuple[int, int | None]
_TAG = re.compile(r"<(/?)(ins|del)\b[^>]*>|<[^>]*>")
_WDIFF = re.compile(r"\x1b\[9[12]m(.*?)\x1b\[0m", re.DOTALL)


def text(version: Version) -> str:
    """A version as text: a line for each passage, its speaker before it."""
    return "\n".join([version["title"], *(f"{speaker}: {passage}" for speaker, passage in version["turns"])])


def page(version: Version) -> str:
    """A version as a page."""
    turns = (f"<p><b>{html.escape(speaker)}:</b> {html.escape(said)}</p>" for speaker, said in version["turns"])
    title = html.escape(version["title"])
    lines = "\n".join(turns)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>\n{lines}\n</body></html>"


def counted(ops: Iterable[tuple[bool, str]]) -> Found:
    """Hunks and words of a text told in stretches: whether each is changed, and its words."""
    hunks = words = 0
    inside = False
    for changed, said in ops:
        if changed and said.strip():
            hunks += not inside
            words += len(said.split())
            inside = True
        elif not changed and said.strip():
            inside = False
    return hunks, words


def tagged(printed: str) -> Found:
    """The same of a page that holds ``ins`` and ``del``."""
    depth = at = 0
    ops = []
    for tag in _TAG.finditer(printed):
        ops.append((depth > 0, html.unescape(printed[at : tag.start()])))
        if tag[2]:
            depth += -1 if tag[1] else 1
        at = tag.end()
    return counted([*ops, (depth > 0, printed[at:])])


def deepdiff_by_value(old: Version, new: Version) -> Callable[[], Found]:
    return _deepdiff(*(_plain(version, by_word=False) for version in (old, new)))


def deepdiff_by_word(old: Version, new: Version) -> Callable[[], Found]:
    return _deepdiff(*(_plain(version, by_word=True) for version in (old, new)))


def _plain(version: Version, *, by_word: bool) -> dict[str, object]:
    turns = [{"speaker": who, "said": said.split() if by_word else said} for who, said in version["turns"]]
    return {"title": version["title"], "turns": turns}


def _deepdiff(old: object, new: object) -> Callable[[], Found]:
    found = import_module("deepdiff").DeepDiff(old, new)

    def told() -> Found:
        leaves = [leaf for changes in found.values() for leaf in changes.values()]
        return len(leaves), sum(len(word.split()) for leaf in leaves for word in _strings(leaf))

    return told


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [word for one in inner for word in _strings(one)]


def difflib_by_word(old: Version, new: Version) -> Callable[[], Found]:
    a, b = text(old).split(), text(new).split()
    codes = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return lambda: counted((tag != "equal", " ".join([*a[i1:i2], *b[j1:j2]])) for tag, i1, i2, j1, j2 in codes)


def fast_diff_match_patch(old: Version, new: Version) -> Callable[[], Found]:
    differ = import_module("fast_diff_match_patch").diff
    ops = differ(text(old), text(new), timelimit=0, checklines=False, cleanup="Semantic", counts_only=False)
    return lambda: counted((op != "=", said) for op, said in ops)


def lxml_html_diff(old: Version, new: Version) -> Callable[[], Found]:
    printed = import_module("lxml.html.diff").htmldiff(page(old), page(new))
    return lambda: tagged(printed)


def xmldiff(old: Version, new: Version) -> Callable[[], Found]:
    actions = import_module("xmldiff.main").diff_texts(page(old), page(new))
    return lambda: (len(actions), None)


def webchanges_unified(old: Version, new: Version) -> Callable[[], Found]:
    lines = _webchanges("UnifiedDiffer", old, new).splitlines()[2:]
    return lambda: counted((line[:1] in "+-", line[1:]) for line in lines)


def webchanges_wdiff(old: Version, new: Version) -> Callable[[], Found]:
    lines = _webchanges("WdiffDiffer", old, new).splitlines()[2:]
    printed = "\n".join(line for line in lines if not line.startswith("@@"))
    return lambda: counted((at % 2 > 0, part) for at, part in enumerate(_WDIFF.split(printed)))


def _webchanges(name: str, old: Version, new: Version) -> str:
    job = SimpleNamespace(additions_only=None, deletions_only=None, contextlines=0, monospace=False)
    kinds = {"old_mime_type": "text/plain", "new_mime_type": "text/plain", "old_timestamp": 0, "new_timestamp": 0}
    plain = {"is_markdown": lambda: False, "is_html": lambda: False}
    state = SimpleNamespace(job=job, old_data=text(old), new_data=text(new), **kinds, **plain)
    return str(getattr(import_module("webchanges.differs"), name)(state).differ({}, "plain")["plain"])


def web_monitoring_text(old: Version, new: Version) -> Callable[[], Found]:
    ops = import_module("web_monitoring_diff").html_text_diff(page(old), page(new))["diff"]
    return lambda: counted((op != 0, said) for op, said in ops)


def web_monitoring_page(old: Version, new: Version) -> Callable[[], Found]:
    printed = import_module("web_monitoring_diff").html_diff_render(page(old), page(new))["combined"]
    return lambda: tagged(printed.partition("</head>")[2].partition("<script")[0])


PEERS = {
    made.__name__: made
    for made in (
        deepdiff_by_value,
        deepdiff_by_word,
        difflib_by_word,
        fast_diff_match_patch,
        lxml_html_diff,
        xmldiff,
        webchanges_unified,
        webchanges_wdiff,
        web_monitoring_text,
        web_monitoring_page,
    )
}


def measured(name: str, pairs: list[tuple[Version, Version]], budget_s: float) -> list[tuple[float, int, int | None]]:
    """Processor seconds, hunks and words marked, of as many pairs as the budget allows."""
    differ = PEERS[name]
    differ(*pairs[0])  # loads what is to be loaded
    found: list[tuple[float, int, int | None]] = []
    for old, new in pairs:
        start = time.process_time()
        told = differ(old, new)
        found.append((time.process_time() - start, *told()))
        if sum(seconds for seconds, *_ in found) > budget_s:
            break
    return found


if __name__ == "__main__":
    json.dump(measured(sys.argv[1], json.load(sys.stdin), float(sys.argv[2])), sys.stdout)
