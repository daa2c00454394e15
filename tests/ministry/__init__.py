"""A small local ministry for tests and the demo: it publishes, edits, blocks and withdraws, and knows the truth.

``with Ministry(documents=40, seed=7) as ministry:`` serves ``ministry.url``; ``python -m tests.ministry`` does so
from a command line.
"""

from tests.ministry.faults import Fault
from tests.ministry.script import LAST
from tests.ministry.server import Ministry

__all__ = ["LAST", "Fault", "Ministry"]
