"""Pure: what a title says of its document: the kind it is of, and whose words follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages import words
from crawler.pages.labels import surname
from crawler.pages.names import person_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.transcript import Kind


def _rule(kind: Kind, pattern: str) -> tuple[Kind, re.Pattern[str]]:
    return kind, re.compile(pattern, re.IGNORECASE)


_KINDS = (
    _rule(
        "read_out",
        r"telephone (?:conversation|call)|phone (?:call|talk|conversation)|read-?out|"
        r"телефонн\w+ (?:разговор|бесед)|telefonat|telefongespräch|entretien téléphonique|"
        r"conversation téléphonique|conversación telefónica|conversa telefónica|conversazione telefonica|"
        r"телефонн\w+ розмов|通电话|اتصال هاتفي",
    ),
    _rule(
        "press_conference",
        r"(?:news|press) conference|пресс-конференци|pressekonferenz|conférence de presse|"
        r"(?:conferencia|rueda) de prensa|conferência de imprensa|conferenza stampa|прес-конференці|记者会|"
        r"مؤتمر صحفي",
    ),
    _rule("interview", r"\binterview|интервью|entrevista|\bintervista|інтерв.ю|采访|مقابلة"),
    _rule("briefing", r"\bbriefing|брифинг|point de presse|брифінг|sesión informativa|例行|إحاطة"),
    _rule(
        "announcement",
        r"\bupcoming\b|\bforthcoming\b|media advisory|\baccreditation\b|^анонс|о предстоящ|аккредитаци|"
        r"^к (?:\w+ )?визит|^on the (?:\w+ )?visit|^zum (?:\w+ )?besuch|^à propos de la (?:\w+ )?visite|"
        r"^sobre la (?:\w+ )?visita|\bankündigung|bevorstehend|akkreditierung|à venir|prochaine visite|accréditation|"
        r"próxima visita|acreditación|acreditação|"
        r"\bwill (?:visit|meet|hold|attend|chair|host|receive|travel|take part|participate)\b|"
        r"\b(?:посетит|прибудет|встретится|провед[её]т|примет участие)\b|"
        r"\bwird .{1,80}\b(?:besuchen|treffen|teilnehmen|empfangen)\b|"
        r"\b(?:se rendra|effectuera|rencontrera|participera|recevra)\b|"
        r"\b(?:visitará|viajará|se reunirá|participará|recibirá)\b",
    ),
)
"""Kinds that a word anywhere in the title settles, the most telling first."""

_FORMS = (
    _rule(
        "answers",
        r"\banswer(?:s|ed)?\b|\brepl(?:y|ies|ied)\b|\bответ\w*|\bantwort\w*|\bréponses?\b|\brespuestas?\b|\brespostas?\b|"
        r"\brisposte\b|відповід\w+",
    ),
    _rule(
        "remarks",
        r"\bremarks?\b|реплик\w+|вступительн\w+ слов\w+|\bausführungen\b|\bpropos\b|\bpalabras\b|"
        r"\bpalavras\b|\bäußerungen\b|\bdéclaration liminaire\b",
    ),
    _rule(
        "speech",
        r"\bspeech(?:es)?\b|\baddress(?:es)?\b|выступлени\w+|\bречь\b|обращени\w+|послани\w+|\breden?\b|\bansprachen?\b|"
        r"\bdiscours\b|\ballocutions?\b|\bdiscursos?\b|\bintervenci(?:ón|ones)\b|\bintervenç(?:ão|ões)\b|\bdiscors[oi]\b|виступ\w*|"
        r"промов\w+|讲话|كلمة",
    ),
    _rule(
        "statement",
        r"\bstatements?\b|\bcomment(?:ary|s)?\b|заявлени\w+|комментари\w+|\berklärung(?:en)?\b|"
        r"\bstellungnahmen?\b|\bkommentare?\b|\bdéclarations?\b|\bcommentaires?\b|\bdeclaraci(?:ón|ones)\b|"
        r"\bcomentarios?\b|\bdeclaraç(?:ão|ões)\b|\bdichiarazion[ei]\b|заяв\w+|声明|بيان",
    ),
)
"""Kinds of which the one named first in the title counts: "remarks and answers to questions" are remarks."""

_SPOKEN = re.compile("|".join(pattern.pattern for _, pattern in (*_KINDS[1:4], *_FORMS)), re.IGNORECASE)
"""Titles of these kinds announce somebody's own words."""
_POSSESSIVE = re.compile(r"^(.{3,90}?)(?:[’']s|(?<=s)[’'])\s+(?=\w)")
_BREAK = re.compile(
    r"\s+(?:at|to|on|following|during|for|with|in|before|after|ahead|regarding|about|über|zu[mr]?|auf|bei[m]?|nach|vor|"
    r"anlässlich|im|am|mit|für|lors|à|au|sur|avec|devant|pour|dans|après|en|ante|con|durante|sobre|tras|no|na|em|perante)\b"
    r"|[,:;–—«“„\"]"
)
_INITIALLED = re.compile(r"(?<![^\W\d_])((?:[А-ЯЁЇІЄҐ]\.\s?){1,2})([А-ЯЁЇІЄҐ][а-яёїієґ-]+)")
_NOMINATIVE = (
    (re.compile(r"(?<=[оеёиы])(?:вой|ной)$"), lambda end: end[0] + "а"),
    (re.compile(r"(?<=[оеё])(?:ва|ву|вым|ве)$"), lambda end: "в"),
    (re.compile(r"(?<=[иы])(?:на|ну|ным|не)$"), lambda end: "н"),
    (re.compile(r"(?<=ск)(?:ого|ому|им)$"), lambda end: "ий"),
    (re.compile(r"(?<=ск)ой$"), lambda end: "ая"),
    (re.compile(r"(?<=ич)(?:а|у|ем)$"), lambda end: ""),
)
"""Endings of Russian surnames outside the nominative, where they can mean but one name."""


