"""Russian foreign ministry, mid.ru, since 2021. robots.txt forbids paging (?PAGEN): feeds, first pages, links."""

from crawler.spiders.base import TranscriptSpider

_SECTIONS = (
    "foreign_policy/news",
    "press_service/minister_speeches",
    "press_service/spokesman/briefings",
    "press_service/spokesman/answers",
    "press_service/spokesman/official_statement",
)
_RUSSIAN = (*_SECTIONS, "press_service/spokesman/kommentarii", "press_service/deputy_ministers_speeches")
_ENGLISH = (*_SECTIONS, "press_service/spokesman/comments")


class RuMidSpider(TranscriptSpider):
    """Badges on the old pages seem to count an asset's versions; nothing has proved it."""

    name = "ru_mid"
    declaration = "unproven"
    feeds = tuple(f"https://mid.ru/{language}/rss.php" for language in ("ru", "en", "de", "fr", "es", "pt"))
    listings = tuple(
        f"https://mid.ru/{language}/{section}/"
        for language, sections in (("ru", _RUSSIAN), ("en", _ENGLISH), ("de", _SECTIONS[:1]), ("fr", _SECTIONS[:1]),
                                   ("es", _SECTIONS[:1]))
        for section in sections
    )  # fmt: skip
    delay_s = 10.0
