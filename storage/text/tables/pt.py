"""Portuguese."""

from storage.text.tables import Table

TABLE = Table(
    negation="não nenhum nenhuma nada ninguém nem sem tampouco",
    never="nunca jamais",
    negative_prefixes="in im ir i des não",
    must="deve devem devo devemos deverá deverão devia deviam tem_de tem_que têm_de",
    should="deveria deveriam",
    may="pode podem posso podemos poderá poderão podia podiam poderia poderiam possa possam",
    numbers={
        0: "zero",
        2: "dois duas ambos",
        3: "três",
        4: "quatro",
        5: "cinco",
        6: "seis",
        7: "sete",
        8: "oito",
        9: "nove",
        10: "dez",
        11: "onze",
        12: "doze",
        15: "quinze",
        20: "vinte",
        30: "trinta",
        40: "quarenta",
        50: "cinquenta",
    },
    ordinals={1: "primeiro primeira", 2: "segundo segunda", 3: "terceiro terceira"},
    scales={100: "cem cento", 1000: "mil", 10**6: "milhão milhões", 10**9: "bilhão bilhões mil_milhões"},
    units={"percent": "por_cento", "euro": "euro euros", "dollar": "dólar dólares", "year": "ano anos"},
    titles="presidente ministro ministra chanceler embaixador secretário geral senhor senhora porta-voz",
    articles="o a os as um uma do da dos das ao",
    year_before="em ano desde até de",
    questions="pergunta",
    continued="continua a_continuar",
)
