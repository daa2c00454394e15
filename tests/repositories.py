"""Git repositories for tests and measurements, made in one go."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WHO = "Scraper <scraper@example.org>"


def scraped(folder: Path, commits: Iterable[tuple[int, Mapping[str, bytes | None]]], *, bare: bool = False) -> Path:
    """A repository with a commit for each time (seconds since 1970) and what it put into files; None takes one away."""
    subprocess.run(
        ["git", "init", "--quiet", "--initial-branch=main", *(["--bare"] if bare else []), folder], check=True
    )
    with subprocess.Popen(
        ["git", "-C", folder, "fast-import", "--quiet", "--date-format=raw"], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        for number, (at, files) in enumerate(commits):
            process.stdin.write(f"commit refs/heads/main\nmark :{number + 1}\nauthor {WHO} 1 +0000\n".encode())
            process.stdin.write(f"committer {WHO} {at} +0000\ndata 4\nscan\n".encode())
            for name, content in files.items():
                quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
                if content is None:
                    process.stdin.write(f"D {quoted}\n".encode())
                else:
                    process.stdin.write(f"M 100644 inline {quoted}\ndata {len(content)}\n".encode() + content + b"\n")
        process.stdin.close()
    assert process.returncode == 0
    return folder
