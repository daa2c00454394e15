"""The words by which transcripts label turns, people and themselves, in every language we read. Data only."""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """A set, written as a line of its members with bars between; case folded."""
    return frozenset(word.casefold() for word in listed.split(" | "))


QUESTION = words(
    "question | questions | q | вопрос | вопросы | реплика из зала | frage | fragen | pregunta | preguntas | "
    "pergunta | domanda | запитання | питання | 问 | 問 | 提问 | 记者 | سؤال | السؤال | журналист | journalist | "
    "correspondent | корреспондент | reporter | journaliste | periodista | giornalista | jornalista"
)
"""A label that is one of these opens a question."""

ADDRESSING = words("to | for | from | an | von | für | aux | pour | a | para | к | от | для | із | від | per")
"""What stands between a label's word for a question and whom it is put to, or who puts it."""

ANSWER = words(
    "answer | a | ответ | antwort | réponse | respuesta | resposta | risposta | відповідь | 答 | جواب | الجواب"
)

PARTS = words(
    "moderator | operator | interpreter | host | chair | chairman | chairperson | spokesperson | remark | remarks | "
    "reply | response | voice | voices | audience | from the audience | from the floor | voice from the audience | "
    "voices from the audience | remark from the audience | response from the audience | из зала | "
    "голос из зала | голоса из зала | реплики | zuruf | zurufe | zwischenrufe | aus dem publikum | voix | "
    "dans la salle | de la salle | voz | voces | desde la sala | del público | "
    "ведущий | ведущая | модератор | переводчик | председатель | реплика | оператор | moderatorin | "
    "sprecher | sprecherin | dolmetscher | zwischenruf | modérateur | modératrice | animateur | interprète | "
    "président | opérateur | moderador | moderadora | presentador | presentadora | intérprete | operador | "
    "presentatore | presentatrice | moderatore | apresentador | ведучий | ведуча | 主持人 | المذيع"
)
"""Parts people play in a conversation, which stand where a name would."""

OFFICES = words(
    "president | presidente | président | präsident | präsidentin | президент | президента | президентом | "
    "minister | ministers | ministre | ministro | ministra | министр | министра | министром | міністр | "
    "міністра | außenminister | außenministers | außenministerin | bundesminister | vizeaußenminister | "
    "stellvertretender | stellvertretenden | secretary | sekretär | секретарь | секретаря | secrétaire | "
    "secretario | secretaria | segretario | chancellor | kanzler | bundeskanzler | bundeskanzlerin | "
    "канцлер | chancelier | chancelière | canciller | ambassador | botschafter | botschafterin | "
    "botschafters | посол | посла | послом | ambassadeur | ambassadrice | embajador | embajadora | "
    "ambasciatore | embaixador | representative | представитель | представителя | представителем | "
    "vertreter | vertreterin | vertreters | représentant | représentante | representante | rappresentante | "
    "portavoz | porte-parole | sprecherin | sprecher | sprechers | spokeswoman | spokesman | spokesperson | "
    "director | директор | директора | direktor | direktorin | directeur | directrice | direttore | head | "
    "глава | главы | главой | chairman | chairperson | chairwoman | председатель | председателя | "
    "председателем | vorsitzender | vorsitzende | governor | губернатор | губернатора | mayor | мэр | "
    "prime | premier | премьер-министр | премьер-министра | ministerpräsident | deputy | заместитель | "
    "заместителя | заместителем | vice | vice-ministre | viceministro | viceministra | chief | ceo | king | "
    "король | патриарх | patriarch | emir | sheikh | general | генерал | академик"
)

DEPARTMENTS = words(
    "foreign | affairs | russia | russia’s | russian | federation | state | defence | defense | finance | "
    "ministry | russlands | russland | russischen | russische | föderation | auswärtigen | auswärtiges | "
    "angelegenheiten | auswärtige | außenministeriums | russie | fédération | étrangères | affaires | "
    "extérieures | rusia | federación | asuntos | exteriores | relaciones | россии | мид | mfa | "
    "российской | федерации | иностранных | дел | permanent | official | special | plenipotentiary | "
    "acting | rússia | negócios | estrangeiros | esteri | affari | federazione | russa | deutschlands | "
    "germany | france | turkey | türkiye | china | belarus | kazakhstan | un | osce | eu"
)
"""Words of an office's name that look like the words of a person's name."""

HONORIFICS = words(
    "mr | mr. | mrs | mrs. | ms | ms. | miss | sir | dr | dr. | herr | frau | m. | mme | monsieur | madame | "
    "señor | señora | sr. | sra. | signor | signora | господин | госпожа | г-н | г-жа"
)

NAME_PARTICLES = words(
    "de | da | do | dos | del | della | di | du | la | le | van | von | der | den | zu | al | el | bin | ibn | ben"
)
"""Small words inside a name."""

PARTICLES = words(
    "de | da | do | dos | del | della | di | du | la | le | van | von | der | den | zu | al | el | bin | "
    "ibn | ben | оглы | и | the | of | for | to | and | und | et | y | e | für | des | les | aux | en | – | "
    "— | - | по | при | в | на | beim | bei | pour | auprès | para | los | las | with"
)

BEFORE_PLACES = words("in | at | on | from | near | im | am | aus | à | au | dans | em | no | na | из | у | із")
"""With the particles, what stands before the name of a place rather than a person's."""

CLAUSE = words(
    "is | are | was | were | be | been | has | have | had | do | does | did | will | would | can | must | "
    "should | i | we | you | he | she | it | they | our | my | this | that | these | there | here | not | "
    "это | этот | эта | мы | вы | я | он | она | они | есть | был | была | было | были | не | наш | что | "
    "как | также | ist | sind | war | waren | hat | haben | wird | werden | wir | ich | sie | es | er | "
    "nicht | unser | dies | dass | wie | est | sont | était | nous | vous | je | il | elle | ils | ne | "
    "pas | notre | ce | cette | que | son | era | fue | nosotros | yo | no | nuestro | nuestra | este | "
    "esta | qué | é | são | não | nós | è | sono | non | noi | це | ми | ви | є | був | була | що"
)
"""Words no name holds: a line with one of them before its colon is a sentence."""

NOT_NAMES = words(
    "note | remark | source | example | attention | important | conclusion | contents | part | section | "
    "first | second | third | finally | thesis | photo | video | update | reference | the | a | an | "
    "справка | примечание | вывод | источник | внимание | важно | например | пример | первое | второе | "
    "третье | фото | видео | цитата | дополнение | anmerkung | hinweis | beispiel | erstens | zweitens | "
    "drittens | quelle | fazit | wichtig | zitat | foto | remarque | exemple | premièrement | deuxièmement | "
    "citation | nota | ejemplo | primero | segundo | tercero | fuente | cita | importante | conclusión | "
    "der | die | das | ein | eine | le | la | les | un | une | el | los | las | una | для | о | об | из | "
    "к | по | on | about | regarding | concerning | über | zum | zur | sur | concernant | acerca | sobre | относительно"
)
"""First words that no printed label of a person begins with."""
