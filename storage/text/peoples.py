"""Pure: adjectives of nations and peoples, which many languages write without a capital: российский, mapuche.

CLDR names countries, not their adjectives; the stems are those of any dictionary.
"""

from __future__ import annotations

from functools import lru_cache

from storage.text.lexicon import Lexicon

_LANGUAGES = ("en", "ru", "de", "fr", "es")
# One row a nation: its stems in the languages above, a stroke between several of one language.
_STEMS = """
russian | российск/русск | russisch | russe | rus
ukrainian | украинск | ukrainisch | ukrainien | ucranian
belarusian/belarussian | белорусск | belarussisch/belarusisch | biélorusse | bielorrus
american | американск | amerikanisch | américain/étasunien | american/estadounidense
british/english | британск/английск | britisch/englisch | britannique/anglais | británic/inglés
french | французск | französisch | français | francés
german | немецк/германск | deutsch | allemand | alemán
spanish | испанск | spanisch | espagnol | español
italian | итальянск | italienisch | italien | italian
portuguese | португальск | portugiesisch | portugais | portugués
polish | польск | polnisch | polonais | polac
czech | чешск | tschechisch | tchèque | chec
slovak | словацк | slowakisch | slovaque | eslovac
slovenian/slovene | словенск | slowenisch | slovène | esloven
hungarian | венгерск | ungarisch | hongrois | húngar
romanian | румынск | rumänisch | roumain | ruman
bulgarian | болгарск | bulgarisch | bulgare | búlgar
serbian | сербск | serbisch | serbe | serbi
croatian | хорватск | kroatisch | croate | croat
albanian | албанск | albanisch | albanais | albanés
kosovar | косовск | kosovarisch | kosovar | kosovar
greek | греческ | griechisch | grec/grecque | grieg
turkish | турецк | türkisch | turc/turque | turc
cypriot | кипрск | zyprisch/zypriotisch | chypriote | chipriot
austrian | австрийск | österreichisch | autrichien | austríac
australian | австралийск | australisch | australien | australian
swiss | швейцарск | schweizerisch | suisse | suiz
dutch | нидерландск/голландск | niederländisch/holländisch | néerlandais | neerlandés/holandés
belgian | бельгийск | belgisch | belge | belg
swedish | шведск | schwedisch | suédois | suec
norwegian | норвежск | norwegisch | norvégien | norueg
danish | датск | dänisch | danois | danés
finnish | финск/финляндск | finnisch | finlandais | finlandés
estonian | эстонск | estnisch | estonien | estoni
latvian | латвийск/латышск | lettisch | letton/lettonne | letón
lithuanian | литовск | litauisch | lituanien | lituan
irish | ирландск | irisch | irlandais | irlandés
icelandic | исландск | isländisch | islandais | islandés
moldovan | молдавск | moldauisch | moldave | moldav
georgian | грузинск | georgisch | géorgien | georgian
armenian | армянск | armenisch | arménien | armeni
azerbaijani/azeri | азербайджанск | aserbaidschanisch | azerbaïdjanais/azéri | azerbaiyan
kazakh/kazakhstani | казахстанск/казахск | kasachisch | kazakh | kazaj
kyrgyz | киргизск/кыргызск | kirgisisch | kirghize | kirguís
uzbek | узбекск/узбекистанск | usbekisch | ouzbek/ouzbèke | uzbek
tajik | таджикск | tadschikisch | tadjik | tayik
turkmen | туркменск | turkmenisch | turkmène | turcoman
mongolian | монгольск | mongolisch | mongol | mongol
chinese | китайск | chinesisch | chinois | chin
japanese | японск | japanisch | japonais | japonés
korean | корейск | koreanisch | coréen | corean
south_korean | южнокорейск | südkoreanisch | sud_coréen | surcorean
north_korean | северокорейск | nordkoreanisch | nord_coréen | norcorean
indian | индийск | indisch | indien | indi
pakistani | пакистанск | pakistanisch | pakistanais | pakistaní
afghan | афганск | afghanisch | afghan | afgan
iranian | иранск | iranisch | iranien | iraní
iraqi | иракск | irakisch | irakien | iraquí
syrian | сирийск | syrisch | syrien | siri
lebanese | ливанск | libanesisch | libanais | libanés
israeli | израильск | israelisch | israélien | israelí
palestinian | палестинск | palästinensisch | palestinien | palestin
jordanian | иорданск | jordanisch | jordanien | jordan
saudi | саудовск | saudisch | saoudien | saudí
yemeni | йеменск | jemenitisch | yéménite | yemení
egyptian | египетск | ägyptisch | égyptien | egipci
libyan | ливийск | libysch | libyen | libi
tunisian | тунисск | tunesisch | tunisien | tunecin
algerian | алжирск | algerisch | algérien | argelin
moroccan | марокканск | marokkanisch | marocain | marroquí
sudanese | суданск | sudanesisch | soudanais | sudanés
ethiopian | эфиопск | äthiopisch | éthiopien | etíope
eritrean | эритрейск | eritreisch | érythréen | eritre
somali | сомалийск | somalisch | somalien | somalí
kenyan | кенийск | kenianisch | kényan | kenian
nigerian | нигерийск | nigerianisch | nigérian | nigerian
nigerien | нигерск | nigrisch | nigérien | nigerin
malian | малийск | malisch | malien | maliens
south_african | южноафриканск | südafrikanisch | sud_africain | sudafrican
congolese | конголезск | kongolesisch | congolais | congoleñ
cuban | кубинск | kubanisch | cubain | cuban
venezuelan | венесуэльск | venezolanisch | vénézuélien | venezolan
colombian | колумбийск | kolumbianisch | colombien | colombian
peruvian | перуанск | peruanisch | péruvien | peruan
chilean | чилийск | chilenisch | chilien | chilen
argentine/argentinian | аргентинск | argentinisch | argentin | argentin
brazilian | бразильск | brasilianisch | brésilien | brasileñ
mexican | мексиканск | mexikanisch | mexicain | mexican
bolivian | боливийск | bolivianisch | bolivien | bolivian
ecuadorian | эквадорск | ecuadorianisch | équatorien | ecuatorian
paraguayan | парагвайск | paraguayisch | paraguayen | paraguay
uruguayan | уругвайск | uruguayisch | uruguayen | uruguay
canadian | канадск | kanadisch | canadien | canadiense
vietnamese | вьетнамск | vietnamesisch | vietnamien | vietnamit
thai | тайск | thailändisch | thaïlandais | tailandés
indonesian | индонезийск | indonesisch | indonésien | indonesi
malaysian | малайзийск | malaysisch | malaisien | malasi
filipino/philippine | филиппинск | philippinisch | philippin | filipin
kurdish | курдск | kurdisch | kurde | kurd
chechen | чеченск | tschetschenisch | tchétchène | chechen
tatar | татарск | tatarisch | tatar | tártar
jewish | еврейск | jüdisch | juif/juive | judí
arab | арабск | arabisch | arabe | árabe
abkhaz/abkhazian | абхазск | abchasisch | abkhaze | abjasi
ossetian | осетинск | ossetisch | ossète | oset
uyghur | уйгурск | uigurisch | ouïghour | uigur
tuareg | туарегск | tuaregisch | touareg | tuareg
quechua | кечуанск | quechua | quechua | quechua
aymara | аймарск | aymara | aymara | aimara
mapuche | мапучск | mapuche | mapuche | mapuche
maya | майянск | maya | maya | maya
guarani | гуаранийск | guaraní | guarani | guaraní
"""
_RUSSIAN = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")


