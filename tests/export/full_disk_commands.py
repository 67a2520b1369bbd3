"""The commands that write each kind of file, for a process of its own that has no room on its disk."""

from collections.abc import Iterable
from pathlib import Path


def asked(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return what to write and its ending out of NAMES such as "bom.csv"."""
    return [(what, f".{suffix}") for what, _, suffix in (name.partition(".") for name in names)]


def command(folder: str, what: str, suffix: str) -> list[str]:
    """Return the arguments that write a file with SUFFIX; the design they write is made by the first of them."""
    design = Path(folder) / "design.json"
    if not design.exists():
        from designer.cli.main import run

        # A small network has a file of every kind, each larger than what the disk holds.
        made = ["new", str(design), "--template", "leaf-spine", "--set", "nodes=8"]
        assert run(made) == 0
    out = str(Path(folder) / f"{what}{suffix}")
    return {
        "export": ["export", str(design), "-o", out],
        "report": ["export", str(design), "--view", "report", "-o", out],
        "rack": ["export", str(design), "--view", "rack", "-o", out],
        "bom": ["bom", str(design), "-o", out],
        "cables": ["cables", str(design), "-o", out],
        "save": ["import", str(design), "-o", out, "--force"],
    }[what]
