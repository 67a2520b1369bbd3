"""The revision of the sources that run: written into a build, else asked of git, else honestly unknown."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from designer.locations import PACKAGE

UNKNOWN: Final = "unknown"
_WRITTEN: Final = PACKAGE / "data" / "revision.txt"
_DIGITS: Final = 12
_PATIENCE_S: Final = 5


@cache
def revision() -> str:
    """Return the revision: twelve digits of git, with "-changed" where files differ from it, or "unknown"."""
    return written_revision(_WRITTEN) or git_revision(PACKAGE.parent) or UNKNOWN


def written_revision(path: Path) -> str:
    """Return what a build wrote into PATH; "" where there is none."""
    try:
        return path.read_text("ascii").strip()[:80]
    except (OSError, ValueError):
        return ""


def git_revision(root: Path) -> str:
    """Return the revision of the checkout at ROOT; "" where ROOT is no clone of its own, or git cannot be asked."""
    # An archive that was unpacked inside another repository must not take the revision of that one.
    top = _git(root, "rev-parse", "--show-toplevel")
    try:
        if not top or not Path(top).samefile(root):
            return ""
    except OSError:
        return ""
    head = _git(root, "rev-parse", f"--short={_DIGITS}", "HEAD")
    changed = head and _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head}-changed" if changed else head


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=_PATIENCE_S
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""
    return "" if done.returncode else done.stdout.strip()
