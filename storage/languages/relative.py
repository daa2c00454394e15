"""Pure: years and spans told by way of others: last year for 2022, a year and two months for fourteen months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.text.lexicon import Lexicon
from storage.text.tokens import words

if TYPE_CHECKING:
    from storage.languages.quantities import Quantity

_NEAR = 2
"""Years apart that two years may be, one of which is told from the other."""
_BY_DISTANCE = Lexicon(
    {
        True: (
            "прошлый_год прошлого_года прошлому_году прошлым_годом прошлом_году позапрошлом_году предыдущего_года"
            " предыдущем_году годом_ранее годом_раньше год_назад год_спустя этом_году текущего_года нынешнем_году"
            " следующем_году будущем_году"
            " last_year previous_year preceding_year year_before year_earlier year_ago year_later this_year next_year"
            " letztes_jahr letzten_jahr letzten_jahres vergangenes_jahr vergangenen_jahr vergangenen_jahres vorjahr*"
            " vor_einem_jahr jahr_zuvor jahr_davor jahr_früher jahr_später dieses_jahr diesem_jahr nächstes_jahr"
            " nächsten_jahr heuer"
            " an_dernier an_passé année_dernière année_passée année_précédente an_plus_tôt an_auparavant an_plus_tard"
            " cette_année an_prochain année_prochaine"
            " año_pasado año_anterior año_previo año_antes año_atrás año_después este_año próximo_año"
        )
    }
)
_LARGER = Lexicon(
    {
        "month": "год года году годом year years jahr jahre jahren an ans année années año años",
        "day": "неделя недели неделю неделей week weeks woche wochen semaine semaines semana semanas",
        "hour": "сутки суток день дня day days tag tage tagen jour jours día días",
        "minute": "час часа часов hour hours stunde stunden heure heures hora horas",
    }
)
"""Unit of a count -> words for the next larger unit."""
_TO_THE_LARGER = {"month": 12, "day": 7, "hour": 24, "minute": 60}


def told_by_distance(one: int, other: int, text: str, other_text: str) -> bool:
    """Whether two years, one in each text, may each be what the other text tells by its distance (last year)."""
    return abs(one - other) <= _NEAR and all(bool(_BY_DISTANCE.find(words(said))) for said in (text, other_text))


def carried(one: Quantity, two: Quantity, text: str, other_text: str) -> bool:
    """Whether one text may count in a larger unit what the other counts in one: a year and two months, 14 months."""
    size = _TO_THE_LARGER.get(one.unit)
    if size is None or one.unit != two.unit or one.scale > 1 or two.scale > 1:
        return False
    counts = [{int(value) for value in number.values if value.isdecimal()} for number in (one, two)]
    if not any(more != less and (more - less) % size == 0 for more in counts[0] for less in counts[1]):
        return False
    return any(found.meaning == one.unit for said in (text, other_text) for found in _LARGER.find(words(said)))
