"""Write the revision of the sources into wheels and source archives, where git is no longer asked; for hatchling."""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

IN_WHEEL = "designer/data/revision.txt"
IN_ARCHIVE = "revision.txt"


class RevisionHook(BuildHookInterface):
    """Adds one file with the revision; a wheel that is made of a source archive takes it from there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to what is built; an editable install has its checkout to ask."""
        if version == "editable":
            return
        revision = revision_of(Path(self.root))
        if revision:
            folder = tempfile.mkdtemp(prefix="stackwright-revision-")
            written = Path(folder) / "revision.txt"
            written.write_text(f"{revision}\n", "ascii")
            build_data["force_include"][str(written)] = IN_WHEEL if self.target_name == "wheel" else IN_ARCHIVE


def revision_of(root: Path) -> str:
    """Return the revision of the sources in ROOT: of the archive they came in, else of git; "" where neither says."""
    kept = root / IN_ARCHIVE
    if kept.is_file():
        return kept.read_text("ascii").strip()
    try:
        top = git(root, "rev-parse", "--show-toplevel")
        # An archive that was unpacked inside another repository is not of that one's revision.
        if not Path(top).samefile(root):
            return ""
        changed = git(root, "status", "--porcelain", "--untracked-files=no")
        return git(root, "rev-parse", "--short=12", "HEAD") + ("-changed" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def git(root: Path, *arguments: str) -> str:
    """Return what git answers in ROOT."""
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()
