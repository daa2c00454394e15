"""Our plugin for Datasette: full-text search by stems, changes as redlines, times that read as times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette import Response  # type: ignore[import-untyped]
from markupsafe import Markup
from pluggy import HookimplMarker
from sqlite_utils import Database

from storage.show import html
from storage.show.redline import Redline, redline
from storage.show.search import register
from storage.show.select import Selection, edit_rows, superseded_rows
from storage.show.visible import visible

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

hookimpl = HookimplMarker("datasette")  # what datasette exports, with its types

_CHANGE = re.compile(r"\d+-\d+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_MARKS = {"before": Markup('<del dir="auto">{}</del>'), "after": Markup('<ins dir="auto">{}</ins>')}
_STYLESHEET = "/-/redline.css"


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """``stems(query[, language])`` in every query a reader writes."""
    register(conn)


@hookimpl
def render_cell(value: object, column: str, datasette: Any) -> Markup | None:
    """Before and after as redline, changes as links, moments as ``<time>``; None leaves a cell to Datasette.

    All that is returned has been escaped.
    """
    if not isinstance(value, str) or not value:
        return None
    if column in _MARKS:
        return _MARKS[column].format(visible(value))
    if column in {"change", "flag"} and (change := _CHANGE.fullmatch(value.removeprefix("change:"))):
        page = datasette.urls.path(f"/-/redline/{change[0]}")
        return Markup('<a href="{}">{}</a>').format(page, value)
    if _MOMENT.fullmatch(value):
        return html.time(value)
    shown = "\n".join(visible(line) for line in value.split("\n"))
    return None if shown == value else Markup("{}").format(shown)


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [datasette.urls.path(_STYLESHEET)]


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/-/redline/(?P<change>\d+-\d+)(?P<json>\.json)?$", _page),
        (f"^{re.escape(_STYLESHEET)}$", _stylesheet),
    ]


async def _page(datasette: Any, request: Any) -> Response:
    """One change as a page, or with ``.json`` as data."""
    change = request.url_vars["change"]
    found: tuple[Redline, bool] | None = await _database(datasette).execute_fn(lambda conn: _redline(conn, change))
    if found is None:
        return Response.text(f"no change {change}", status=404)
    drawn, superseded = found
    if request.url_vars["json"]:
        return Response.json(drawn.as_json() | {"superseded": superseded})
    context = {"title": f"Change {change}", "redline": html.as_html(drawn), "superseded": superseded}
    return Response.html(await datasette.render_template("redline.html", context, request=request))


async def _stylesheet() -> Response:
    return Response(html.STYLE, content_type="text/css; charset=utf-8")


def _redline(conn: sqlite3.Connection, change: str) -> tuple[Redline, bool] | None:
    """The change, and whether it has been superseded; permalinks outlive that."""
    db = Database(conn)
    rows = list(edit_rows(db, Selection(change=change)))
    superseded = [] if rows else superseded_rows(db, change)
    return (redline(db, rows or superseded), bool(superseded)) if rows or superseded else None


def _database(datasette: Any) -> Any:
    """The one database that is served; Datasette's own are named with an underscore."""
    return next(db for name, db in datasette.databases.items() if not name.startswith("_"))
