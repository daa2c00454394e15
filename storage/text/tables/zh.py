"""Chinese, in both scripts where they differ. Characters are tokens; forms are read character by character."""

from storage.text.tables import Table

TABLE = Table(
    negation="不 没 沒 未 无 無 非 勿 并非 並非",
    never="从不 從不 决不 決不 绝不 絕不",
    must="必须 必須 务必 務必 须 須",
    should="应该 應該 应当 應當 应 應",
    may="可以 可能 或许 或許 能够 能夠",
    numbers={
        0: "零",
        1: "一",
        2: "二 两 兩",
        3: "三",
        4: "四",
        5: "五",
        6: "六",
        7: "七",
        8: "八",
        9: "九",
    },
    scales={10: "十", 100: "百", 1000: "千", 10**4: "万 萬", 10**8: "亿 億"},
    units={"percent": "百分之", "dollar": "美元", "euro": "欧元 歐元", "yuan": "人民币 人民幣"},
    titles="外交部长 外长 总统 主席 总理 发言人 部长",
    year_after="年",
    questions="问 問 记者 記者",
    continued="待续 待續 未完待续",
)
