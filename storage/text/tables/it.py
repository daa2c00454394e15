"""Italian."""

from storage.text.tables import Table

TABLE = Table(
    negation="non no nessun nessuno nessuna niente nulla né senza neanche nemmeno",
    never="mai",
    negative_prefixes="in im ir il non dis",
    must="deve devono devo dobbiamo dovrà dovranno doveva dovevano bisogna",
    should="dovrebbe dovrebbero dovremmo",
    may="può possono posso possiamo potrà potranno poteva potevano potrebbe potrebbero possa possano",
    numbers={
        0: "zero",
        2: "due entrambi",
        3: "tre",
        4: "quattro",
        5: "cinque",
        7: "sette",
        8: "otto",
        9: "nove",
        10: "dieci",
        11: "undici",
        12: "dodici",
        15: "quindici",
        20: "venti",
        30: "trenta",
        40: "quaranta",
        50: "cinquanta",
    },
    ordinals={1: "primo prima", 2: "secondo seconda", 3: "terzo terza"},
    scales={100: "cento", 1000: "mille mila", 10**6: "milione milioni", 10**9: "miliardo miliardi"},
    units={"percent": "per_cento", "euro": "euro", "dollar": "dollaro dollari", "year": "anno anni"},
    titles="presidente ministro ministra cancelliere ambasciatore segretario generale signor signora portavoce",
    articles="il lo la i gli le l' un uno una del della",
    year_before="nel dal anno",
    questions="domanda",
    continued="segue continua",
)
