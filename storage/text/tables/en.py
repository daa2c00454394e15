"""English."""

from storage.text.tables import Table, counted

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
_TENTHS = "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"

TABLE = Table(
    negation="not n't no nor none nobody nothing nowhere neither without cannot hardly scarcely",
    never="never",
    negative_prefixes="un in im il ir dis non non-",
    must="must shall has_to have_to had_to obliged required mandatory",
    should="should ought",
    may="may might",
    can="can could",
    no_force=(
        "second_to_none nothing_if_not no_mean no_small"
        " not_only not_just not_merely not_solely not_simply not_least not_to_mention not_infrequently"
        " not_uncommon not_unlike no_doubt without_doubt without_a_doubt without_any_doubt without_question"
        " beyond_doubt beyond_any_doubt nothing_but nothing_short_of nothing_less_than nothing_other_than"
        " none_other_than no_less no_less_than no_fewer_than no_sooner no_matter no_wonder last_but_not_least"
        " more_often_than_not whether_or_not come_what_may be_that_as_it_may can_not_but can_not_help_but"
        " has_to_do_with have_to_do_with had_to_do_with without_exception without_delay without_fail"
        " without_precedent without_further_ado without_prejudice_to in_no_small_part in_no_small_measure"
        " to_say_nothing_of needless_to_say if_i_may"
    ),
    noun_force="a_must the_must may_day the_might military_might economic_might a_can a_no a_firm_no the_noes",
    contractions={"cannot": "can not", "won't": "will n't", "can't": "can n't", "shan't": "shall n't"},
    shares={2: "half halves", 3: "a_third thirds", 4: "quarter quarters"},
    doublets=(
        "programme/program programmes/programs catalogue/catalog dialogue/dialog cheque/check cheques/checks"
        " grey/gray learnt/learned burnt/burned spelt/spelled tyre/tire tyres/tires ageing/aging"
        " sceptical/skeptical manoeuvre/maneuver manoeuvres/maneuvers their/there/they're your/you're"
        " whose/who's than/then to/too affect/effect affects/effects principal/principle"
        " principals/principles lead/led lose/loose loses/looses passed/past council/counsel"
        " complement/compliment advice/advise practice/practise licence/license ensure/insure weather/whether"
        " were/where off/of threw/through site/cite/sight peace/piece role/roll except/accept elicit/illicit"
        " forth/fourth discreet/discrete moral/morale personal/personnel choose/chose breath/breathe"
        " stationary/stationery canvas/canvass who/whom this/these that/those has/have was/were is/are"
        " do/does"
    ),
    abbreviations=(
        "st/saint mr/mister dr/doctor prof/professor gen/general lt/lieutenant col/colonel capt/captain"
        " sen/senator gov/governor rep/representative no,nos,nr/number,numbers art/article para/paragraph"
        " vs,v/versus etc/etcetera,and_so_on i_e/that_is e_g/for_example,for_instance dept/department"
        " approx/approximately inc/incorporated ltd/limited mt/mount ft/fort"
    ),
    near_times={
        "day-2": "day_before_yesterday",
        "day-1": "yesterday last_night",
        "day0": "today tonight this_morning this_afternoon this_evening",
        "day+1": "tomorrow",
        "day+2": "day_after_tomorrow",
        "week-1": "last_week",
        "week0": "this_week",
        "week+1": "next_week",
        "month-1": "last_month",
        "month0": "this_month",
        "month+1": "next_month",
        "year-1": "last_year",
        "year0": "this_year",
        "year+1": "next_year",
        "century-1": "last_century",
        "century0": "this_century",
        "century+1": "next_century",
        "spring": "spring",
        "summer": "summer",
        "autumn": "autumn",
        "winter": "winter",
    },
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
    ordinals={**counted(_ORDINALS), **counted(_TENTHS, start=30, step=10), 1000: "thousandth"},
    decades={
        20: "twenties",
        30: "thirties",
        40: "forties",
        50: "fifties",
        60: "sixties",
        70: "seventies",
        80: "eighties",
        90: "nineties",
    },
    no_number=(
        "one_another hold_on_a_second wait_a_second just_a_second one_second give_me_a_second in_a_second"
        " for_a_second_, for_a_second_. a_second_, split_second second_to_none second_thought second_thoughts"
        " second_nature second_hand third_party third_parties third_country third_countries third_world"
        " third_state third_states two_way two_cents zero_tolerance ground_zero a_thousand_times"
        " a_thousand_thanks a_million_thanks seventh_heaven"
    ),
    pair="both",
    scales={
        12: "dozen dozens",
        100: "hundred hundreds",
        1000: "thousand thousands",
        10**6: "million millions mln mn",
        10**9: "billion billions bln bn",
        10**12: "trillion trillions trn",
    },
    beside=(
        "there seen match cold seconds tree require requires threw fort forth shell springs slept booth"
        " mighty tent thee flour noting sprint newer swept halt fist marsh hardy ounce summers sundays"
        " thirsty thrive tow mist balloons winters summed winger saturdays quartet fridays sprung broth fife"
        " mondays tuesdays simmer thursdays billings forte fours wednesdays sevens bullion firth sprang fives"
        " oblige zeros fifths threes sparing tenths firsts halved haves nether hales nines musty neve"
        " quartered firs fourths sundae fiver eights doze winder elven halve quartets summery eighths obliges"
        " springy nonce sprig hundredths notching botch trice trillium quitters trilling myst niner tench"
        " toady then either any now know note many marks mart most mast mush shale shad cane scan"
        " loose mine "
    ),
    units={
        "percent": "percent per_cent",
        "euro": "euro euros",
        "dollar": "dollar dollars",
        "pound": "pound pounds",
        "rouble": "rouble roubles ruble rubles",
        "yuan": "yuan",
        "yen": "yen",
        "franc": "franc francs",
        "peso": "peso pesos",
        "hryvnia": "hryvnia hryvnias",
        "rupee": "rupee rupees",
        "lira": "lira liras",
        "tenge": "tenge",
        "metre": "metre metres meter meters",
        "km2": "square_kilometre square_kilometres square_kilometer square_kilometers",
        "mile2": "square_mile square_miles",
        "km": "kilometre kilometres kilometer kilometers",
        "cm": "centimetre centimetres centimeter centimeters",
        "mm": "millimetre millimetres millimeter millimeters",
        "mile": "mile miles",
        "yard": "yard yards",
        "foot": "foot feet",
        "inch": "inch inches",
        "kg": "kilogram kilograms",
        "gram": "gram grams",
        "tonne": "tonne tonnes metric_ton metric_tons",
        "ton": "ton tons",
        "hectare": "hectare hectares",
        "acre": "acre acres",
        "litre": "litre litres liter liters",
        "gallon": "gallon gallons",
        "barrel": "barrel barrels",
        "kilowatt": "kilowatt kilowatts",
        "megawatt": "megawatt megawatts",
        "gigawatt": "gigawatt gigawatts",
        "second": "seconds",
        "minute": "minute minutes",
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years",
        "decade": "decade decades",
    },
    persons=(
        "he him she her counterpart colleague friend guest host interlocutor minister president chancellor ambassador"
        " envoy secretary_general secretary_of_state spokesperson spokesman spokeswoman chairman"
    ),
    titles=(
        "president vice prime deputy minister ministers foreign secretary state chancellor ambassador chairman"
        " chairperson chair director general spokesperson spokesman spokeswoman representative special envoy"
        " governor senator acting interim former first permanent plenipotentiary chief head commissioner mayor admiral"
        " colonel mr mrs ms miss dr sir madam lord lady king queen prince his her excellency the and"
    ),
    portfolios=(
        "affairs external internal relations defence defense finance interior home trade commerce economy"
        " economic industry energy health education culture agriculture environment justice labour labor"
        " tourism transport development cooperation emergency situations digital science sport sports"
        " treasury welfare infrastructure"
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
        "BY": "belorussia byelorussia",
        "MD": "moldavia",
        "KG": "kirghizia kirgizia",
        "MK": "macedonia",
        "NL": "holland",
        "CV": "cape_verde",
        "TL": "east_timor",
        "CI": "ivory_coast",
        "MM": "burma",
        "SZ": "swaziland",
        "CZ": "czech_republic",
    },
    cities={
        "odessa": "odessa odesa",
        "lviv": "lvov lviv",
        "kharkiv": "kharkov kharkiv",
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
        " who whose whom it its there is are am was were be been being has have had having do does did"
        " together so then such"
    ),
    opposed=(
        "from/to,into,onto,in,on,at,for,with,by,-,under,between by/on,to,in,for,at,about,-,onto,upon"
        " is/was,were are/was,were am/was,were is/had are/had has/is,are,was,were have/is,are,was,were"
        " between/of,with,among under/on,above"
    ),
    adverb="ly",
    inflections="- s es e ed d ing | y ies ied",
    year_before=(
        "late early mid summer autumn spring winter in of since by until till before after from to during year and"
    ),
    year_after="year",
    months={9: "sept"},
    given_names="april may june august",
    surnames="may",
    questions="question q media_question reporter journalist the_press",
    answers="answer a reply",
    continued="to_be_continued more_to_follow to_be_completed",
)
