"""French."""

from storage.text.tables import Table

TABLE = Table(
    negation="pas aucun aucune nul nulle rien ni sans non nullement guère à_peine",
    never="jamais",
    half_negation="ne n'",
    negative_prefixes="in im il ir non non- mé dés",
    must="doit doivent dois devons devez devra devront devait devaient faut faudra fallait",
    should="devrait devraient devrions devriez faudrait",
    may=("peut peuvent pouvons pouvez pourra pourront pouvait pouvaient pourrait pourraient pourrions puisse puissent"),
    numbers={
        0: "zéro",
        2: "deux",
        3: "trois",
        4: "quatre",
        5: "cinq",
        6: "six",
        7: "sept",
        8: "huit",
        9: "neuf",
        10: "dix",
        11: "onze",
        12: "douze",
        13: "treize",
        14: "quatorze",
        15: "quinze quinzaine",
        16: "seize",
        20: "vingt vingtaine",
        30: "trente trentaine",
        40: "quarante quarantaine",
        50: "cinquante cinquantaine",
        60: "soixante soixantaine",
        80: "quatre-vingt quatre-vingts",
    },
    ordinals={
        1: "premier première premiers premières",
        2: "deuxième second seconde",
        3: "troisième",
        4: "quatrième",
        5: "cinquième",
        10: "dixième",
    },
    scales={
        10: "dizaine dizaines",
        12: "douzaine douzaines",
        100: "cent cents centaine centaines",
        1000: "mille milliers millier",
        10**6: "million millions",
        10**9: "milliard milliards",
    },
    units={
        "percent": "pour_cent pourcent",
        "euro": "euro euros",
        "dollar": "dollar dollars",
        "pound": "livre livres",
        "rouble": "rouble roubles",
        "km": "kilomètre kilomètres",
        "tonne": "tonne tonnes",
        "hour": "heure heures",
        "day": "jour jours",
        "week": "semaine semaines",
        "month": "mois",
        "year": "an ans année années",
    },
    titles=(
        "président présidente ministre ministres premier première chancelier ambassadeur ambassadrice secrétaire"
        " général porte-parole monsieur madame m mme mm directeur directrice"
    ),
    articles="le la les l' un une des du de d' au aux",
    small=(
        "à en dans sur pour avec par vers chez que qu' qui dont où et ce cet cette ces cela c' est sont était étaient"
        " a ont avait avaient été être y se s' il"
    ),
    opposed=(
        "par/à,pour,sur,dans,de,du,des,avec,- de/à,vers,- est/était,étaient,a,ont sont/était,étaient,a,ont"
        " a/avait,avaient,était ont/avait,avaient pour/avec,sur sur/dans,-"
    ),
    adverb="ment",
    inflections="- s x e es é ée és ées ent er ez ons ait aient al aux ale ales",
    year_before="en année depuis dès fin début",
    months={7: "juil"},
    questions="question q journaliste",
    answers="réponse r",
    continued="à_suivre suite_à_venir",
)
