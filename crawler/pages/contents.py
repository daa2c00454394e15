"""Pure: the apparatus around a long text that is no part of it: its table of contents and the way back to it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from crawler.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.pages.blocks import Block

_HEADINGS = words(
    "contents | table of contents | содержание | оглавление | inhalt | inhaltsverzeichnis | sommaire | "
    "table des matières | índice | contenido | sumario | sumário | conteúdo | indice | sommario | зміст | 目录"
)
_WAYS_BACK = words(
    "back to contents | back to the contents | back to top | back to the top | return to contents | "
    "назад к оглавлению | к оглавлению | вернуться к оглавлению | назад к содержанию | к содержанию | наверх | "
    "zurück zum inhalt | zurück zum inhaltsverzeichnis | zum inhalt | nach oben | retour au sommaire | "
    "retour à la table des matières | volver al índice | volver al contenido | volver arriba | voltar ao índice | "
    "voltar ao sumário | torna all’indice | torna all'indice | назад до змісту | повернутися до змісту | 返回目录"
)
_SIGNS = " .:↑⇧^«»[]()←→\u21e7"


def without_ways_back(blocks: Sequence[Block]) -> list[Block]:
    """Without the lines "Back to contents", in whatever language or several."""
    return [block for block in blocks if not _leads_back(block.text)]


def _leads_back(line: str) -> bool:
    return all(part.strip(_SIGNS).casefold() in _WAYS_BACK for part in re.split(r"[/|]", line))


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Without them and without the table itself: its heading, and the lines that only link to places further down."""
    kept: list[Block] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        heading = block.text.strip(_SIGNS).casefold() in _HEADINGS and (
            block.heading or (following is not None and following.local)
        )
        if not block.local and not heading:
            kept.append(block)
    return without_ways_back(kept)
