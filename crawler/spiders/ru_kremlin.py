"""President of Russia: kremlin.ru (Russian) and en.kremlin.ru (English), the same id on both hosts."""

from crawler.spiders.base import TranscriptSpider


class RuKremlinSpider(TranscriptSpider):
    """Feeds and listings carry an "updated" stamp beside each entry: that is how this source declares an edit."""

    name = "ru_kremlin"
    declaration = "proven"
    feeds = (
        "http://kremlin.ru/events/president/news/feed",
        "http://en.kremlin.ru/events/president/news/feed",
    )
    listings = (
        "http://kremlin.ru/events/president/news",
        "http://en.kremlin.ru/events/president/news",
    )
    delay_s = 15.0  # 403 after some 150 fast requests, as others have found
