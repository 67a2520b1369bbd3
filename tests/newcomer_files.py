"""The files that a newcomer writes, read back by other libraries and held against `analyze --json` of what was saved.

Nothing of the code that writes them is used: python-pptx and openpyxl open them, and sentences are read as text.
"""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import load_workbook
from pptx import Presentation

from designer.cli.main import run as run_command_line
from tests.newcomer import BILL, DECK, LEAF, PROJECT, SERVER, STORAGE

SIZES: Final = {"k": 1e3, "thousand": 1e3, "M": 1e6, "million": 1e6}
_MONEY: Final = re.compile(r"(\d[\d.]*)(?:–(\d[\d.]*))? (k|M|thousand|million) ?(?:\$|dollars)")
BOUGHT: Final = {SERVER: 4, LEAF: 2, STORAGE: 1}


class Files(NamedTuple):
    """What stands in them.

    Attributes:
        titles: Title of each slide of the deck.
        words: What stands in the shapes of all slides.
        lines: Lines of the bill.
        pieces: How many of each part the bill buys.
        unpriced: Parts of lines of the bill without a price.
        document: What `analyze --json` prints of the saved project.
    """

    titles: list[str]
    words: list[str]
    lines: int
    pieces: dict[str, int]
    unpriced: list[str]
    document: dict[str, Any]


def read_files(folder: Path) -> Files:
    """Return what stands in bill, deck and project of FOLDER."""
    slides: list[Any] = list(Presentation(str(folder / DECK)).slides)
    shapes: list[Any] = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
    titles = [shape.text_frame.text for shape in shapes if shape.name == "Title"]
    words = [shape.text_frame.text for shape in shapes]
    rows = list(load_workbook(folder / BILL)["Lines"].iter_rows(values_only=True))
    place = {words: number for number, words in enumerate(rows[0])}
    # Lines have a number; headings of groups and totals have none.
    lines = [row for row in rows[1:] if isinstance(row[0], int)]
    pieces: dict[str, int] = {}
    for row in lines:
        part = str(row[place["Part id"]])
        pieces[part] = pieces.get(part, 0) + int(row[place["Quantity"]])  # pyright: ignore[reportArgumentType]
    unpriced = [str(row[place["Part"]]) for row in lines if not isinstance(row[place["Each typical"]], (int, float))]
    said = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(said):
        code = run_command_line(["analyze", str(folder / PROJECT), "--json"])
    said.seek(0)
    printed = said.read()
    if code:
        raise AssertionError(f"analyze returned {code}")
    return Files(titles, words, len(lines), pieces, unpriced, json.loads(printed))


def differences(files: Files) -> list[str]:
    """Return what a reader of the three would call wrong, a sentence each."""
    found: list[str] = []
    if not 6 <= len(files.titles) <= 10:
        found.append(f"The deck has {len(files.titles)} slides.")
    counts, buy = files.document["counts"], files.document["headlines"]["buy"]
    wanted = (
        f"{counts['accelerators']['total']} accelerators",
        f"{counts['nodes']['by_kind']['rack-cabinet']} racks",
        f"{counts['nodes']['total']} parts",
        f"{counts['cables']['total']} cables",
        f"{len(files.unpriced)} of {files.lines} lines" if files.unpriced else f"Every one of {files.lines} lines",
    )
    found += [f"No title says {words}." for words in wanted if not any(words in title for title in files.titles)]
    servers = counts["nodes"]["by_kind"]["server"]
    # In words, or as the name below the box of the logical picture: "DGX H100 ×4".
    if not any(re.fullmatch(rf"{servers} \D*servers|DGX H100 ×{servers}", words) for words in files.words):
        found.append(f"No shape of a slide says that there are {servers} servers.")
    said = [amount for title in files.titles for amount in _amounts(title)]
    if not any(_is_of(amount, buy) for amount in said):
        found.append(f"No title says what it takes to buy, {buy['low']:.0f} to {buy['high']:.0f}: {said}.")
    found += [
        f"The bill buys {files.pieces.get(part)} × {part}." for part in BOUGHT if files.pieces.get(part) != BOUGHT[part]
    ]
    return found


def _amounts(text: str) -> list[tuple[str, str, float]]:
    """Return the amounts of money in TEXT: its ends as written, and what one of them is in dollars."""
    return [(low, high or low, SIZES[size]) for low, high, size in _MONEY.findall(text)]


def _is_of(amount: tuple[str, str, float], figure: dict[str, Any]) -> bool:
    """Return whether AMOUNT is FIGURE, each end rounded as it is written."""
    *written, size = amount
    # Nine times of ten the sum lies between these ends; a planning value beyond them is taken in.
    low, high = figure.get("p10", figure["low"]), figure.get("p90", figure["high"])
    ends = (min(low, figure["value"]), max(high, figure["value"]))
    return all(
        abs(float(one) * size - end) <= 0.5 * size * 10.0 ** -len(one.partition(".")[2])  # half of its last digit
        for one, end in zip(written, ends, strict=True)
    )
