"""Pure: what a text says word by word: contractions, elisions and hyphens undone, case folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.text.tables import table
from storage.text.tokens import Token, token_of, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Languages that write an elided word together with the next one: l'homme, dell'accordo.
ELIDING = frozenset({"fr", "it"})
_HYPHENS = re.compile("[-\u2010\u2011]")


def elements(text: str, language: str, tokens: Iterable[Token] | None = None) -> list[Token]:
    """Tokens for looking words up: ``don't`` is ``do`` and ``n't``, ``l'homme`` is ``l'`` and ``homme``.

    ``text`` of each is case folded; the offsets are those of the printed text, and parts of one contraction
    without a seam of their own (``cannot``) share them. ``tokens`` are those of the text, if they are known already.
    """
    found = []
    hidden = table(language).contractions
    eliding = language.partition("-")[0] in ELIDING
    for token in tokenise(text) if tokens is None else tokens:
        if token.sort == "word":
            folded = token.text.casefold()
            if folded.isalpha() and folded not in hidden:
                found.append(token if folded == token.text else token_of((folded, token.start, token.end, "word")))
            else:
                found.extend(_parts(token, hidden, eliding=eliding))
        else:
            found.append(token if token.sort == "mark" else token._replace(text=token.text.casefold()))
    return found


def _parts(token: Token, hidden: Mapping[str, str], *, eliding: bool) -> list[Token]:
    folded = token.text.casefold().replace("’", "'")
    if folded in hidden:
        return [token._replace(text=part) for part in hidden[folded].split()]
    if folded.isalpha() or len(folded) != len(token.text):
        # ß and its like fold to more letters: offsets inside would be wrong
        return [token._replace(text=folded)]
    parts = []
    start = 0
    for cut in _cuts(folded, eliding=eliding):
        parts.append(Token(_HYPHENS.sub("", folded[start:cut]), token.start + start, token.start + cut, "word"))
        start = cut
    parts.append(Token(folded[start:], token.start + start, token.end, "word"))
    return parts


def _cuts(folded: str, *, eliding: bool) -> list[int]:
    cuts = [found.end() for found in _HYPHENS.finditer(folded)]
    if folded.endswith("n't") and len(folded) > 3:
        cuts.append(len(folded) - 3)
    # aujourd'hui is one word: what is elided is short, or ends in -que or -ll
    elided = re.match(r"(?:\w{1,2}|\w*qu|\w*ll)'", folded) if eliding else None
    if elided:
        cuts.append(elided.end())
    return sorted(cuts)
