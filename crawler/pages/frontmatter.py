"""Pure: the front matter of a Markdown file: a few lines of YAML between two of ``---``, before the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MATTER_MAX = 64 * 1024
_DEPTH_MAX = 32
"""Lists within lists. Nobody's front matter goes so deep, and some ten thousand end the process that loads them."""
_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
URL_KEYS = ("source_url", "original_url", "canonical_url", "canonical", "url", "link", "source", "permalink")
TITLE_KEYS = ("title", "headline")
DATE_KEYS = ("published_time", "published_at", "published", "publish_date", "pubdate", "datetime", "date")
UPDATED_KEYS = ("modified_time", "modified_at", "modified", "updated_at", "updated", "last_modified", "lastmod")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before a text, each value as it is printed."""

    values: Mapping[str, str]
    """By key in lower case. What is no single value is left out."""
    text: str
    """What stands behind it."""

    def first(self, keys: tuple[str, ...]) -> str:
        """The value of the first of these keys that has one; ``''`` for none."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def has_front_matter(text: str) -> bool:
    """Whether a file begins as one with front matter does."""
    return text.startswith(("---", "\ufeff---")) and _MATTER.match(text[:_MATTER_MAX]) is not None


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of a file; None for one that has none, or none that can be read."""
    match = _MATTER.match(text[:_MATTER_MAX])
    if match is None:
        return None
    import yaml  # for those few sources that need it

    plain = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # makes strings, lists and mappings, and nothing else
    try:
        depth = 0
        for event in yaml.parse(match["yaml"], Loader=plain):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH_MAX:
                return None
        read = yaml.load(match["yaml"], Loader=plain)  # noqa: S506 - see there
    except yaml.YAMLError:
        return None
    if not isinstance(read, dict):
        return None
    values = {str(key).casefold(): value.strip() for key, value in read.items() if isinstance(value, str)}
    return FrontMatter(values, text[match.end() :])