def kind_of(title: str) -> Kind:
    """The kind of document a title announces; ``other`` where it names none."""
    for kind, pattern in _KINDS:
        if pattern.search(title):
            return kind
    named = [(match.start(), kind) for kind, pattern in _FORMS if (match := pattern.search(title))]
    return min(named)[1] if named else "other"


def names_in_title(last_name: str, title: str) -> bool:
    """The title bears this surname, in whatever case or possessive."""
    stem = last_name[:-1] if last_name[-1:] in "аяйеьoо" else last_name
    return len(stem) >= 3 and re.search(rf"(?<!\w){re.escape(stem)}\w{{0,3}}(?!\w)", title) is not None


def speaker_in_title(title: str, people: Iterable[str]) -> str:
    """Whose words the title says these are; ``''`` where it does not, or not surely. "Meeting with …" says nothing.

    Of the people the document labels, the one named first. Else the name the title's own grammar gives:
    "Foreign Minister Sergey Lavrov’s remarks", "Rede des Außenministers Sergej Lawrow",
    "Выступление Министра С.В.Лаврова" (put back into the nominative).
    """
    spoken = _SPOKEN.search(title)
    if spoken is None:
        return ""
    named = [(at, person) for person in people if person and (at := _position(surname(person), title)) is not None]
    if named:
        return min(named)[1]
    if match := _INITIALLED.search(title, spoken.end()):
        between = title[spoken.end() : match.start()].casefold().split()
        last = _nominative(match[2]) if not between or not words.OFFICES.isdisjoint(between) else ""
        return match[1].replace(" ", "") + last if last else ""
    if (match := _POSSESSIVE.match(title)) and match.end() <= spoken.start():
        return _certain_person(match[1])
    return _certain_person(_BREAK.split(title[spoken.end() :].strip(), maxsplit=1)[0])


def _position(last_name: str, title: str) -> int | None:
    if not names_in_title(last_name, title):
        return None
    return title.find(last_name[:-1])


def _certain_person(phrase: str) -> str:
    """The name a phrase ends with, if an office before it shows that it is one."""
    tokens = phrase.split()
    if words.OFFICES.isdisjoint(token.casefold() for token in tokens):
        return ""
    name = person_in(phrase)
    return name if name != phrase and len(name.split()) >= 2 else ""


def _nominative(last_name: str) -> str:
    """A Russian surname's first case; ``''`` where its ending could belong to several names."""
    if last_name.endswith(("ко", "их", "ых")):  # these never change
        return last_name
    for ending, nominative in _NOMINATIVE:
        if match := ending.search(last_name):
            return last_name[: match.start()] + nominative(match[0])
    return ""