@lru_cache(maxsize=64)
def peoples(language: str) -> Lexicon[str]:
    """Adjectives of nations in all their forms, each with its nation's; empty for a language without any."""
    primary = language.partition("-")[0]
    if primary not in _LANGUAGES:
        return Lexicon({})
    rows = (row.split(" | ") for row in _STEMS.strip().splitlines())
    column = _LANGUAGES.index(primary)
    return Lexicon(
        {row[0]: " ".join(form for stem in row[column].split("/") for form in _forms(stem, primary)) for row in rows}
    )


def _forms(stem: str, language: str) -> list[str]:
    if language == "en":
        return [stem] if stem.endswith(("sh", "se", "ch")) else [stem, f"{stem}s"]
    if language == "ru":
        return [stem + ending for ending in _RUSSIAN]
    if language == "de":
        return [stem + ending for ending in ("", "e", "en", "er", "es", "em")]
    if language == "fr":
        return _french(stem)
    return _spanish(stem)


def _french(stem: str) -> list[str]:
    if stem.endswith("ien"):
        return [stem, f"{stem}s", f"{stem}ne", f"{stem}nes"]
    plural = stem if stem.endswith("s") else f"{stem}s"
    return [stem, plural] if stem.endswith("e") else [stem, plural, f"{stem}e", f"{stem}es"]


def _spanish(stem: str) -> list[str]:
    if stem.endswith(("e", "í", "ú")):
        return [stem, f"{stem}s", f"{stem}es"]
    if stem.endswith(("és", "án", "ón")):
        bare = stem[:-2] + {"é": "e", "á": "a", "ó": "o"}[stem[-2]] + stem[-1]
        return [stem, f"{bare}a", f"{bare}es", f"{bare}as"]
    return [stem + ending for ending in ("", "o", "a", "os", "as", "es")]
