"""Pure: lines by which a site says that there is no such page, in every language we read.

Statements speak of what "is no longer available" too. So a line counts only if all of it says so, but for words that
error pages are made of: "Sorry, the page you requested could not be found", not "Gas transit is no longer available".
"""

from __future__ import annotations

import re

from crawler.pages.words import words

_PHRASE = re.compile(
    r"\b(?:not (?:be )?found|no longer (?:exists?|available)|does(?:n[’']t| not) exist)\b|"
    r"\b(?:больше )?не (?:найден\w*|существует|обнаружен\w*)|ничего не найдено|"
    r"\bnicht (?:mehr )?(?:gefunden|verfügbar|vorhanden)\b|\bexistiert (?:leider )?nicht(?: mehr)?\b|"
    r"\bintrouvable\b|\bnon trouvée?\b|\binexistante?\b|\bn[’']existe (?:pas|plus)\b|"
    r"\bn[’']a pas (?:été|pu être) trouvée?\b|\bn[’']est (?:pas|plus) disponible\b|"
    r"\bno (?:fue )?encontrad[ao]\b|\b(?:ya )?no (?:existe|(?:está )?disponible)\b|"
    r"\bno se (?:ha )?(?:encontrado|encontró|encuentra|pudo encontrar)\b|"
    r"\bnão (?:foi )?(?:encontrad[ao]|existe)\b|\bnon (?:è stat[ao] )?(?:trovat[ao]|esiste)\b|"
    r"\bне (?:знайдено|існує)|不存在|找不到|غير موجودة|لم يتم العثور على",
    re.IGNORECASE,
)
_BARE_404 = re.compile(r"\A(?:\W*404)+\W*\Z")
_NOUN = re.compile(
    r"404|\bpages?\b|страниц|материал|документ|\bseite\b|\bdokument\b|\bdocument|página|pagina|сторінк|页面|页|صفحة",
    re.IGNORECASE,
)
"""What an error page says is missing."""
_SEPARATOR = re.compile(r"\s+[|·•/–—-]\s+|\s*\|\s*")
_SENTENCE = re.compile(r"(?<=[.!?。])\s*")
_WORD = re.compile(r"[^\W_]+")
_FILLING = words(
    "404 | error | oops | sorry | unfortunately | we | re | the | a | this | that | page | pages | document | file | "
    "url | address | you | are | were | have | looking | for | requested | your | which | is | was | has | been | it | "
    "could | can | cannot | be | on | server | site | http | or | moved | removed | deleted | anymore | "
    "ошибка | извините | простите | к | сожалению | запрашиваемая | запрошенная | запрашиваемый | запрашиваемой | "
    "вами | вы | ищете | которую | такая | такой | эта | этой | данная | страница | страницы | страницу | документ | "
    "материал | материалы | по | вашему | запросу | на | сайте | или | была | был | удалена | удалён | "
    "fehler | leider | entschuldigung | die | der | das | diese | dieses | von | ihnen | gewünschte | angeforderte | "
    "gesuchte | aufgerufene | seite | dokument | wurde | konnte | werden | ist | sie | suchen | oder | "
    "erreur | désolé | malheureusement | la | le | cette | ce | page | que | vous | recherchez | cherchez | demandez | "
    "demandée | demandé | recherchée | est | ou | n | a | été | supprimée | "
    "lo | sentimos | perdón | página | el | esta | este | documento | que | busca | está | buscando | usted | "
    "solicitada | solicitado | ha | sido | o | eliminada | "
    "erro | desculpe | esta | procura | procurada | não | foi | errore | spiacenti | siamo | questa | pagina | "
    "richiesta | cercata | stai | cercando | che | "
    "помилка | на | жаль | сторінка | сторінку | такої | запитувану | вибачте | "
    "抱歉 | 对不起 | 您访问的页面 | 您要找的页面 | 页面 | 该页面 | عذرا | عذرًا | الصفحة | المطلوبة | خطأ"
)
"""All that error pages say beside the phrase itself."""


def absence(line: str) -> str:
    """The line, if a site says by it that there is no such page; ``''`` otherwise. A title may bear the site's name."""
    if _BARE_404.match(line):
        return line
    parts = _SEPARATOR.split(line)
    if len(parts) > 1 and not names_page(line):  # "The treaty – no longer available" is about a treaty
        return ""
    return line if any(map(_says_so, parts)) else ""


def names_page(line: str) -> bool:
    """Whether the line says what is missing: a page, a document, or by its number."""
    return _NOUN.search(line) is not None


def sentence_of_absence(text: str) -> str:
    """The first sentence that says there is no such page; ``''`` for none."""
    return next((one for one in _SENTENCE.split(text) if absence(one) and names_page(one)), "")


def phrase_of_absence(text: str) -> str:
    """Words that something is not there, whatever it is; ``''`` for none."""
    match = _PHRASE.search(text)
    return match[0] if match else ""


def _says_so(part: str) -> bool:
    rest, count = _PHRASE.subn(" ", part)
    return count > 0 and all(word in _FILLING for word in _WORD.findall(rest.casefold()))
