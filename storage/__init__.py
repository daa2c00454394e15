"""Everything that remembers, compares and shows. Usable without Scrapy."""

__version__ = "0.1.0"
