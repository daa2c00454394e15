"""The database in a browser: Datasette with our descriptions, queries and plugin. It can only read."""

from __future__ import annotations

from pathlib import Path

from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[import-untyped]

from storage.show import datasette_plugin
from storage.show.metadata import metadata

_PLUGIN = "palimpsest"
_SETTINGS = {
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1500,
    "allow_download": False,  # the file holds every captured byte; copies are what `scrapy export` makes
    "suggest_facets": False,
    "max_returned_rows": 2000,
    "truncate_cells_html": 600,
}


def browser(path: Path) -> Datasette:
    """Datasette on an existing database of ours. It opens the file with ``mode=ro``, so a crawl may write beside it."""
    if not pm.has_plugin(_PLUGIN):
        pm.register(datasette_plugin, _PLUGIN)
    return Datasette(
        files=[str(path)],
        metadata=metadata(path.stem),
        settings=_SETTINGS,
        template_dir=str(Path(__file__).parent / "templates"),
    )
