"""Spanish."""

from storage.text.tables import Table, counted

_ORDINALS = {
    **counted("cuart quint sext séptim/sétim octav noven décim undécim duodécim", start=4),
    **counted("decimotercer decimocuart decimoquint decimosext decimoséptim decimoctav decimonoven", start=13),
    **counted(
        "vigésim trigésim cuadragésim quincuagésim sexagésim septuagésim octogésim nonagésim centésim",
        start=20,
        step=10,
    ),
}

TABLE = Table(
    negation="no ningún ninguno ninguna ningunos ningunas nada nadie ni tampoco sin apenas",
    never="nunca jamás",
    negative_prefixes="in im i des no",
    must="debe deben debo debemos deberá deberán debía debían hay_que tiene_que tienen_que tenemos_que",
    should="debería deberían deberíamos",
    may="puede pueden puedo podemos podrá podrán podía podían podría podrían podríamos pueda puedan",
    no_force=(
        "no_solo no_sólo no_solamente no_únicamente no_obstante no_menos_de no_menos_que no_en_vano no_bien"
        " no_sea_que a_no_ser_que sin_duda sin_duda_alguna sin_lugar_a_dudas sin_ninguna_duda no_cabe_duda"
        " no_hay_duda sin_embargo sin_precedentes sin_precedente sin_más sin_cesar sin_falta sin_par"
        " sin_igual sin_demora sin_dilación sin_excepción sin_reservas sin_ir_más_lejos nada_más nada_menos"
        " nada_menos_que nada_más_y_nada_menos de_nada antes_que_nada más_que_nada ante_nada cómo_no"
        " como_si_nada faltaba_más no_faltaba_más puede_ser tiene_que_ver_con tienen_que_ver_con por_no_decir"
        " ni_más_ni_menos no_proliferación no_alineados no_injerencia no_por_casualidad nunca_mejor_dicho"
    ),
    noun_force="un_no el_no",
    shares={2: "mitad mitades", 3: "tercio tercios", 4: "cuarto cuartos"},
    doublets=(
        "halla/haya/allá hay/ahí echo/hecho ha/a ves/vez valla/vaya cayó/calló tubo/tuvo votar/botar"
        " revelar/rebelar vasto/basto ola/hola cocer/coser e/y o/u porque/porqué puede/pueden debe/deben"
        " podrá/podrán deberá/deberán podría/podrían ningún/ninguno este/esta/esto/estos/estas"
        " ese/esa/eso/esos/esas méxico/méjico adonde/donde"
    ),
    spellings="obsc/osc subst/sust psic/sic septiembre/setiembre transp/trasp",
    abbreviations=(
        "sr/señor sra/señora sres/señores dr/doctor dra/doctora d/don dña/doña ud,vd/usted uds,vds/ustedes"
        " n,núm,nro/número art/artículo pág/página p_ej/por_ejemplo etc/etcétera"
        " ee_uu,eeuu,eua/estados_unidos excmo/excelentísimo excma/excelentísima sto/santo sta/santa"
        " av,avda/avenida tel/teléfono gral/general lic/licenciado,licenciada ing/ingeniero,ingeniera"
        " prof/profesor h,hs/horas,hora min/minutos"
    ),
    near_times={
        "day-2": "anteayer antes_de_ayer antier",
        "day-1": "ayer anoche",
        "day0": "hoy esta_mañana esta_tarde esta_noche",
        "day+1": "mañana",
        "day+2": "pasado_mañana",
        "week-1": "la_semana_pasada",
        "week0": "esta_semana",
        "week+1": "la_próxima_semana la_semana_que_viene la_semana_próxima",
        "month-1": "el_mes_pasado",
        "month0": "este_mes",
        "month+1": "el_próximo_mes el_mes_que_viene",
        "year-1": "el_año_pasado el_pasado_año del_año_pasado",
        "year0": "este_año",
        "year+1": "el_próximo_año el_año_que_viene el_año_próximo",
        "century-1": "el_siglo_pasado del_siglo_pasado",
        "century0": "este_siglo",
        "spring": "primavera",
        "summer": "verano",
        "autumn": "otoño",
        "winter": "invierno",
    },
    numbers={
        0: "cero",
        2: "dos ambos ambas",
        3: "tres",
        4: "cuatro",
        5: "cinco",
        6: "seis",
        7: "siete",
        8: "ocho",
        9: "nueve",
        10: "diez",
        11: "once",
        12: "doce",
        13: "trece",
        14: "catorce",
        15: "quince",
        16: "dieciséis",
        17: "diecisiete",
        18: "dieciocho",
        19: "diecinueve",
        20: "veinte veintena",
        21: "veintiuno veintiún veintiuna",
        22: "veintidós",
        23: "veintitrés",
        24: "veinticuatro",
        25: "veinticinco",
        26: "veintiséis",
        27: "veintisiete",
        28: "veintiocho",
        29: "veintinueve",
        30: "treinta",
        40: "cuarenta",
        50: "cincuenta",
        60: "sesenta",
        70: "setenta",
        80: "ochenta",
        90: "noventa",
        200: "doscientos doscientas",
        300: "trescientos trescientas",
        400: "cuatrocientos cuatrocientas",
        500: "quinientos quinientas",
        600: "seiscientos seiscientas",
        700: "setecientos setecientas",
        800: "ochocientos ochocientas",
        900: "novecientos novecientas",
    },
    ordinals={
        1: "primer primero primera primeros primeras",
        2: "segundo segunda",
        3: "tercer tercero tercera terceras",
        **{
            value: " ".join(stem + ending for stem in stems.split("/") for ending in ("o", "a"))
            for value, stems in _ORDINALS.items()
        },
    },
    decades={
        20: "años_veinte",
        30: "años_treinta",
        40: "años_cuarenta",
        50: "años_cincuenta",
        60: "años_sesenta",
        70: "años_setenta",
        80: "años_ochenta",
        90: "años_noventa",
    },
    no_number=(
        "por_ciento por_cien"
        " en_dos_palabras en_pocas_palabras espere_un_segundo espera_un_segundo deme_un_segundo un_segundo_,"
        " un_segundo_. en_un_segundo de_segunda_mano segundo_plano a_dos_pasos cada_dos_por_tres mil_gracias"
        " mil_veces tercer_mundo entre_dos_aguas cuarto_de_hora segunda_naturaleza"
    ),
    pair="ambos ambas",
    scales={
        10: "decena decenas",
        12: "docena docenas",
        100: "cien ciento cientos centenar centenares",
        1000: "mil miles",
        10**6: "millón millones",
        10**12: "billón billones",
    },
    beside=(
        "creo nuevo dice nueva mayor puedes carta pudo sexo cine siente debes segundos pude cuento puedas"
        " entero cuadro jueces pedo podrías infierno podrás deber deberías nieve podamos quita cuentos cerro"
        " podremos amas mato cuero cerdo contener deba terceros domingos junior primarias vienes pondrá"
        " centenario podré pedía mago descuentos sábados mañanas podíamos males pondría amos nadar mares"
        " mates podías secta segundas condenar nuca prime mirad clero pedían cuarentena pondrán traes deban"
        " debí mazo octavos site cerco primarios deberás debieran veranos lunas nata dote debíamos ceros"
        " tires vente deberemos domino cedro inviernos debamos cetro seáis infiernos torcer cuartas décimas"
        " terco quintas poda cinto deberíais peda pondrían veran angosto primaveral apena debimos dies"
        " mejillones mies quintos podríais contentar primaveras mita lines centenaria amabas cuatros debías"
        " moles abrió nadan centenarios centenas semis seta trace veraneo cedo tercos octavas prometas mieles"
        " pedíamos tercia citen enebro lune centena centésimas ambo décimos nade mayos perdíamos debatían"
        " julios dose novenas quintal otoños centenarias ninguneo terceto amebas matad son sino pan con"
        " como cuando cuanto onza tras trigo "
    ),
    units={
        "percent": "por_ciento",
        "euro": "euro euros",
        "dollar": "dólar dólares",
        "pound": "libra libras",
        "rouble": "rublo rublos",
        "yuan": "yuan yuanes",
        "yen": "yen yenes",
        "franc": "franco francos",
        "peso": "peso pesos",
        "hryvnia": "grivna grivnas",
        "real": "reales",
        "sol": "soles",
        "boliviano": "bolivianos",
        "rupee": "rupia rupias",
        "metre": "metro metros",
        "km2": "kilómetros_cuadrados kilómetro_cuadrado",
        "km": "kilómetro kilómetros",
        "cm": "centímetro centímetros",
        "mm": "milímetro milímetros",
        "mile": "milla millas",
        "foot": "pie pies",
        "inch": "pulgada pulgadas",
        "kg": "kilogramo kilogramos kilo kilos",
        "gram": "gramo gramos",
        "tonne": "tonelada toneladas",
        "quintal": "quintal quintales",
        "hectare": "hectárea hectáreas",
        "acre": "acre acres",
        "litre": "litro litros",
        "gallon": "galón galones",
        "barrel": "barril barriles",
        "kilowatt": "kilovatio kilovatios",
        "megawatt": "megavatio megavatios",
        "gigawatt": "gigavatio gigavatios",
        "second": "segundos",
        "minute": "minuto minutos",
        "hour": "hora horas",
        "day": "día días",
        "week": "semana semanas",
        "month": "mes meses",
        "year": "año años",
        "decade": "década décadas",
    },
    persons=(
        "él ella homólogo homóloga colega ministro ministra presidente presidenta canciller embajador embajadora"
        " mandatario mandataria interlocutor interlocutora invitado invitada anfitrión anfitriona portavoz"
    ),
    titles=(
        "presidente presidenta ministro ministra ministros canciller embajador embajadora secretario secretaria"
        " general portavoz señor señora sr sra director directora"
    ),
    portfolios=(
        "asuntos estado exteriores relaciones defensa hacienda economía comercio interior exterior trabajo educación"
        " cultura sanidad salud energía justicia turismo agricultura transporte transportes ambiente medio"
        " desarrollo cooperación industria minas vivienda gobernación finanzas ciencia seguridad pesca"
    ),
    articled="poco",
    articles="el la los las un una unos unas lo del al",
    countries={
        "BY": "belarús belarus",
        "KG": "kirguizistán",
        "MM": "birmania",
        "MK": "macedonia",
        "IQ": "irak iraq",
        "TR": "türkiye",
        "SZ": "suazilandia swazilandia",
        "RU": "federación_de_rusia federación_rusa",
        "US": "ee_uu eeuu estados_unidos_de_américa",
        "GB": "gran_bretaña",
    },
    cities={
        "odessa": "odesa",
        "Europe/Kyiv": "kiev kyiv",
        "lviv": "leópolis lviv",
        "kharkiv": "járkov járkiv kharkiv",
        "washington": "washington wáshington",
        "geneva": "ginebra",
        "astana": "astaná astana",
        "beijing": "pekín beijing",
        "ankara": "ankara",
        "ottawa": "ottawa",
        "delhi": "delhi",
        "islamabad": "islamabad",
        "hanoi": "hanoi hanói",
        "rabat": "rabat",
        "pretoria": "pretoria",
        "canberra": "canberra",
        "strasbourg": "estrasburgo",
        "havana": "habana",
        "caracas": "caracas",
        "tehran": "teherán",
    },
    small=(
        "a de en con para sobre que quien quienes cual cuales y e se su sus esto es son"
        " era eran fue fueron está están ha han había habían sido ser como"
    ),
    opposed=(
        "de/a,hacia,para,sobre,con del/al es/era,eran,ha son/era,eran,han está/era,es ha/había,habían han/había,habían"
        " para/con,sobre con/sobre su/este,esta"
    ),
    adverb="mente",
    inflections="- s es o a os as e en an n ó aron ado ada ados adas",
    tenses=(
        "aron ó ieron ió aste iste | an en a e o as es amos emos imos |"
        " ará arán erá erán irá irán aré eré iré aremos eremos iremos | aba aban ía ían"
    ),
    year_before="años en año desde hasta de del",
    months={9: "setiembre"},
    given_names="abril julio",
    questions="pregunta p periodista",
    answers="respuesta r",
    continued="continuará sigue_texto",
)
