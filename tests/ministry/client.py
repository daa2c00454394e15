"""A plain client for trying the ministry: no retries, no cookies, no redirects followed, nothing decoded."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(
    base: str, path: str, host: str = "mid.ru", method: str = "GET", timeout_s: float = 20, **headers: str
) -> Reply:
    """One request for one of the three hosts; ``If_None_Match="…"`` is a header. Raises what http.client raises."""
    connection = HTTPConnection(urlsplit(base).netloc, timeout=timeout_s)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, headers={"X-Forwarded-Host": host, **sent})
        response = connection.getresponse()
        body = response.read()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
    finally:
        connection.close()
