"""``make demo``: a ministry publishes, edits, withdraws; the commands a user types find out. Nothing is special-cased.

The settings say only that this ministry is ours: it may be asked without pauses, and at the second look, a moment after
the first, a withdrawal is believed, and an edit that no other language followed stands alone. It stands in for mid.ru
and kremlin.ru, whose URLs are what is stored.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.ministry import Ministry

ROOT = Path(__file__).parents[1]
DATABASE = ROOT / "data" / "demo.db"
SCRAPY = Path(sys.executable).with_name("scrapy")
SETTINGS = {
    "DATABASE": os.path.relpath(DATABASE, ROOT),
    "AUTOTHROTTLE_ENABLED": "0",
    "DOWNLOAD_DELAY": "0",
    "WITHDRAWAL_CONFIRM_HOURS": "0",
    "EDITED_ALONE_HOURS": "0",
}
EDITIONS = (1, 2, 3, 3)
"""What the ministry shows at each crawl; the last one looks at the same edition again, to confirm what is gone."""


def main() -> int:
    for stale in DATABASE.parent.glob("demo.db*"):
        stale.unlink()
    settings = [word for name, value in SETTINGS.items() for word in ("-s", f"{name}={value}")]
    with Ministry(documents=40) as ministry:
        print(f"A local ministry with 40 documents plays mid.ru and kremlin.ru at {ministry.url}\n")
        for crawl, edition in enumerate(EDITIONS):
            ministry.edition = edition
            print(
                f"--- edition {edition} of the ministry" + (", looked at again" if edition in EDITIONS[:crawl] else "")
            )
            full = ["-a", "full=1"] if crawl else []
            run("update", "ru_kremlin", "ru_mid", "-a", f"base_url={ministry.url}", *full, *settings)
    print("\n--- what was found")
    run("changes", "--min-severity", "moderate", "-s", f"DATABASE={SETTINGS['DATABASE']}")
    run("status", "-s", f"DATABASE={SETTINGS['DATABASE']}")
    print("\nTo look around in a browser:\n")
    print(f"    .venv/bin/scrapy browse -s DATABASE={SETTINGS['DATABASE']}\n")
    return 0


def run(*arguments: str) -> None:
    """Run one command as typed. A command that fails ends the demo."""
    print(f"$ scrapy {shlex.join(arguments)}", flush=True)
    subprocess.run([SCRAPY, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
