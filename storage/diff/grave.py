"""Pure: rules for what may not change unseen: negation, dates, numbers, names."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from storage.diff.force import denials, forces
from storage.diff.mends import doubled_word_removed
from storage.diff.names import Name, respelled, same_name
from storage.diff.places import date_row, figure_row, moved_within, name_row, reordered
from storage.diff.spelling import squeezed
from storage.diff.units import units_moved
from storage.diff.unnamed import mainly_names, somebody_unnamed
from storage.diff.years import years_exchanged
from storage.text.cldr import countries
from storage.text.elements import elements
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.diff.spot import Side, Spot
    from storage.text.figures import Figure
    from storage.text.tables import Table


_MOST_PAIRS = 100_000
"""Numbers or names of one hunk times those of the other, beyond which only what is printed is compared."""
_OF = frozenset({"", "de", "di", "d'", "d’"})
"""What may stand between a number and its unit: 40 millions d'euros."""
_A_PAIR = frozenset({"1", "1.", "2", "2."})
_LEAST_CLAUSE = 4
"""Words, those of grammar left aside, from which what came or went is a clause, and a pair in it no count."""
_AS = frozenset({"as", "как", "як", "wie", "comme", "como", "come"})
_PARTNER = 4
"""Words behind half a negation within which its other half stands: n'y a plus."""


def negation_changed(at: Spot) -> bool:
    """Negation: a word that negates or says how binding something is came, went or became another.

    ``can not`` and ``cannot`` are one; the French ``ne`` counts where its other half changed in the same passage.
    """
    if not (at.old.may_bind or at.new.may_bind) or squeezed(at.old.changed) == squeezed(at.new.changed):
        return False
    old, new = forces(at)
    half_old, half_new = old.pop("half", 0), new.pop("half", 0)
    if (old == new and half_old == half_new) or doubled_word_removed(at):
        return False
    if old != new:
        return not reordered(at)
    denying = at.old if half_old > half_new else at.new
    return denials(at.old, at.table) != denials(at.new, at.table) or _partner_near(denying, at)


def _partner_near(side: Side, at: Spot) -> bool:
    """Whether a word that denies beside half a negation stands in the hunk or close behind it, and no other denial."""
    near = [*side.said, *words(side.text[side.end :])[:_PARTNER]]
    return not at.table.partner_words.isdisjoint(near) and not denials(side, at.table)


def opposite_put(at: Spot) -> bool:
    """Negation: a word became its opposite by a prefix: possible, impossible; законно, незаконно."""
    if len(at.old.words) != len(at.new.words):
        return False
    old, new = ([word.text.casefold() for word in side.words] for side in at.sides)
    return opposed(old, new, at.table)


def opposed(old: Sequence[str], new: Sequence[str], known: Table) -> bool:
    """Whether of as many case-folded words one became its opposite by a prefix."""
    if len(old) != len(new):
        return False
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    if len(changed) != 1 or len(changed[0][0]) == len(changed[0][1]):
        return False
    shorter, longer = sorted(changed[0], key=len)
    return longer.endswith(shorter) and any(
        longer == prefix + shorter and len(shorter) >= least for prefix, least in known.opposing
    )


def date_changed(at: Spot) -> bool:
    """Date: a day, month, weekday or year became another. ``27 November`` and ``27.11.`` differ only in print."""
    old, new = (Counter(date.value for date in side.changed_dates) for side in at.sides)
    if old == new:
        return not old and years_exchanged(at)
    return bool(old - new and new - old) or not (moved_within(at, date_row) or reordered(at))


def number_changed(at: Spot) -> bool:
    """Number: a value became another, came or went, in figures or words; a lone ``one`` or ``first`` does not count."""
    old, new = (_figures(side) for side in at.sides)
    if len(old) * len(new) > _MOST_PAIRS:
        return {figure.readings for figure in old} != {figure.readings for figure in new}
    for figure in list(old):
        match = next((other for other in new if figure.same(other)), None)
        if match:
            old.remove(figure)
            new.remove(match)
    if all(_is_weak(figure, side, at.table) for found, side in ((old, at.old), (new, at.new)) for figure in found):
        return False
    if old and new:
        return True
    if at.op == "replace" and _number_a_name(old or new, at):
        return False
    return not (_mentioned(old + new, at) or moved_within(at, figure_row) or reordered(at))


def _is_weak(figure: Figure, side: Side, known: Table) -> bool:
    """A lone ``one``, ``first`` or ``both``."""
    return figure.weak or side.text[figure.start : figure.end].casefold() in known.pair_words


def _number_a_name(found: Sequence[Figure], at: Spot) -> bool:
    """Whether numbers are part of a name that became another name: Canal 13, Telefe."""
    side, other = at.sides if at.old.changed_figures else at.sides[::-1]
    ends = {name.end + 1 for name in side.changed_names}
    return bool(other.changed_names) and all(figure.in_digits and figure.start in ends for figure in found)


def _mentioned(found: Sequence[Figure], at: Spot) -> bool:
    """Whether words came or went that only mention a pair: "as befits two friendly nations"."""
    if at.op == "replace" or any(figure.in_digits or not figure.readings <= _A_PAIR for figure in found):
        return False
    said = at.old.said + at.new.said
    told = [word for word in said if word not in at.table.small_words]
    return len(told) >= _LEAST_CLAUSE or said[0] in _AS


