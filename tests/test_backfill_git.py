"""A git-scraped repository: commits are captures of the files they touched, and nothing of it is ever run."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.backfill.archived import MAX_BYTES, Archived, Elsewhere, Refused
from crawler.backfill.git import committed
from crawler.backfill.repository import is_repository
from crawler.backfill.saved import Told
from tests.repositories import scraped

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.backfill.archived import Item

URL = "https://mid.ru/en/foreign_policy/news/{}/"
DAY = 86_400
START = 1_577_836_800  # 2020-01-01T00:00:00Z


def page(n: int, text: str) -> bytes:
    return f"---\ntitle: Briefing {n}\nsource_url: {URL.format(1780200 + n)}\n---\n\n{text}\n".encode()


def taken(folder: Path, told: Told | None = None) -> list[Item]:
    return list(committed(folder, told or Told(), lambda url: "mid.ru" in url))


def archived(items: list[Item]) -> list[Archived]:
    assert [item for item in items if isinstance(item, Refused)] == []
    return [item for item in items if isinstance(item, Archived)]


@pytest.mark.parametrize("bare", [False, True])
def test_every_commit_that_touched_a_file_is_a_capture_of_it(tmp_path: Path, bare: bool) -> None:
    folder = scraped(
        tmp_path / "clone",
        [
            (START, {"a.md": page(1, "One"), "b.md": page(2, "Two"), "README.md": b"# Mine", "x.png": b"\x89PNG\0"}),
            (START + DAY, {"a.md": page(1, "Not one")}),
            (START + 2 * DAY, {"b.md": None, 'sub dir/ж\n"c.md': page(3, "Three")}),
            (START + 3 * DAY, {"scrape.py": b"import os"}),
            (START + 4 * DAY, {"a.md": page(1, "One")}),
        ],
        bare=bare,
    )
    assert is_repository(folder)
    items = taken(folder)
    found = archived(items)
    assert [(one.url, one.at.day, one.body) for one in found] == [
        (URL.format(1780201), 1, page(1, "One")),
        (URL.format(1780202), 1, page(2, "Two")),
        (URL.format(1780201), 2, page(1, "Not one")),
        (URL.format(1780203), 3, page(3, "Three")),
        (URL.format(1780201), 5, page(1, "One")),
    ]
    assert found[0].at == datetime(2020, 1, 1, tzinfo=UTC)
    assert {one.observer for one in found} == {"git"}
    assert {one.headers["content-type"] for one in found} == {"text/markdown"}
    assert 'sub dir/ж\\n"c.md' in found[3].where
    assert [item for item in items if isinstance(item, Elsewhere)] == [Elsewhere("")], "README.md"


def test_a_template_names_the_pages(tmp_path: Path) -> None:
    folder = scraped(tmp_path / "clone", [(START, {"en/1780201.html": b"<p>x", "о нас.html": b"<p>y"})])
    told = Told("https://mid.ru/{stem}/", observer="wayback")
    assert [(one.url, one.body, one.observer) for one in archived(taken(folder, told))] == [
        ("https://mid.ru/en/1780201/", b"<p>x", "wayback"),
        ("https://mid.ru/%D0%BE%20%D0%BD%D0%B0%D1%81/", b"<p>y", "wayback"),
    ]


def test_a_page_tells_its_own_url(tmp_path: Path) -> None:
    html = f'<html><head><link rel="canonical" href="{URL.format(1780201)}"></head><p>x</p></html>'.encode()
    (one,) = archived(taken(scraped(tmp_path / "clone", [(START, {"x.html": html})])))
    assert (one.url, one.body) == (URL.format(1780201), html)


def test_a_clone_of_some_depth_and_a_linked_work_tree(tmp_path: Path) -> None:
    """Where a clone ends nothing tells what the commit changed: b.md was not looked at when a.md was."""
    commits: list[tuple[int, dict[str, bytes | None]]] = [
        (START + n * DAY, {"a.md": page(1, f"{n}")}) for n in range(1, 5)
    ]
    whole = scraped(tmp_path / "whole", [(START, {"b.md": page(2, "Two")}), *commits])
    for depth in (1, 3):
        shallow = tmp_path / f"shallow{depth}"
        subprocess.run(["git", "clone", "-q", "--depth", f"{depth}", f"file://{whole}", shallow], check=True)
        said, *items = taken(shallow)
        assert isinstance(said, Refused)
        assert f"shallow{depth}: is a shallow clone" in said.reason
        assert [one.body for one in archived(items)] == [page(1, "3"), page(1, "4")][: depth - 1]
    subprocess.run(["git", "-C", whole, "worktree", "add", "-q", "--detach", tmp_path / "tree"], check=True)
    assert len(archived(taken(tmp_path / "tree"))) == 5


def git(folder: Path, *arguments: str, at: int = START) -> None:
    environment = {**os.environ, "GIT_COMMITTER_DATE": f"{at} +0000"}
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", folder, *who, *arguments], env=environment, check=True, capture_output=True)


def test_what_a_merge_alone_made_is_a_capture_at_its_time(tmp_path: Path) -> None:
    """And nothing else of it: the rest is what one of its parents has."""
    files: dict[str, bytes | None] = {f"{name}.md": page(n, name) for n, name in enumerate("abcde")}
    folder = scraped(tmp_path / "clone", [(START, files)])
    git(folder, "checkout", "-q", "-b", "side", "main")
    for day, branch, name in ((1, "side", "a"), (2, "side", "b"), (3, "main", "a"), (4, "main", "c")):
        git(folder, "checkout", "-q", branch)
        (folder / f"{name}.md").write_bytes(page(1, f"{name} on {branch}"))
        git(folder, "commit", "-qam", "x", at=START + day * DAY)
    git(folder, "merge", "--no-commit", "-s", "ours", "side")
    (folder / "a.md").write_bytes(page(1, "of the merge"))
    (folder / "born.md").write_bytes(page(9, "of the merge"))
    (folder / "d.md").unlink()
    git(folder, "checkout", "side", "--", "b.md")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x", at=START + 5 * DAY)
    after = [(one.at.day, one.body) for one in archived(taken(folder)) if one.at.day > 1]
    assert after == [
        (2, page(1, "a on side")),
        (3, page(1, "b on side")),
        (4, page(1, "a on main")),
        (5, page(1, "c on main")),
        (6, page(1, "of the merge")),
        (6, page(9, "of the merge")),
    ]


def test_nothing_of_a_hostile_repository_is_run(tmp_path: Path) -> None:
    folder = scraped(
        tmp_path / "clone", [(START, {"a.md": page(1, "One"), ".gitattributes": b"*.md diff=x filter=x\n"})]
    )
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.gitProxy", "core.editor", "core.askPass"),
        *("diff.external", "diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean", "gpg.program"),
        *("alias.log", "alias.cat-file", "remote.origin.uploadpack", "credential.helper", "pager.log"),
    ):
        value = f"!{trap}" if name.startswith(("alias", "credential")) else str(trap)
        subprocess.run(["git", "-C", folder, "config", name, value], check=True)
    for name, value in (
        ("log.showSignature", "true"),
        ("core.hooksPath", str(tmp_path)),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::{trap}"),
    ):
        subprocess.run(["git", "-C", folder, "config", name, value], check=True)
    for sample in (folder / ".git" / "hooks").iterdir():
        sample.unlink()
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (folder / ".git" / "hooks" / hook).symlink_to(trap)
    assert [one.body for one in archived(taken(folder))] == [page(1, "One")]
    assert not sprung.exists()


def test_an_object_that_is_missing_is_named_and_the_rest_taken(tmp_path: Path) -> None:
    folder = scraped(tmp_path / "clone", [(START, {"a.md": page(1, "One")}), (START + DAY, {"b.md": page(2, "Two")})])
    blob = subprocess.run(
        ["git", "-C", folder, "rev-parse", "main:a.md"], capture_output=True, text=True, check=True
    ).stdout.strip()
    loose = folder / ".git" / "objects" / blob[:2] / blob[2:]
    loose.unlink()
    first, second = taken(folder)
    assert isinstance(first, Refused)
    assert "'a.md'" in first.reason
    assert f"{blob} is missing" in first.reason
    assert isinstance(second, Archived)


def test_what_is_large_a_link_or_from_the_future_is_no_capture(tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    scraped(folder, [(START, {"big.html": b"x" * (MAX_BYTES + 1), "a.md": page(1, "One")}), (2**33, {"a.md": b"x"})])
    (folder / "link.html").symlink_to("/etc/passwd")
    environment = {**os.environ, "GIT_COMMITTER_DATE": f"{START} +0000"}
    subprocess.run(["git", "-C", folder, "reset", "-q"], check=True)
    subprocess.run(["git", "-C", folder, "add", "link.html"], check=True)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", folder, *who, "commit", "-qm", "x"], env=environment, check=True)
    told = Told("https://mid.ru/{path}")
    items = taken(folder, told)
    assert [item.url for item in items if isinstance(item, Archived)] == ["https://mid.ru/a.md"]
    large, future = (item.reason for item in items if isinstance(item, Refused))
    assert "'big.html'" in large
    assert "larger than" in large
    assert "still to come" in future


def test_what_is_no_repository_is_said(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    subprocess.run(["git", "init", "-q", tmp_path / "empty"], check=True)
    (broken,) = taken(tmp_path)
    assert isinstance(broken, Refused)
    assert "not a git repository" in broken.reason
    (empty,) = taken(tmp_path / "empty")
    assert isinstance(empty, Refused)
    assert "holds no commit" in empty.reason
