"""Pure: which language of a document the others are held to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel.languages import get_official_languages

if TYPE_CHECKING:
    from collections.abc import Collection


def original(source: str, languages: Collection[str]) -> str:
    """The language that the other variants of a document are compared with: one of ``languages``, of which is one.

    That is the first official language (CLDR) of the source's country that the document has: ministries translate
    from it. Else English, else the first by its tag. It follows from the source's name (``ru_mid``) and the
    document's languages alone, so that it stays what it is.
    """
    bare = {language.partition("-")[0]: language for language in sorted(languages, reverse=True)}
    for official in (*_official(source.partition("_")[0].upper()), "en"):
        if official in bare:
            return bare[official]
    return min(languages)


@lru_cache(maxsize=64)
def _official(territory: str) -> tuple[str, ...]:
    found = get_official_languages(territory, de_facto=True)
    return tuple(language.partition("_")[0] for language in found)