def _figures(side: Side) -> list[Figure]:
    """The numbers a hunk touches, less those of dates, which have a rule of their own."""
    if not side.changed_figures:
        return []
    dated = {place for date in side.dates for place in range(date.start, date.end)}
    return [figure for figure in side.changed_figures if dated.isdisjoint(range(figure.start, figure.end))]


def unit_changed(at: Spot) -> bool:
    """Number: what is counted became another unit or currency, beside the same number."""
    old, new = (_units(side, at) for side in at.sides)
    if old and new:
        return old != new
    before, behind = units_moved(at)
    return bool(before and behind and before != behind)


def _units(side: Side, at: Spot) -> list[str]:
    named = [(part, unit) for part in side.elements if (unit := at.table.unit_words.get(part.text))]
    ends = [figure.end for figure in side.figures] if named else []
    found = []
    for part, unit in named:
        near = bisect_right(ends, part.start)
        beside = side.figures[max(near - 1, 0) : near + 1]
        if any(side.text[min(part.end, f.end) : max(part.start, f.start)].strip() in _OF for f in beside):
            found.append(unit)
    return found


def name_changed(at: Spot) -> bool:
    """Name: a proper name became another one, or one was taken out of or put into a list.

    Its inflected forms, another transliteration and the first name beside a surname are the same name.
    """
    if squeezed(at.old.changed) == squeezed(at.new.changed):
        return False
    old, new = (side.changed_names for side in at.sides)
    if len(old) * len(new) > _MOST_PAIRS:
        return {name.text for name in old} != {name.text for name in new}
    gone = [name for name in old if not any(_one_name(name, other, at) for other in new)]
    come = [name for name in new if not any(_one_name(name, other, at) for other in old)]
    if gone and come:
        return not (_same_countries(gone, come, at) or _same_body(at) or reordered(at))
    if not (gone or come):
        return False
    if at.op == "replace":  # where nouns have capitals, a name that no list knows looks like them
        one_noun_each = at.table.nouns_capitalised and _one_noun_each(at)
        return one_noun_each or somebody_unnamed(at, _incomplete(gone + come, at))
    changed = [name for name in _incomplete(gone + come, at) if len(name.text) > 1]  # an initial alone is no name
    if not changed or _same_countries(gone, come, at):
        return False
    side = at.old if at.old.changed else at.new
    return mainly_names(changed, side, at.table) and not (moved_within(at, name_row) or reordered(at))


def _same_countries(gone: Sequence[Name], come: Sequence[Name], at: Spot) -> bool:
    """Whether the names are other names of the same countries, in order: Russia, the Russian Federation."""
    told = []
    for side, found in ((at.old, gone), (at.new, come)):
        said = [part.text for part in elements(side.text, at.language)]
        hits = countries(at.language).find(said)
        words_of = {word for hit in hits for word in said[hit.start : hit.end]}
        if not words_of.issuperset(name.text.casefold() for name in found):
            return False
        told.append([hit.meaning for hit in hits])
    return bool(told[0]) and told[0] == told[1]


def _one_noun_each(at: Spot) -> bool:
    if not all(len(side.words) == 1 and side.changed[0].isupper() for side in at.sides):
        return False
    one, other = (Name(0, 0, side.words[0].text) for side in at.sides)
    return not _one_name(one, other, at)


def _same_body(at: Spot) -> bool:
    """Whether one side spells out what the other shortens: the OSCE, the Organization for Security and …"""
    said = [[word.text for word in side.words] for side in at.sides]
    for short, long in (said, said[::-1]):
        acronyms = [word for word in short if len(word) > 1 and word.isupper()]
        if len(acronyms) == 1 and len(long) >= len(acronyms[0]):
            initials = "".join(part.text[0] for part in elements(" ".join(long), at.language))
            if _is_within(acronyms[0].casefold(), initials.casefold()):
                return True
    return False


def _is_within(letters: str, initials: str) -> bool:
    """Whether letters stand among others, in order, the first and the last at the ends."""
    rest = iter(initials)
    return letters[0] == initials[0] and all(letter in rest for letter in letters)


def _one_name(one: Name, other: Name, at: Spot) -> bool:
    if 1 in (len(one.text), len(other.text)) and not (one.text + other.text)[1:].isupper():
        return one.text[0] == other.text[0]  # an initial and the name it stands for
    return same_name(one.text, other.text, at.language) or respelled(one.text, other.text, at.language)


def _incomplete(found: list[Name], at: Spot) -> list[Name]:
    """Names put in or taken out that do not stand directly beside one that stays, as a first name and its surname."""
    side = at.old if at.old.changed_names else at.new
    kept = set(side.names).difference(side.changed_names)
    starts, ends = {name.start for name in kept}, {name.end for name in kept}
    return [
        name
        for name in found
        if not (name.end + 1 in starts and side.text[name.end] == " ")
        and not (name.start - 1 in ends and side.text[name.start - 1] == " ")
    ]
