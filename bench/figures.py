"""What is printed: one figure a line, ours beside the peer's, with the target it is held to."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. ``ratio`` is what the target speaks of; a bool ``target`` is a thing that must hold."""

    what: str
    ours: str
    peer: str
    ratio: float
    target: float | None
    """None: shown, and held to nothing."""
    at_most: bool = False
    """The ratio is to stay below the target, not above it."""
    goal: float | None = None

    @property
    def met(self) -> bool:
        if self.target is None:
            return True
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


@dataclass(frozen=True, slots=True)
class Skipped:
    """A measurement that could not be made here."""

    what: str
    why: str


def rate(pages: int, seconds: Iterable[float]) -> float:
    """Pages a second, by the median of several runs."""
    return pages / median(seconds)


def compared(what: str, unit: str, ours: float, peer: float, target: float | None, goal: float | None = None) -> Figure:
    """Two rates, the higher the better."""
    return Figure(what, f"{ours:.1f} {unit}", f"{peer:.1f} {unit}", ours / peer, target, goal=goal)


def exact(what: str, ours: int, wanted: int) -> Figure:
    """Two numbers that must be the same."""
    return Figure(what, str(ours), str(wanted), float(ours == wanted), 1)


def show(figures: Iterable[Figure | Skipped]) -> bool:
    """Print the table as the figures come in. Returns whether all targets are met."""
    table = Table("what", "ours", "beside", "ratio", "target", "met")
    all_met = True
    for figure in figures:
        if isinstance(figure, Skipped):
            table.add_row(figure.what, "", "", "", "", f"skipped: {figure.why}")
            continue
        all_met = all_met and figure.met
        bound = "" if figure.target is None else f"{'≤' if figure.at_most else '≥'} {figure.target:g}"
        bound += f" (goal {figure.goal:g})" if figure.goal is not None else ""
        verdict = "" if figure.target is None else "yes" if figure.met else "NO"
        table.add_row(figure.what, figure.ours, figure.peer, f"{figure.ratio:.2f}", bound, verdict)
    Console(width=130).print(table)
    return all_met
