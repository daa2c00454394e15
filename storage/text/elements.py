"""Pure: what a text says word by word: contractions, elisions and hyphens undone, case folded."""

from __future__ import annotations

import re

from storage.text.tables import table
from storage.text.tokens import Token, tokenise

# Languages that write an elided word together with the next one: l'homme, dell'accordo.
_ELIDING = frozenset({"fr", "it"})
_HYPHENS = re.compile("[-\u2010\u2011]")


def elements(text: str, language: str) -> list[Token]:
    """Tokens for looking words up: ``don't`` is ``do`` and ``n't``, ``l'homme`` is ``l'`` and ``homme``.

    ``text`` of each is case folded; the offsets are those of the printed text, and parts of one contraction
    without a seam of their own (``cannot``) share them.
    """
    found = []
    for token in tokenise(text):
        if token.sort == "word":
            found.extend(_parts(token, language))
        else:
            found.append(token._replace(text=token.text.casefold()))
    return found


def _parts(token: Token, language: str) -> list[Token]:
    folded = token.text.casefold().replace("’", "'")
    hidden = table(language).contractions.get(folded)
    if hidden:
        return [token._replace(text=part) for part in hidden.split()]
    if len(folded) != len(token.text):  # ß and its like fold to more letters: offsets inside would be wrong
        return [token._replace(text=folded)]
    parts = []
    start = 0
    for cut in _cuts(folded, language):
        parts.append(Token(_HYPHENS.sub("", folded[start:cut]), token.start + start, token.start + cut, "word"))
        start = cut
    parts.append(Token(folded[start:], token.start + start, token.end, "word"))
    return parts


def _cuts(folded: str, language: str) -> list[int]:
    cuts = [found.end() for found in _HYPHENS.finditer(folded)]
    if folded.endswith("n't") and len(folded) > 3:
        cuts.append(len(folded) - 3)
    if language.partition("-")[0] in _ELIDING:
        # aujourd'hui is one word: what is elided is short, or a conjunction in -que
        elided = re.match(r"(?:\w{1,2}|\w*qu|(?:de|ne|a)?ll)'", folded)
        if elided:
            cuts.append(elided.end())
    return sorted(cuts)
