"""The pure comparison of two versions beside deepdiff, on the same pairs: ``python -m bench.diff [--pairs N]``."""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from deepdiff import DeepDiff

from storage.diff.change import compare
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 40
