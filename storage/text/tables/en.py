"""English."""

from storage.text.tables import Table

TABLE = Table(
    negation="not n't no nor none nobody nothing nowhere neither without cannot hardly scarcely",
    never="never",
    negative_prefixes="un in im il ir dis non non-",
    must="must shall has_to have_to had_to obliged required mandatory",
    should="should ought",
    may="may might can could",
    contractions={"cannot": "can not", "won't": "will n't", "can't": "can n't", "shan't": "shall n't"},
    shares={2: "half halves", 3: "a_third thirds", 4: "quarter quarters"},
    doublets=(
        "programme/program programmes/programs catalogue/catalog dialogue/dialog cheque/check cheques/checks grey/gray"
        " learnt/learned burnt/burned spelt/spelled tyre/tire tyres/tires ageing/aging sceptical/skeptical"
        " manoeuvre/maneuver manoeuvres/maneuvers"
    ),
    near_days={-1: "yesterday", 0: "today", 1: "tomorrow"},
    numbers={
        0: "zero",
        1: "one once",
        2: "two both twice",
        3: "three thrice",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty",
        30: "thirty",
        40: "forty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
    },
    ordinals={
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        12: "twelfth",
        20: "twentieth",
    },
    scales={
        12: "dozen dozens",
        100: "hundred hundreds",
        1000: "thousand thousands",
        10**6: "million millions mln mn",
        10**9: "billion billions bln bn",
        10**12: "trillion trillions trn",
    },
    units={
        "percent": "percent per_cent",
        "euro": "euro euros",
        "dollar": "dollar dollars",
        "pound": "pound pounds",
        "rouble": "rouble roubles ruble rubles",
        "metre": "metre metres meter meters",
        "km": "kilometre kilometres kilometer kilometers",
        "mile": "mile miles",
        "kg": "kilogram kilograms",
        "tonne": "tonne tonnes",
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years",
    },
    titles=(
        "president vice prime deputy minister ministers foreign secretary state chancellor ambassador chairman"
        " chairperson chair director general spokesperson spokesman spokeswoman representative special envoy"
        " governor senator acting interim former first permanent plenipotentiary chief head commissioner mayor admiral"
        " colonel mr mrs ms miss dr sir madam lord lady king queen prince his her excellency the and"
    ),
    articled="few little",
    articles="a an the",
    countries={
        "RU": "russian_federation",
        "US": "usa us america united_states_of_america",
        "GB": "uk britain great_britain",
        "CN": "prc",
        "KP": "dprk",
        "TR": "turkey",
        "CI": "ivory_coast",
        "MM": "burma",
        "SZ": "swaziland",
        "CZ": "czech_republic",
    },
    cities={
        "washington": "washington",
        "geneva": "geneva",
        "astana": "astana",
        "beijing": "beijing peking",
        "ankara": "ankara",
        "ottawa": "ottawa",
        "delhi": "delhi",
        "islamabad": "islamabad",
        "hanoi": "hanoi",
        "rabat": "rabat",
        "pretoria": "pretoria",
        "canberra": "canberra",
        "strasbourg": "strasbourg",
        "havana": "havana",
        "caracas": "caracas",
        "tehran": "tehran",
    },
    small=(
        "of to in into on onto upon at for by with within from as than per about between among under and that which"
        " who whose whom this these it its there is are am was were be been being has have had having do does did"
        " together so then such"
    ),
    opposed=(
        "from/to,into,onto,in,on,at,for,with,by,-,under,between by/on,to,in,for,at,about,-,onto,upon"
        " is/was,were are/was,were am/was,were is/had are/had has/is,are,was,were have/is,are,was,were"
        " between/of,with,among under/on,above"
    ),
    adverb="ly",
    inflections="- s es e ed d ing | y ies ied",
    year_before="in of since by until till before after from to during year and",
    year_after="year",
    months={9: "sept"},
    questions="question q media_question reporter journalist the_press",
    answers="answer a reply",
    continued="to_be_continued more_to_follow to_be_completed",
)
