"""What surrounds a text on both sites and is none: menus, scripts, counters, share buttons, footers."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from urllib.parse import quote

from tests.ministry import bank

SECTIONS = ("about", "foreign_policy", "press_service", "maps", "consular", "documents", "science", "contacts")


def token(*parts: object, length: int = 16) -> str:
    """A hexadecimal string that looks random and is not."""
    return sha256("/".join(map(str, parts)).encode()).hexdigest()[:length]


def assets(seed: str) -> str:
    """Style sheets and scripts with hashes in their names, and a block of inline configuration."""
    links = "".join(
        f'<link rel="stylesheet" href="/static/css/{name}.css?{token(seed, name)}"/>'
        for name in ("normalize", "grid", "fonts", "screen", "print", "player", "gallery", "calendar")
    )
    flags = ",".join(f'"{token("flag", n, length=8)}":{{"on":{str(n % 3 == 0).lower()},"w":{n}}}' for n in range(70))
    modules = "".join(
        f'<script src="/static/js/{name}.js?{token(seed, name)}" defer="defer"></script>'
        for name in ("jquery", "common", "player", "share", "calendar", "search", "lightbox")
    )
    return f"{links}<script>window.config={{flags:{{{flags}}}}};</script>{modules}"


def menu(language: str, css: str) -> str:
    """A menu of two levels, with a page for every country."""
    lists = bank.words()
    labels = lists["menu"].get(language, lists["menu"]["en"])
    lands = lists["land"].get(language, lists["land"]["en"])
    items = []
    for number, label in enumerate(labels):
        section = SECTIONS[number % len(SECTIONS)]
        inner = "".join(
            f'<li class="{css}__subitem" itemscope="itemscope"><a class="{css}__sublink" itemprop="url" '
            f'href="/{language}/{section}/{token(label, land, length=6)}"><span itemprop="name">{land}</span></a></li>'
            for land in lands
        )
        items.append(
            f'<li class="{css}__item"><a class="{css}__link" href="/{language}/{section}">{escape(label)}</a>'
            f'<ul class="{css}__sub">{inner}</ul></li>'
        )
    return f'<nav class="{css}" role="navigation"><ul class="{css}__list">{"".join(items)}</ul></nav>'


def share(url: str, title: str) -> str:
    """Buttons whose links carry the address and title of the page."""
    target, words = quote(url, safe=""), quote(title)
    sites = ("vk.example/share.php", "ok.example/dk", "telegram.example/share", "mail.example/compose")
    links = "".join(
        f'<li><a class="share_to_site" rel="nofollow" target="_blank" '
        f'href="https://{site}?url={target}&amp;title={words}">{site.split(".")[0]}</a></li>'
        for site in sites
    )
    return f'<ul class="share_sites">{links}</ul>'


def counter(language: str, visit: int) -> str:
    """A visit counter and a form's nonce: other bytes at every request."""
    label = bank.words()["views"].get(language, "Views")
    return (
        f'<div class="counter"><span class="counter__label">{label}:</span> {1200 + 7 * visit}</div>'
        '<form class="feedback" method="post">'
        f'<input type="hidden" name="nonce" value="{token("nonce", visit)}"/></form>'
    )


def footer(language: str, office: str) -> str:
    lands = bank.words()["land"].get(language, bank.words()["land"]["en"])
    missions = "".join(
        f'<li class="footer_list_item"><a class="no-warning" rel="external" '
        f'href="https://{token("mission", land, length=8)}.example/">{land}</a></li>'
        for land in lands
    )
    return (
        f'<footer class="footer" role="contentinfo"><div class="footer__copy">{escape(office)}</div>'
        f'<ul class="footer_list">{missions}</ul></footer>'
    )
