"""French."""

from storage.text.tables import Table, counted

_ORDINALS = {
    **counted("trois quatr cinqu six sept huit neuv dix onz douz treiz quatorz quinz seiz", start=3),
    **counted("vingt trent quarant cinquant soixant", start=20, step=10),
    100: "cent",
    1000: "mill",
}

TABLE = Table(
    negation="pas aucun aucune nul nulle rien ni sans non nullement guère à_peine",
    never="jamais",
    half_negation="ne n'",
    half_partners="plus personne",
    negative_prefixes="in im il ir non non- mé dés",
    must="doit doivent dois devons devez devra devront devait devaient faut faudra fallait",
    should="devrait devraient devrions devriez faudrait",
    may=("peut peuvent pouvons pouvez pourra pourront pouvait pouvaient pourrait pourraient pourrions puisse puissent"),
    no_force=(
        "non_seulement non_moins rien_de_moins rien_d'_autre sans_doute sans_aucun_doute sans_nul_doute"
        " sans_le_moindre_doute"
        " sans_conteste sans_cesse sans_précédent sans_tarder sans_délai sans_relâche sans_équivoque"
        " sans_exception sans_réserve nul_doute aucun_doute peut_être il_se_peut rien_que rien_moins_que"
        " pas_mal pas_mal_de pas_plus_tard_que pas_plus_tard_qu' n'_importe_quel n'_importe_quelle n'_importe_qui"
        " n'_importe_quoi n'_importe_où n'_importe_comment n'_est_ce_pas n'_en_déplaise non_prolifération"
        " non_ingérence non_alignés non_alignement à_rien_près à_deux_pas comme_il_faut"
        " ce_n'_est_pas_un_hasard cela_va_sans_dire il_va_sans_dire tant_s'_en_faut"
    ),
    noun_force=(
        "un_pas le_pas ce_pas les_pas des_pas premier_pas premiers_pas grand_pas petit_pas petits_pas"
        " nouveau_pas faux_pas au_pas pas_de_tir pas_de_la_porte pas_à_pas deux_pas trois_pas quelques_pas"
        " chaque_pas un_non le_non"
    ),
    shares={2: "moitié moitiés", 3: "tiers", 4: "quart quarts"},
    doublets=(
        "ces/ses/c'est et/est son/sont on/ont ce/se sa/ça quand/quant/qu'en cession/session censé/sensé"
        " voir/voire prêt/près peut/peuvent doit/doivent devrait/devraient pourrait/pourraient aucun/aucune"
        " nul/nulle clé/clef clés/clefs ce/cet/cette leur/leurs tout/tous quel/quelle/quels/quelles"
    ),
    abbreviations=(
        "st/saint ste/sainte m/monsieur mme/madame mlle/mademoiselle mm/messieurs dr/docteur pr/professeur"
        " n,no/numéro art/article p_ex/par_exemple c_à_d/c'_est_à_dire etc/et_cetera h/heures,heure"
        " min/minutes,minute av/avenue bd/boulevard gal/général"
    ),
    near_times={
        "day-2": "avant_hier",
        "day-1": "hier",
        "day0": "aujourd_hui aujourd'hui ce_matin ce_soir cet_après_midi cette_nuit",
        "day+1": "demain",
        "day+2": "après_demain",
        "week-1": "la_semaine_dernière la_semaine_passée",
        "week0": "cette_semaine",
        "week+1": "la_semaine_prochaine",
        "month-1": "le_mois_dernier le_mois_passé",
        "month0": "ce_mois_ci ce_mois",
        "month+1": "le_mois_prochain",
        "year-1": "l'_an_dernier l'_année_dernière l'_an_passé l'_année_passée",
        "year0": "cette_année",
        "year+1": "l'_an_prochain l'_année_prochaine",
        "century-1": "le_siècle_dernier du_siècle_dernier",
        "century0": "ce_siècle",
        "spring": "printemps",
        "summer": "été_dernier cet_été l'_été",
        "autumn": "automne",
        "winter": "hiver",
    },
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
        2: "deuxième deuxièmes second seconde",
        **{value: f"{stem}ième {stem}ièmes" for value, stem in _ORDINALS.items()},
    },
    decades={
        20: "années_vingt",
        30: "années_trente",
        40: "années_quarante",
        50: "années_cinquante",
        60: "années_soixante",
        70: "années_soixante_dix",
        80: "années_quatre_vingt années_quatre_vingts",
        90: "années_quatre_vingt_dix",
    },
    no_number=(
        "élan_neuf regard_neuf esprit_neuf souffle_neuf sang_neuf œil_neuf départ_neuf jour_neuf matériel_neuf"
        " flambant_neuf tout_neuf remis_à_neuf remise_à_neuf quoi_de_neuf rien_de_neuf du_neuf_. du_neuf_,"
        " pour_cent en_deux_mots en_quelques_mots attendez_une_seconde une_seconde_, une_seconde_. à_deux_pas"
        " entre_quatre_yeux de_deux_choses_l'_une mille_mercis mille_fois cent_fois deux_poids_deux_mesures"
        " deux_poids_,_deux_mesures second_souffle de_seconde_main second_plan au_septième_ciel"
    ),
    scales={
        10: "dizaine dizaines",
        12: "douzaine douzaines",
        100: "cent cents centaine centaines",
        1000: "mille milliers millier",
        10**6: "million millions",
        10**9: "md mds milliard milliards",
    },
    beside=(
        "fait droit peur pourtant devient faute mari tente marc puissant doigt portrait dieux gère puissante"
        " trous puissants tirs pourri poussent centimes milles pisse pleut neufs dimanches rein mare maris"
        " sains seconds molle portions puisses pouvions samedis quartz pouviez centime hivers devions aucunes"
        " sand maille malle nulles puise décombres millet vingts jeudis lundis devenaient tires poisse"
        " rient mardis cantines mercredis deviez tier pourrit size mats container mares tigres zéros"
        " containers prouvez scans tris trios quadrant cens sangs seconder pleuvent riens contamine huer"
        " périssent maillons puisent ceint devins prouvait domaine princes pissent clinquant quine"
        " marcs punisse pruniers quarte devinent prouvons paissent trais poissant marri pleuvaient prouvaient"
        " tantôt tant mois moi main maid mais parmi jadis par bas cas las mot sont sens sang cette cet "
        " sentent dis dit huitre nui nuit saine"
    ),
    units={
        "percent": "pour_cent pourcent",
        "euro": "euro euros",
        "dollar": "dollar dollars",
        "pound": "livre livres",
        "rouble": "rouble roubles",
        "yuan": "yuan yuans",
        "yen": "yen yens",
        "franc": "franc francs",
        "hryvnia": "hryvnia hryvnias",
        "peso": "peso pesos",
        "rupee": "roupie roupies",
        "lira": "lire lires",
        "dirham": "dirham dirhams",
        "metre": "mètre mètres",
        "km2": "kilomètres_carrés kilomètre_carré",
        "km": "kilomètre kilomètres",
        "cm": "centimètre centimètres",
        "mm": "millimètre millimètres",
        "mile": "mille_marin milles milles_marins mile miles",
        "foot": "pied pieds",
        "inch": "pouce pouces",
        "kg": "kilogramme kilogrammes kilo kilos",
        "gram": "gramme grammes",
        "tonne": "tonne tonnes",
        "hectare": "hectare hectares",
        "acre": "acre acres",
        "litre": "litre litres",
        "barrel": "baril barils",
        "kilowatt": "kilowatt kilowatts",
        "megawatt": "mégawatt mégawatts",
        "gigawatt": "gigawatt gigawatts",
        "second": "secondes",
        "minute": "minute minutes",
        "hour": "heure heures",
        "day": "jour jours",
        "week": "semaine semaines",
        "month": "mois",
        "year": "an ans année années",
        "decade": "décennie décennies",
    },
    persons=(
        "il lui elle homologue collègue ministre président présidente chancelier chancelière ambassadeur ambassadrice"
        " interlocuteur interlocutrice hôte invité invitée porte-parole"
    ),
    titles=(
        "président présidente ministre ministres premier première chancelier ambassadeur ambassadrice secrétaire"
        " général porte-parole monsieur madame m mme mm directeur directrice"
    ),
    portfolios=(
        "affaires état étrangères europe défense armées économie finances intérieur commerce extérieur travail"
        " éducation culture santé énergie justice tourisme agriculture transports environnement développement"
        " transition écologique francophonie"
    ),
    articled="peu",
    articles="le la les l' un une des du de d' au aux",
    countries={
        "BY": "bélarus",
        "KG": "kirghizie kirghizistan",
        "MM": "birmanie",
        "MK": "macédoine",
        "IQ": "iraq",
        "TR": "türkiye",
        "RU": "fédération_de_russie",
        "US": "usa états_unis_d'_amérique",
        "GB": "grande_bretagne",
    },
    cities={
        "odessa": "odessa odesa",
        "lviv": "lvov lviv",
        "kharkiv": "kharkov kharkiv",
        "washington": "washington",
        "geneva": "genève",
        "astana": "astana",
        "beijing": "pékin beijing",
        "ankara": "ankara",
        "ottawa": "ottawa",
        "delhi": "delhi",
        "islamabad": "islamabad",
        "hanoi": "hanoï hanoi",
        "rabat": "rabat",
        "pretoria": "pretoria",
        "canberra": "canberra",
        "strasbourg": "strasbourg",
        "havana": "havane",
        "caracas": "caracas",
        "tehran": "téhéran",
    },
    small=(
        "à en dans sur pour avec par vers chez que qu' qui dont où et cela c' est sont était étaient"
        " a ont avait avaient été être y se s' il"
    ),
    opposed=(
        "par/à,pour,sur,dans,de,du,des,avec,- de/à,vers,- est/était,étaient,a,ont sont/était,étaient,a,ont"
        " a/avait,avaient,était ont/avait,avaient pour/avec,sur sur/dans,-"
    ),
    adverb="ment",
    tenses="ons ez e es ent is it | erons erez era eront erai irons irez ira iront irai | ions iez ait aient ais",
    inflections="- s x e es é ée és ées ent er ez ons ait aient al aux ale ales",
    year_before="de années en année depuis dès fin début",
    months={7: "juil"},
    given_names="avril juin",
    questions="question q journaliste",
    answers="réponse r",
    continued="à_suivre suite_à_venir",
)
