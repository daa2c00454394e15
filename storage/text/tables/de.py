"""German."""

from storage.text.tables import Table

_UNITS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")

TABLE = Table(
    negation=(
        "nicht kein keine keinen keinem keiner keines niemand niemanden niemandem nichts weder ohne nirgends"
        " keinesfalls keineswegs nein kaum"
    ),
    never="nie niemals",
    negative_prefixes="un in im ir",
    must="muss müssen musste mussten müsse müsste müssten muß",
    should="soll sollen sollte sollten",
    may="darf dürfen durfte dürfte dürften kann können konnte konnten könnte könnten mag möge",
    shares={2: "hälfte hälften", 3: "drittel dritteln", 4: "viertel vierteln"},
    near_days={-1: "gestern", 0: "heute", 1: "morgen"},
    numbers={
        0: "null",
        2: "zwei zweier beide beiden zweimal",
        3: "drei dreier dreimal",
        4: "vier",
        5: "fünf",
        6: "sechs",
        7: "sieben",
        8: "acht",
        9: "neun",
        10: "zehn",
        11: "elf",
        12: "zwölf",
        13: "dreizehn",
        14: "vierzehn",
        15: "fünfzehn",
        16: "sechzehn",
        17: "siebzehn",
        18: "achtzehn",
        19: "neunzehn",
        20: "zwanzig",
        30: "dreißig",
        40: "vierzig",
        50: "fünfzig",
        60: "sechzig",
        70: "siebzig",
        80: "achtzig",
        90: "neunzig",
        **{
            unit + ten: f"{unit_word}und{ten_word}"
            for ten, ten_word in zip(range(20, 100, 10), _TENS, strict=True)
            for unit, unit_word in enumerate(_UNITS, start=1)
        },
        **{100 * unit: f"{unit_word}hundert" for unit, unit_word in enumerate(_UNITS, start=1)},
    },
    ordinals={
        1: "erste ersten erster erstes erstem",
        2: "zweite zweiten zweiter zweites zweitem",
        3: "dritte dritten dritter drittes drittem",
        4: "vierte vierten vierter viertes viertem",
        5: "fünfte fünften fünfter fünftes fünftem",
        10: "zehnte zehnten zehnter zehntes",
    },
    scales={
        12: "dutzend dutzende dutzenden",
        100: "hundert",
        1000: "tausend",
        10**6: "million millionen mio",
        10**9: "milliarde milliarden mrd",
        10**12: "billion billionen",
    },
    units={
        "percent": "prozent",
        "euro": "euro euros",
        "dollar": "dollar us-dollar",
        "pound": "pfund",
        "rouble": "rubel",
        "metre": "meter metern",
        "km": "kilometer kilometern",
        "mile": "meile meilen",
        "tonne": "tonne tonnen",
        "hour": "stunde stunden",
        "day": "tag tage tagen",
        "week": "woche wochen",
        "month": "monat monate monaten",
        "year": "jahr jahre jahren",
    },
    titles=(
        "herr herrn frau dr präsident präsidentin präsidenten minister ministerin außenminister bundeskanzler"
        " bundeskanzlerin bundesminister bundesministerin staatssekretär botschafter general sprecher sprecherin"
    ),
    articled="wenig",
    articles="der die das den dem des ein eine einen einem einer eines",
    countries={
        "RU": "russische_föderation russischen_föderation",
        "US": "usa vereinigten_staaten vereinigte_staaten_von_amerika vereinigten_staaten_von_amerika",
        "GB": "großbritannien großbritanniens vereinigten_königreich vereinigten_königreichs",
    },
    cities={
        "bonn": "bonn",
        "odessa": "odessa odesa",
        "bern": "bern",
        "munich": "münchen münchens",
        "hamburg": "hamburg hamburgs",
        "cologne": "köln",
        "frankfurt": "frankfurt",
        "strasbourg": "straßburg",
        "davos": "davos",
        "washington": "washington",
        "geneva": "genf",
        "astana": "astana",
        "beijing": "peking beijing",
        "ankara": "ankara",
        "ottawa": "ottawa",
        "delhi": "delhi",
        "islamabad": "islamabad",
        "hanoi": "hanoi",
        "rabat": "rabat",
        "pretoria": "pretoria",
        "canberra": "canberra",
        "havana": "havanna",
        "caracas": "caracas",
        "tehran": "teheran",
    },
    small=(
        "in im ins an am auf bei beim mit nach zu zum zur vom von für um über als wie dass daß und sowie welche welcher"
        " welches es sich ist sind war waren wird werden wurde wurden hat haben hatte hatten sei seien dies"
        " diese dieser"
        " dieses diesem diesen"
    ),
    opposed=(
        "von/zu,nach,an,in,auf,bei,für,mit,- vom/zum,zur,im,am,- ist/war,waren,wird,wurde,hat"
        " sind/war,waren,werden,wurden"
        " hat/hatte,hatten,ist,wird haben/hatte,hatten,sind wird/wurde,wurden werden/wurde,wurden für/mit,über"
    ),
    inflections="- e n en er es em s st t et te ten",
    year_before="jahr jahre jahres seit bis von anfang ende mitte",
    months={1: "jänner", 3: "märz", 7: "julei"},
    case_endings="- s es ' ’",
    nouns_capitalised=True,
    naming="namens genannt",
    questions="frage zwischenfrage journalist",
    answers="antwort",
    continued="fortsetzung_folgt wird_fortgesetzt",
)
