"""German."""

from storage.text.tables import Table, counted

_UNITS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")

_THOUSANDS = {
    **counted(" ".join((*_UNITS, "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"))),
    **counted(" ".join(_TENS), start=20, step=10),
    **counted(" ".join(f"{unit}hundert" for unit in _UNITS), start=100, step=100),
}
_ORDINALS = {
    **counted("erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft"),
    **counted("dreizehnt vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt", start=13),
    **{ten: f"{word}st" for ten, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        unit + ten: f"{unit_word}und{ten_word}st"
        for ten, ten_word in zip(range(20, 100, 10), _TENS, strict=True)
        for unit, unit_word in enumerate(_UNITS, start=1)
    },
    100: "hundertst",
    1000: "tausendst",
}
_VERBS = {"achten"}  # to respect

_WEEKDAYS = "montag dienstag mittwoch donnerstag freitag samstag sonntag"
_DAY_PARTS = ("s", "morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht")
_MONTHS = "januar februar märz april mai juni juli august september oktober november dezember"
_MONTH_PARTS = ("sitzung", "tagung", "gipfel", "hälfte", "anfang", "mitte", "ende", "wahl", "wahlen")
_OTHER_MONTHS = {1: "jänner", 2: "feber", 7: "julei"}


def _month_forms(month: int, name: str) -> str:
    return " ".join((_OTHER_MONTHS.get(month, ""), *(f"{name}{part}" for part in ("", *_MONTH_PARTS))))


