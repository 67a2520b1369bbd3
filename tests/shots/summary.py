"""What was found in each theme, size and scale, kept as records beside the pictures, and the table of all of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from tests.shots.allowed import reason
from tests.shots.clipped import Cut

_RECORDS: Final = "records"


class Found(msgspec.Struct, frozen=True):
    """What one run found.

    Attributes:
        look: Theme, size and scale, as in the names of the pictures.
        part: Which part of the program was shown.
        pictures: How many pictures were taken.
        cuts: The first picture that shows each cut, by where the text stands and the text.
    """

    look: str
    part: str
    pictures: int
    cuts: tuple[tuple[str, str, str], ...]

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Return the cuts that have no reason."""
        return [cut for cut in self.cuts if not reason(Cut(cut[0], cut[1]))]


def keep(out: Path, found: Found) -> None:
    """Write FOUND below the folder OUT, in place of what an earlier run found there."""
    folder = out / _RECORDS
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{found.look}-{found.part}.json").write_bytes(msgspec.json.encode(found))


def read(out: Path, since: float = 0.0) -> list[Found]:
    """Return what was kept below OUT at or after the time SINCE, in seconds since 1970."""
    paths = sorted(path for path in (out / _RECORDS).glob("*.json") if path.stat().st_mtime >= since)
    return [msgspec.json.decode(path.read_bytes(), type=Found) for path in paths]


def table(found: Iterable[Found]) -> str:
    """Return one line a theme, size and scale, then each cut without a reason with all looks that show it."""
    by_look: dict[str, list[Found]] = {}
    wrong: dict[tuple[str, str], list[str]] = {}
    for one in found:
        by_look.setdefault(one.look, []).append(one)
        for where, text, picture in one.wrong:
            wrong.setdefault((where, text), []).append(picture)
    lines = [f"{'theme, size and scale':<24}{'parts':>6}{'pictures':>10}{'cut':>6}{'with a reason':>15}"]
    for look, runs in sorted(by_look.items()):
        # A text that several parts show is one cut.
        cut = len({cut[:2] for run in runs for cut in run.wrong})
        allowed = len({cut[:2] for run in runs for cut in run.cuts}) - cut
        pictures = sum(run.pictures for run in runs)
        lines.append(f"{look:<24}{len(runs):>6}{pictures:>10}{cut:>6}{allowed:>15}")
    for (where, text), pictures in sorted(wrong.items()):
        lines.append(f"cut: {where}: {text!r} in {', '.join(pictures)}")
    return "\n".join(lines)
