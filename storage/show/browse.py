"""The database in a browser: Datasette with our descriptions, queries and plugin. It can only read."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.database import Database  # type: ignore[import-untyped]
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
    """Datasette on an existing database of ours, which a crawl may be writing to meanwhile."""
    if not pm.has_plugin(_PLUGIN):
        pm.register(datasette_plugin, _PLUGIN)
    # With rich installed, Datasette prints a traceback with all variables for every mistyped address.
    pm.get_plugin("datasette.handle_exception").rich = None
    datasette = Datasette(
        metadata=metadata(path.stem),
        settings=_SETTINGS,
        template_dir=str(Path(__file__).parent / "templates"),
    )
    datasette.remove_database("_memory")  # what Datasette serves where it is given no file
    datasette.add_database(_Record(datasette, path=str(path)), name=path.stem)
    return datasette


class _Record(Database):  # type: ignore[misc]
    """Our file: never opened for writing, whatever its name, and with the keys that Datasette would trip over."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        if write:
            raise sqlite3.OperationalError("the record is served for reading only")
        uri = f"{Path(self.path).resolve().as_uri()}?mode=ro"
        conn = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._all_file_connections.append(conn)
        return conn

    async def foreign_keys_for_table(self, table: str) -> list[dict[str, Any]]:
        return [_named(key, "other_column") for key in await super().foreign_keys_for_table(table)]

    async def get_all_foreign_keys(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        return {
            table: {
                "incoming": [_named(key, "column") for key in keys["incoming"]],
                "outgoing": [_named(key, "other_column") for key in keys["outgoing"]],
            }
            for table, keys in (await super().get_all_foreign_keys()).items()
        }


def _named(key: dict[str, Any], column: str) -> dict[str, Any]:
    """A foreign key that says which column it refers to: ``REFERENCES sources`` leaves it out, and means the id."""
    return {**key, column: key[column] or "id"}