TABLE = Table(
    negation=(
        "nicht kein keine keinen keinem keiner keines niemand niemanden niemandem nichts weder ohne nirgends"
        " keinesfalls keineswegs nein kaum"
    ),
    never="nie niemals",
    negative_prefixes="un in im ir",
    must="muss müssen musste mussten müsse müsste müssten muß",
    should="soll sollen sollte sollten",
    may="darf dürfen durfte durften dürfte dürften mag mögen möge mögen",
    can="kann können konnte konnten könnte könnten",
    no_force=(
        "nicht_nur nicht_bloß nicht_allein nicht_zuletzt nicht_selten nicht_umsonst nicht_zufällig"
        " nicht_weniger nicht_weniger_als nicht_mehr_als nichts_als nichts_anderes_als nicht_zu_vergessen ohne_weiteres"
        " ohne_zweifel ohne_jeden_zweifel ohne_frage ohne_unterlass ohne_ausnahme ohne_verzug ohne_umschweife"
        " ohne_wenn_und_aber kein_zweifel keinen_zweifel keine_frage kein_wunder kein_geringerer_als"
        " keine_geringere_als wenn_nicht_gar wenn_nicht_sogar mag_sein kann_sein soll_heißen muss_man_sagen"
        " nichtsdestoweniger nicht_von_ungefähr"
    ),
    shares={
        2: "hälfte hälften",
        3: "drittel dritteln",
        4: "viertel vierteln",
        5: "fünftel fünfteln",
        8: "achtel achteln",
        10: "zehntel zehnteln",
    },
    doublets=(
        "das/dass/daß seit/seid wider/wieder photo/foto photos/fotos aufwendig/aufwändig"
        " selbständig/selbstständig selbständige/selbstständige selbständigen/selbstständigen tipp/tip"
        " delphin/delfin muss/müssen kann/können soll/sollen darf/dürfen musste/mussten konnte/konnten"
        " sollte/sollten durfte/durften kein/keine/keinen/keinem/keiner/keines"
        " dieser/diese/dieses/diesem/diesen den/denn/dem man/mann mehr/meer"
    ),
    spellings="tial/zial tiell/ziell graph/graf phon/fon phot/fot",
    abbreviations=(
        "st/sankt dr/doktor prof/professor nr/nummer art/artikel abs/absatz,absätze z_b/zum_beispiel"
        " d_h/das_heißt u_a/unter_anderem,und_andere,unter_anderen usw/und_so_weiter bzw/beziehungsweise"
        " ca/circa,zirka v_a/vor_allem i_d_r/in_der_regel ggf/gegebenenfalls inkl/inklusive"
        " sog/sogenannte,sogenannten,sogenannter,sogenanntes hr/herr,herrn fr/frau str/straße"
        " mio/million,millionen mrd/milliarde,milliarden std/stunde,stunden min/minute,minuten gen/general"
        " zz,zzt/zurzeit z_z/zurzeit evtl/eventuell"
    ),
    near_times={
        "day-2": "vorgestern",
        "day-1": "gestern",
        "day0": "heute",
        "day+1": "morgen",
        "day+2": "übermorgen",
        "week-1": "letzte_woche letzten_woche vergangene_woche vergangenen_woche vorige_woche vorigen_woche",
        "week0": "diese_woche diesen_woche",
        "week+1": "nächste_woche nächsten_woche kommende_woche kommenden_woche",
        "month-1": "letzten_monat letzter_monat vergangenen_monat vergangener_monat vorigen_monat voriger_monat",
        "month0": "diesen_monat dieser_monat",
        "month+1": "nächsten_monat nächster_monat kommenden_monat kommender_monat",
        "year-1": (
            "letztes_jahr letzten_jahr letzten_jahres vergangenes_jahr vergangenen_jahr vergangenen_jahres"
            " voriges_jahr vorigen_jahr vorigen_jahres"
        ),
        "year0": "dieses_jahr diesen_jahr diesen_jahres",
        "year+1": "nächstes_jahr nächsten_jahr nächsten_jahres kommendes_jahr kommenden_jahr kommenden_jahres",
        "century-1": (
            "letztes_jahrhundert letzten_jahrhundert vergangenes_jahrhundert vergangenen_jahrhundert"
            " voriges_jahrhundert vorigen_jahrhundert"
        ),
        "century0": "dieses_jahrhundert diesen_jahrhundert",
        "century+1": "nächstes_jahrhundert nächsten_jahrhundert kommendes_jahrhundert kommenden_jahrhundert",
        "spring": "frühling frühjahr frühlings frühjahrs",
        "summer": "sommer sommers",
        "autumn": "herbst herbstes",
        "winter": "winter winters",
    },
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
        **{1000 * count: f"{word}tausend" for count, word in _THOUSANDS.items()},
    },
    ordinals={
        value: " ".join({stem + ending for ending in ("e", "en", "er", "es", "em")} - _VERBS)
        for value, stem in _ORDINALS.items()
    },
    decades={
        20: "zwanziger zwanzigern zwanzigerjahre zwanzigerjahren",
        30: "dreißiger dreißigern dreißigerjahre dreißigerjahren",
        40: "vierziger vierzigern vierzigerjahre vierzigerjahren",
        50: "fünfziger fünfzigern fünfzigerjahre fünfzigerjahren",
        60: "sechziger sechzigern sechzigerjahre sechzigerjahren",
        70: "siebziger siebzigern siebzigerjahre siebzigerjahren",
        80: "achtziger achtzigern achtzigerjahre achtzigerjahren",
        90: "neunziger neunzigern neunzigerjahre neunzigerjahren",
    },
    no_number=(
        "in_zwei_worten in_zwei_sätzen unter_vier_augen dritte_welt dritten_welt fünf_vor_zwölf null_toleranz"
        " außer_acht auf_allen_vieren aus_zweiter_hand aus_dritter_hand zweiten_blick tausend_dank wie_zwei_tropfen"
    ),
    pair="beide beiden",
    scales={
        12: "dutzend dutzende dutzenden",
        100: "hundert hunderte hunderten",
        1000: "tausend tausende tausenden tsd",
        10**6: "million millionen mio",
        10**9: "milliarde milliarden mrd",
        10**12: "billion billionen",
    },
    beside=(
        "wieder neuen kleine nacht kleinen kennen musst kleiner zeiten klein könnt kleines könne nachts"
        " verhindert solle kannte müsst siegen messen soeben magen erstens zweitens massen"
        " wider nirgendwo solltet zweit dürfe keins siegte sollt kannten achtet dürft montage"
        " ernste ernstes zweig könntet nichte zehen dritt kleinem hindert kahn drittens gesten"
        " zweige ernsten ernster stollen keime fünftel geistern keim elfen milliardär erstere missen vierer"
        " kanne zehntel zweigen kanon tausender viert neon sonntage vieren zehner elfer viertels dart konnt"
        " keimen düfte dürren fünfer achtel milliardäre mute sechser zehnt fünft dufte margen elfe duften"
        " konntet müsstet wintern viertens muten driften sechstel drittels achtern kannt hundertstel häute"
        " musstet wintere hebst samstage sechst millionären tausendstel siebt nach nichten reihe reifen kern"
        " keck dier deine seine kenne lieben lebend ware nahm achten achtung einigt heuer beute "
        " viel gelder gestein"
    ),
    units={
        "percent": "prozent",
        "euro": "euro euros",
        "dollar": "dollar us_dollar",
        "pound": "pfund",
        "rouble": "rubel",
        "yuan": "yuan",
        "yen": "yen",
        "franc": "franken",
        "hryvnia": "hrywnja griwna",
        "lira": "lira",
        "peso": "peso pesos",
        "rupee": "rupie rupien",
        "metre": "meter metern",
        "m2": "quadratmeter quadratmetern",
        "m3": "kubikmeter kubikmetern",
        "km2": "quadratkilometer quadratkilometern",
        "km": "kilometer kilometern kilometers",
        "cm": "zentimeter zentimetern",
        "mm": "millimeter millimetern",
        "mile": "meile meilen seemeile seemeilen",
        "foot": "fuß",
        "inch": "zoll",
        "kg": "kilogramm kilo",
        "gram": "gramm",
        "tonne": "tonne tonnen",
        "hectare": "hektar ha",
        "acre": "acre acres",
        "litre": "liter litern",
        "barrel": "barrel fass",
        "kilowatt": "kilowatt",
        "megawatt": "megawatt",
        "gigawatt": "gigawatt",
        "second": "sekunde sekunden",
        "minute": "minute minuten",
        "hour": "stunde stunden",
        "day": "tag tage tagen",
        "week": "woche wochen",
        "month": "monat monate monaten",
        "year": "jahr jahre jahren",
        "decade": "jahrzehnt jahrzehnte jahrzehnten",
    },
    persons=(
        "er ihn ihm kolleg* amtskolleg* minister ministerin außenminister* präsident* kanzler* botschafter*"
        " premierminister* ministerpräsident* gesprächspartner* gast gastgeber gastgeberin"
    ),
    titles=(
        "staatssekretärin botschafterin generalsekretär generalsekretärin bundespräsident bundespräsidentin"
        " außenministerin premierminister premierministerin ministerpräsident ministerpräsidentin"
        " vizepräsident vizepräsidentin kanzler kanzlerin innenminister innenministerin finanzminister"
        " finanzministerin verteidigungsminister senator senatorin verteidigungsministerin staatsminister"
        " staatsministerin bürgermeister bürgermeisterin professor professorin kommissar kommissarin direktor"
        " direktorin könig königin abgeordnete abgeordneter abgeordneten amtskollege amtskollegen"
        " amtskollegin kommissionspräsident kommissionspräsidentin herr herrn frau dr präsident präsidentin"
        " präsidenten minister ministerin außenminister bundeskanzler bundeskanzlerin bundesminister"
        " bundesministerin staatssekretär botschafter general sprecher sprecherin"
    ),
    articled="wenig",
    articles="der die das den dem des ein eine einen einem einer eines",
    countries={
        "BY": "weißrussland weißrusslands",
        "MD": "moldawien moldawiens moldau",
        "KG": "kirgisien kirgistans kirgistan",
        "MM": "birma burma",
        "NL": "holland hollands",
        "MK": "mazedonien mazedoniens",
        "TR": "türkiye",
        "RU": "russische_föderation russischen_föderation",
        "US": "usa vereinigten_staaten vereinigte_staaten_von_amerika vereinigten_staaten_von_amerika",
        "GB": "großbritannien großbritanniens vereinigten_königreich vereinigten_königreichs",
    },
    cities={
        "bogota": "bogotá bogota",
        "quito": "quito",
        "lima": "lima",
        "montevideo": "montevideo",
        "asuncion": "asunción",
        "brasilia": "brasília brasilia",
        "Europe/Kyiv": "kyjiw kyiv",
        "lviv": "lemberg lwiw",
        "kharkiv": "charkow charkiw",
        "Europe/Chisinau": "kischinjow chișinău",
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
        " welches es sich ist sind war waren wird werden wurde wurden hat haben hatte hatten sei seien "
        " "
        " "
    ),
    opposed=(
        "von/zu,nach,an,in,auf,bei,für,mit,- vom/zum,zur,im,am,- ist/war,waren,wird,wurde,hat"
        " sind/war,waren,werden,wurden"
        " hat/hatte,hatten,ist,wird haben/hatte,hatten,sind wird/wurde,wurden werden/wurde,wurden für/mit,über"
    ),
    inflections="- e n en er es em s st t et te ten",
    year_before="jahr jahre jahres seit bis von anfang ende mitte",
    months={month: _month_forms(month, name) for month, name in counted(_MONTHS).items()},
    weekdays={
        day: " ".join(f"{name}{part}" for part in _DAY_PARTS) for day, name in counted(_WEEKDAYS, start=0).items()
    },
    case_endings="- s es ' ’",
    nouns_capitalised=True,
    given_names="august",
    naming=(
        "namens genannt provinz provinzen stadt städte städten region regionen insel inseln gemeinde gemeinden"
        " bundesland bundesstaat gouvernement oblast kanton"
    ),
    questions="frage zwischenfrage journalist",
    answers="antwort",
    continued="fortsetzung_folgt wird_fortgesetzt",
)
