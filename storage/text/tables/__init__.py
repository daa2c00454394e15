"""Per-language words that decide what an edit touches. A new language is a new file named by its tag."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import permutations
from typing import TYPE_CHECKING

from storage.text.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Table:
    """What one language's words mean to a rule. Word lists are written as ``storage.text.lexicon`` reads them.

    The lists are our own, of closed word classes as any grammar of the language gives them; what CLDR has
    (months, weekdays, number symbols, names of countries) is taken from there instead.
    """

    negation: str = ""
    never: str = ""
    half_partners: str = ""
    """Words that deny only with one of ``half_negation``: the French ``plus``, ``personne``."""
    half_negation: str = ""
    """Words that negate only beside another one: the French ``ne``."""
    negative_prefixes: str = ""
    """Beginnings that turn a word into its opposite: ``im`` + possible."""
    must: str = ""
    should: str = ""
    may: str = ""
    can: str = ""
    no_force: str = ""
    """Idioms in which words of negation or modality neither deny nor bind: ``not_only``, ``come_what_may``."""
    noun_force: str = ""
    """Where such a word is a noun: ``a_must``, ``premier_pas``."""
    contractions: Mapping[str, str] = field(default_factory=dict)
    """Words that hide two: ``cannot``."""
    numbers: Mapping[int, str] = field(default_factory=dict)
    ordinals: Mapping[int, str] = field(default_factory=dict)
    scales: Mapping[int, str] = field(default_factory=dict)
    no_number: str = ""
    """Idioms whose number words count nothing: ``one_another``, ``hold_on_a_second``."""
    pair: str = ""
    """Words for two that are pronouns more often than counts: ``both``."""
    decades: Mapping[int, str] = field(default_factory=dict)
    """Words for the decades of a century: ``nineties`` (90)."""
    shares: Mapping[int, str] = field(default_factory=dict)
    """Words for one half (2), third (3), quarter (4) of a whole."""
    near_times: Mapping[str, str] = field(default_factory=dict)
    """Times told from now: ``day-1`` (yesterday), ``year+1`` (next year); seasons too."""
    doublets: str = ""
    """Words that are spelled in two ways, or taken for one another: ``programme/program``, ``their/there``."""
    spellings: str = ""
    """Letters that a reform, or another usage, spells otherwise: ``tial/zial``."""
    beside: str = ""
    """Words that stand a slip from one of number, date, negation or modality, yet are no slip: ``then`` (ten)."""
    abbreviations: str = ""
    """Short forms and what they stand for, in each of its forms: ``no,nr/number,numbers``, ``i_e/that_is``."""
    given_names: str = ""
    """Months that are first names too: ``april``."""
    surnames: str = ""
    """Months that are surnames too: ``may``."""
    day_nouns: str = ""
    """Weekdays that are other nouns too, and words before them that tell the day: ``среду/в,на``."""
    units: Mapping[str, str] = field(default_factory=dict)
    titles: str = ""
    """Offices and forms of address: written with a capital, yet no name."""
    portfolios: str = ""
    """What ministers are ministers of: beside an office written with a capital, yet no name."""
    persons: str = ""
    """Words that may stand for somebody's name: pronouns, offices, colleague."""
    articles: str = ""
    articled: str = ""
    """Words that mean another thing with an article before them: few, a few."""
    small: str = ""
    """Words of grammar that a copy editor puts in, takes out or exchanges: prepositions, conjunctions, auxiliaries."""
    opposed: str = ""
    """Small words that turn the sense when one becomes the other: ``from/to``; with ``-`` when it comes or goes."""
    inflections: str = ""
    """Endings of one word in number, person, tense, case; ``-`` is the bare stem, ``|`` parts groups of them."""
    tenses: str = ""
    """Endings of verbs, ``|`` between tenses."""
    year_before: str = ""
    """Words after which four digits are a year."""
    year_after: str = ""
    adverb: str = ""
    """Ending that makes an adverb of an adjective."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Names of countries beside the one that CLDR gives each: Turkey, Белоруссия."""
    cities: Mapping[str, str] = field(default_factory=dict)
    """Capitals and seats of talks that CLDR has no time zone for: Washington, Genf."""
    months: Mapping[int, str] = field(default_factory=dict)
    """Forms of months that CLDR does not give: other cases, ``sept.``, the Levant's names in Arabic."""
    weekdays: Mapping[int, str] = field(default_factory=dict)
    """Forms of weekdays that CLDR does not give; 0 is Monday."""
    case_endings: str = ""
    """Endings that inflect a proper name without making it another; ``-`` is the bare stem."""
    nouns_capitalised: bool = False
    naming: str = ""
    """Words that a name follows, where a capital alone makes none: the German ``namens``."""
    questions: str = ""
    """Labels printed above a question, without their colon."""
    answers: str = ""
    """Labels printed above an answer in place of a name, without their colon."""
    continued: str = ""
    """What stands at the end of a text that is still to grow."""

    @cached_property
    def force(self) -> Lexicon[str]:
        """Words that negate, or that say how binding or possible something is."""
        return Lexicon(
            {
                "never": self.never,
                "half": self.half_negation,
                "must": self.must,
                "should": self.should,
                "may": self.may,
                "can": self.can,
                "not": self.negation,
            }
        )

    @cached_property
    def forceless(self) -> Lexicon[bool]:
        return Lexicon({True: self.no_force})

    @cached_property
    def force_nouns(self) -> Lexicon[bool]:
        return Lexicon({True: self.noun_force})

    @cached_property
    def numberless(self) -> Lexicon[bool]:
        return Lexicon({True: self.no_number})

    @cached_property
    def decade_words(self) -> Lexicon[int]:
        return Lexicon(self.decades)

    @cached_property
    def number_words(self) -> Lexicon[int]:
        return Lexicon(self.numbers)

    @cached_property
    def ordinal_words(self) -> Lexicon[int]:
        return Lexicon(self.ordinals)

    @cached_property
    def pair_words(self) -> frozenset[str]:
        return frozenset(self.pair.split())

    @cached_property
    def scale_words(self) -> Lexicon[int]:
        return Lexicon(self.scales)

    @cached_property
    def unit_words(self) -> Lexicon[str]:
        return Lexicon(
            {**_SYMBOLS, **{unit: f"{forms} {_SYMBOLS.get(unit, '')}" for unit, forms in self.units.items()}}
        )

    @cached_property
    def share_words(self) -> Lexicon[int]:
        return Lexicon(self.shares)

    @cached_property
    def near_time_words(self) -> Lexicon[str]:
        return Lexicon(self.near_times)

    @cached_property
    def words_beside(self) -> frozenset[str]:
        return frozenset(self.beside.split())

    @cached_property
    def short_forms(self) -> Lexicon[str]:
        return Lexicon({short: short.replace(",", " ") for short, _, _ in self._shortened})

    @cached_property
    def long_forms(self) -> Lexicon[str]:
        """What the short forms stand for, by these."""
        return Lexicon({short: long.replace(",", " ") for short, _, long in self._shortened})

    @property
    def _shortened(self) -> list[tuple[str, str, str]]:
        return [group.partition("/") for group in self.abbreviations.split()]

    @cached_property
    def portfolio_words(self) -> frozenset[str]:
        return frozenset(self.portfolios.split())

    @cached_property
    def doublet_words(self) -> frozenset[tuple[str, str]]:
        """Pairs of words, both ways round, of which one may be the other one mended."""
        groups = (group.split("/") for group in self.doublets.split())
        return frozenset(pair for group in groups for pair in permutations(group, 2))

    @cached_property
    def spelled_alike(self) -> tuple[tuple[str, str], ...]:
        """Letters, and those that may stand for them."""
        pairs = (pair.partition("/") for pair in self.spellings.split())
        return tuple((one, other) for one, _, other in pairs)

    @cached_property
    def title_words(self) -> Lexicon[bool]:
        return Lexicon({True: self.titles})

    @cached_property
    def person_words(self) -> Lexicon[bool]:
        return Lexicon({True: self.persons})

    @cached_property
    def article_words(self) -> frozenset[str]:
        return frozenset(self.articles.split())

    @cached_property
    def small_words(self) -> frozenset[str]:
        return frozenset(f"{self.small} {self.articles}".split()) if self.small else frozenset()

    @cached_property
    def opposed_words(self) -> frozenset[tuple[str, str]]:
        pairs = (pair.partition("/") for pair in self.opposed.split())
        return frozenset((one, other) for one, _, others in pairs for other in others.split(","))

    @cached_property
    def endings(self) -> tuple[frozenset[str], ...]:
        groups = (group.split() for group in self.inflections.split("|"))
        return tuple(frozenset("" if ending == "-" else ending for ending in group) for group in groups if group)

    @cached_property
    def tense_endings(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(tense.split()) for tense in self.tenses.split("|") if tense.strip())

    @cached_property
    def days_or_nouns(self) -> dict[str, frozenset[str]]:
        """Weekdays that may be other nouns, with the words before them that tell the day."""
        groups = (group.partition("/") for group in self.day_nouns.split())
        return {word: frozenset(before.split(",")) for word, _, before in groups}

    @cached_property
    def partner_words(self) -> frozenset[str]:
        return frozenset(self.half_partners.split())

    @cached_property
    def opposing(self) -> tuple[tuple[str, int], ...]:
        """Prefixes that turn a word into its opposite, each with the fewest letters of a word it may stand before."""
        return tuple(
            (prefix, 5 if len(prefix) <= 2 and prefix[0] == "i" else 4) for prefix in self.negative_prefixes.split()
        )

    @cached_property
    def question_labels(self) -> Lexicon[bool]:
        return Lexicon({True: self.questions})

    @cached_property
    def answer_labels(self) -> Lexicon[bool]:
        return Lexicon({True: self.answers})

    @cached_property
    def continued_words(self) -> Lexicon[bool]:
        return Lexicon({True: self.continued})


_SYMBOLS: Mapping[str, str] = {
    "percent": "% ٪ ％",
    "permille": "‰",
    "euro": "€ eur",
    "dollar": "$ usd",
    "pound": "£ gbp",
    "rouble": "₽ rub",
    "hryvnia": "₴ uah",
    "yuan": "¥ cny",
    "km": "km км",
    "kg": "kg кг",
}


def counted(words: str, start: int = 1, step: int = 1) -> dict[int, str]:
    """Words by the numbers they stand for, from ``start`` on."""
    return {start + step * at: word for at, word in enumerate(words.split())}


@lru_cache(maxsize=64)
def table(language: str) -> Table:
    """The table of a language (``en``, ``zh-Hant``): an empty one for a language without a file."""
    primary = language.partition("-")[0].lower()
    if not primary.isalpha() or find_spec(f"{__name__}.{primary}") is None:
        return Table()
    found: Table = import_module(f"{__name__}.{primary}").TABLE
    return found
