"""Release what the changelog holds as unreleased: its list becomes the section of a version with a date.

    python packaging/changelog.py VERSION [YYYY-MM-DD]

Writes resources/guide/developers/CHANGELOG.md, and the version into pyproject.toml and designer/__init__.py. Only the
standard library.
"""

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = ROOT / "resources" / "guide" / "developers" / "CHANGELOG.md"
UNRELEASED = "## Unreleased\n"
NOTHING_YET = "Nothing is released yet: 0.1.0 is the program as it was on the date beside it."
RELEASED = "0.1.0 was never handed out: it is the program as it was on the date beside it."


def released(text: str, version: str, day: date) -> str:
    """Return the changelog TEXT with what is unreleased as VERSION of DAY, and an empty list above it.

    Raises:
        ValueError: nothing is unreleased, or the version stands there already.
    """
    head, mark, rest = text.partition(UNRELEASED)
    waiting = rest.partition("\n## ")[0].strip()
    if not mark or not waiting:
        raise ValueError("nothing is unreleased")
    if re.search(rf"^## {re.escape(version)}\b", text, re.MULTILINE):
        raise ValueError(f"{version} is released already")
    return f"{head.replace(NOTHING_YET, RELEASED)}{UNRELEASED}\n## {version} – {day.isoformat()}\n{rest}"


def with_version(text: str, version: str) -> str:
    """Return TEXT, of pyproject.toml or of `designer/__init__.py`, with VERSION in the one line that tells it.

    Raises:
        ValueError: no line tells it, or several do.
    """
    changed, found = re.subn(r'^((?:__version__|version) = )"[^"]*"$', rf'\g<1>"{version}"', text, flags=re.MULTILINE)
    if found != 1:
        raise ValueError(f"{found} lines tell a version, and one should")
    return changed


def main(arguments: list[str]) -> int:
    """Release the version that ARGUMENTS name, today or on the day that they name."""
    if not arguments or len(arguments) > 2 or not re.fullmatch(r"\d+\.\d+\.\d+", arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    day = date.fromisoformat(arguments[1]) if len(arguments) > 1 else datetime.now(UTC).date()
    written = {CHANGELOG: released(CHANGELOG.read_text("utf-8"), arguments[0], day)}
    for path in (ROOT / "pyproject.toml", ROOT / "designer" / "__init__.py"):
        written[path] = with_version(path.read_text("utf-8"), arguments[0])
    for path, text in written.items():
        path.write_text(text, "utf-8")
        print(f"Wrote {path.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
