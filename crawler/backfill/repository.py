"""A Git repository as data: its commits and blobs, in one pass each. Nothing that it says is ever run.

A clone is written by whoever it was cloned from: its configuration may name programs for a dozen occasions. So Git is
told to work in an empty repository of our own, and only to fetch objects from where that one keeps them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOKEN_MAX = 1024 * 1024
_LOOK_BYTES = 64 * 1024
_FILES = ("100644", "100755")
"""The modes of plain files; links and submodules have others."""
_OURS = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would have its missing objects fetched
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}


class BadRepository(ValueError):
    """Git cannot read the repository, or there is no Git. The message says what it said."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that a commit put there, or put otherwise."""

    commit: str
    at: int
    """The committer's time, in seconds since 1970."""
    blob: str
    path: str
    """With slashes; what of it is no UTF-8 is marked as such."""


class Repository:
    """The history that ends with a repository's HEAD."""

    def __init__(self, head: str, environment: Mapping[str, str], boundary: frozenset[str] = frozenset()) -> None:
        self._head, self._environment = head, environment
        self.boundary = boundary
        """The commits where a shallow clone ends: what they changed is not known, only what they hold."""

    def changes(self) -> Iterator[Change]:
        """Every plain file that a commit added or altered, the oldest commit first. Raises BadRepository.

        Of a merge, those that are as in none of its parents; of a shallow clone's boundary, none.
        """
        asked = ["log", "--reverse", "--raw", "-c", "-z", "--no-abbrev", "--no-renames", "--format=%H %ct"]
        with _running([*asked, self._head, "--"], self._environment) as process:
            assert process.stdout is not None
            tokens = _tokens(process.stdout)
            commit, at = "", 0
            for token in tokens:
                said = token.removeprefix(b"\n")
                if not said.startswith(b":"):
                    if said:
                        commit, _, seconds = said.decode("ascii", "replace").partition(" ")
                        at = int(seconds)
                    continue
                path = next(tokens, b"")
                # A colon, a mode and a blob for each parent, then those of the commit: no mode where it has no file.
                parents = len(said) - len(said.lstrip(b":"))
                words = said.decode("ascii", "replace").split(" ")
                mode, blob = words[parents], words[-2]
                if mode in _FILES and commit not in self.boundary:
                    yield Change(commit, at, blob, path.decode("utf-8", "replace"))

    @contextmanager
    def blobs(self) -> Iterator[Blobs]:
        """A way to fetch the contents of files."""
        with _running(["cat-file", "--batch"], self._environment, asked=True) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            yield Blobs(process.stdin, process.stdout)


class Blobs:
    """The contents of files, by their ids."""

    def __init__(self, asked: IO[bytes], answered: IO[bytes]) -> None:
        self._asked, self._answered = asked, answered

    def fetch(self, blob: str, limit: int) -> bytes | None:
        """The bytes; None for more than the limit. Raises BadRepository for what is not there."""
        try:
            self._asked.write(blob.encode() + b"\n")
            self._asked.flush()
        except BrokenPipeError:
            raise BadRepository("git ended early") from None
        said = self._answered.readline(_TOKEN_MAX).split()
        if len(said) != 3 or said[1] != b"blob":
            raise BadRepository(f"{blob} is {b' '.join(said[1:]).decode('ascii', 'replace') or 'not to be had'}")
        size = int(said[2])
        if size <= limit:
            return self._answered.read(size + 1)[:size]
        left = size + 1
        while left and (chunk := self._answered.read(min(left, _LOOK_BYTES))):
            left -= len(chunk)
        return None


def is_repository(path: Path) -> bool:
    """Whether a folder is a clone, or a bare repository."""
    return (path / ".git").exists() or (
        (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()
    )


@contextmanager
def opened(path: Path) -> Iterator[Repository]:
    """The repository in a folder. Raises BadRepository."""
    if shutil.which("git") is None:
        raise BadRepository("git is not installed")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _OURS
    # Looking up names runs nothing; whose folder it is does not matter where nothing of it is run.
    here = ["-c", "safe.directory=*", "-C", str(path)]
    asked = ["rev-parse", "--path-format=absolute", "--git-path", "objects", "--git-path", "shallow"]
    objects, shallow = _said([*here, *asked], environment).splitlines()
    head = _said(
        [*here, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"], environment, "it holds no commit"
    ).strip()
    with tempfile.TemporaryDirectory(prefix="palimpsest-") as folder:
        kind = "sha256" if len(head) > 40 else "sha1"
        _said(["init", "--quiet", "--bare", "--template=", f"--object-format={kind}", folder], environment)
        environment |= {"GIT_DIR": folder, "GIT_OBJECT_DIRECTORY": objects}
        boundary = frozenset[str]()
        if Path(shallow).is_file():
            environment["GIT_SHALLOW_FILE"] = shallow
            boundary = frozenset(Path(shallow).read_text(encoding="ascii", errors="replace").split())
        yield Repository(head, environment, boundary)


def _said(arguments: list[str], environment: Mapping[str, str], otherwise: str = "") -> str:
    ended = subprocess.run(  # noqa: S603 - our own words, and a folder's name behind -C
        ["git", *arguments],  # noqa: S607 - the user's own git
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode:
        raise BadRepository(otherwise or _reason(ended.stderr))
    return os.fsdecode(ended.stdout)


@contextmanager
def _running(
    arguments: list[str], environment: Mapping[str, str], *, asked: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Git at work, until the block ends. Raises BadRepository where it failed by itself."""
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 - our own words, and an id that git told us
            ["git", "--no-pager", *arguments],  # noqa: S607 - the user's own git
            env=environment,
            stdin=subprocess.PIPE if asked else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        try:
            yield process
        except BaseException:  # whoever stops reading, and however: git must not go on for nobody
            process.kill()
            raise
        if process.stdin is not None:
            process.stdin.close()
        if process.wait():
            errors.seek(0)
            raise BadRepository(_reason(errors.read(_LOOK_BYTES)))


def _reason(errors: bytes) -> str:
    lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"git says {lines[0][:300]!r}" if lines else "git failed without a word"


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """What NULs part. Raises BadRepository for a part that no name of a file is as long as."""
    held = b""
    while chunk := stream.read(_LOOK_BYTES):
        *whole, held = (held + chunk).split(b"\0")
        yield from whole
        if len(held) > _TOKEN_MAX:
            raise BadRepository(f"a name of more than {_TOKEN_MAX} bytes")
    if held:
        yield held
