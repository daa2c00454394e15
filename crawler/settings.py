"""Politeness, bounds and the order of components. No logic. `-s NAME=VALUE` overrides any of them for one command."""

from pathlib import Path

BOT_NAME = "palimpsest"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- ours -------------------------------------------------------------------------------------------------------

DATABASE = str(Path(__file__).parents[1] / "data" / "transcripts.db")
CONTACT = "https://example.org/palimpsest-operator"
"""Where a webmaster reaches whoever runs this. Set it to your own address."""
WITHDRAWAL_CONFIRM_HOURS = 24.0
"""How long after a first 404/410/soft 404 a second one confirms a withdrawal."""
EDITED_ALONE_HOURS = 48.0
"""How long the other languages of a document have to follow an edit in one of them before it stands alone."""
PAIRING_CONFIDENCE = 0.7
"""The share of what two texts of one day and kind state that both must, for a rule to make them one; 1: no rule may."""
UNCONDITIONAL_EVERY = 7
"""Every so many checks a variant is fetched without validators, because a 304 can lie."""
READ_PROCESSES = 1
"""Processes that read pages beside the crawl; 0 reads in the crawl's own process. A backfill of files takes one a
core, up to four, unless more are set here, or 0."""
RETRY_AFTER_MAX_S = 120.0
"""A Retry-After up to this long is waited out; a longer one ends the asking of that host for this run."""
LISTING_PAGES_MAX = 2000
"""How many pages of listings a run turns at most, going back to `since` or to where it left off."""
RUN_MINUTES_MAX = 120.0
"""A run asks for nothing more after this long, so that feeds are looked at again; the next run goes on."""
UPDATE_EVERY_MINUTES = 10.0
"""`scrapy update` leaves a source alone that was crawled less than this ago."""
CHECK_AFTER_FAILURE_MINUTES = 30.0
"""A variant whose check failed is asked again after this long, doubling with each further failure."""
WAYBACK_URL = "https://web.archive.org"
"""The Wayback Machine that `backfill wayback:URL` asks: its CDX server is below /cdx/, its pages are below /web/."""
COMMONCRAWL_URL = "https://index.commoncrawl.org"
"""The Common Crawl that `backfill commoncrawl:URL` asks: `collinfo.json` and the index of each collection."""
COMMONCRAWL_DATA_URL = "https://data.commoncrawl.org"
"""Where its WARC files are, of which single records are read."""
ARCHIVE_INDEX_DELAY_S = 2.5
"""Between two requests to an archive's index: web.archive.org turns away who asks more than 24 times a minute."""
ARCHIVE_DELAY_S = 5.0
"""Between two pages from an archive, before AutoThrottle lengthens it."""
ARCHIVE_INDEX_ROWS = 5000
"""How many captures a Wayback Machine's index is asked for at once."""
ARCHIVE_BACKOFF_S = 60.0
"""How long an archive that is busy, or does not answer, is left alone if it does not say; doubled each time."""
TIMESTAMP_URL = ""
"""A timestamping authority (RFC 3161) that `scrapy update` shows the run chain's head to; empty: none."""
TIMESTAMP_CERTIFICATES = ""
"""A PEM file with the root certificates that its signatures are held to, by `scrapy update` and `scrapy verify`."""
TIMESTAMP_EVERY_HOURS = 24.0
"""How old the latest timestamp must be before another is asked for."""

# --- Scrapy: polite ---------------------------------------------------------------------------------------------

USER_AGENT = "Palimpsest/0.1 (archive of public transcripts; contact: {CONTACT})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Palimpsest"
CONCURRENT_REQUESTS = 4
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 5.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False
CONCURRENT_ITEMS = 1  # a page yields requests, if anything; Scrapy starts so many tasks for each response

# --- Scrapy: bounded --------------------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a truncated body is kept, and its verdict says so
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # a page that sends its reader on is an observation, to be kept and judged
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408, 429]
DNS_TIMEOUT = 20

# --- Scrapy: components -----------------------------------------------------------------------------------------

DOWNLOAD_HANDLERS = {
    "http": "crawler.download.DownloadHandler",
    "https": "crawler.download.DownloadHandler",
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # a 404 is an observation, not an error
}
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "crawler.progress.ProgressBar": 500,
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
