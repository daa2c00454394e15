"""Pure: a passage cut into sentences, in any of the languages; rather too few than too many."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?<![.!?…؟])(?P<mark>[.!?…؟]++)[\"»”’“)\]]*+\s++(?=[–—\-\"«“„‚‘(\[¿¡]*\s*(?P<next>[^\W_]))|(?P<han>[。！？][」』”）]*)(?=\S)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«„“\"-])(?:(?:[^\W\d_]\.)*[^\W\d_]|Mrs?|Ms|Dr|Prof|St|Gen|Sen|Gov|Rep|No|Art|Nr|Mme|Mlle|Sra?|Hr|Fr|bzw|usw"
    r"|etc|approx|им|гг|ул|тыс|млн|млрд|трлн|руб|долл|см|др|пр|проф|акад|гр|стр|ст|п|Mio|Mrd|art|núm|pág|vgl|ca|ggf)$"
)
_LONGEST_SPAN = 20  # characters before a point in which an abbreviation is looked for


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; spans are half-open and leave out only white space."""
    cuts = [0]
    for found in _END.finditer(text):
        if found["mark"] is not None and not _ends(text, found):
            continue
        cuts.append(found.end())
    spans = zip(cuts, [*cuts[1:], len(text)], strict=True)
    return [(start, start + len(text[start:end].rstrip())) for start, end in spans if text[start:end].strip()]


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether a mark ends a sentence: a point after figures or an abbreviation does not, nor before a small letter."""
    if found["next"].islower():
        return False
    if found["mark"] != ".":
        return True
    start = found.start("mark")
    before = text[max(0, start - _LONGEST_SPAN) : start]
    return not (before[-1:].isdigit() and not found["next"].isdigit() and _is_day(before)) and not _ABBREVIATION.search(
        before
    )


def _is_day(before: str) -> bool:
    """``14`` of ``am 14. November``: one or two figures by themselves."""
    return re.search(r"(?:^|[^\d.,:])\d{1,2}$", before) is not None
