"""Parts out of a pasted list: names and counts from a spreadsheet, matched to the catalog and placed in a grid."""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.catalog.search import search
from designer.edit.nodes.nodes import add_node
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design
from designer.model.records import RefusedInput

LARGEST_TEXT: Final = 200_000
MOST_ROWS: Final = 200
MOST_CANDIDATES: Final = 8
GAP: Final = 32.0
_MOST_COLUMNS: Final = 6
_COUNTED: Final = (
    re.compile(r"(?P<count>\d{1,7})\s*[x×*]\s*(?P<words>\S.*)", re.IGNORECASE),
    re.compile(r"(?P<count>\d{1,7})\s+(?P<words>\S.*)"),
    re.compile(r"(?P<words>\S.*?)\s+[x×*]\s*(?P<count>\d{1,7})", re.IGNORECASE),
    re.compile(r"(?P<words>\S.*?)\s*×\s*(?P<count>\d{1,7})"),
)
_WHOLE: Final = re.compile(r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.0+)?")
_NAME_HEADS: Final = frozenset(
    {
        "name",
        "part",
        "part name",
        "part number",
        "part no",
        "part no.",
        "p/n",
        "model",
        "item",
        "description",
        "product",
        "sku",
        "type",
        "device",
        "component",
    }
)
_COUNT_HEADS: Final = frozenset(
    {
        "count",
        "qty",
        "qty.",
        "quantity",
        "number",
        "amount",
        "pcs",
        "pieces",
        "units",
        "copies",
        "no.",
        "how many",
        "#",
    }
)


class PastedRow(NamedTuple):
    """One row of what was pasted.

    Attributes:
        line: Its line in the text, from 1.
        text: What names the part.
        copies: How many; None where the count cannot be read.
        count_text: The count as it was written.
        candidates: Ids of the parts that may be meant, likeliest first.
        sure: Whether the first of them is named exactly.
    """

    line: int
    text: str
    copies: int | None
    count_text: str
    candidates: tuple[str, ...]
    sure: bool

    @property
    def clear(self) -> bool:
        """Return True when nobody needs to be asked."""
        return self.sure and self.copies is not None


def typed_count(text: str) -> tuple[str, int]:
    """The words and the number in "31 dgx h100", "31 x dgx h100" or "dgx h100 x31"; 1 when there is no number."""
    plain = " ".join(text.split())
    for pattern in _COUNTED:
        found = pattern.fullmatch(plain)
        if found is not None and int(found["count"]):
            return found["words"], int(found["count"])
    return plain, 1


def read_rows(library: Library, text: str) -> tuple[PastedRow, ...]:
    """The rows of pasted TEXT: cells parted by tabs, semicolons or commas, or one part on a line.

    A row of headings ("Part number", "Qty") tells the columns; without one the first column of whole numbers is the
    count. A row without a count stands for one.

    Raises:
        RefusedInput: it is too long, or names nothing that the catalog knows.
    """
    if len(text) > LARGEST_TEXT:
        raise RefusedInput(f"The clipboard holds {len(text):,} characters; {LARGEST_TEXT:,} is the most for a list.")
    cells = _cells(text)
    if len(cells) > MOST_ROWS:
        raise RefusedInput(f"The list has {len(cells):,} rows; {MOST_ROWS} is the most. Paste it in pieces.")
    names, counts, start = _columns(cells)
    exact = _exact_names(library)
    rows = [_row(library, exact, line, row, names, counts) for line, row in cells[start:]]
    found = tuple(row for row in rows if row is not None)
    if not any(row.candidates for row in found):
        raise RefusedInput("The clipboard names no part of the catalog. A list has a name and a count on each line.")
    return found


def place_rows(
    design: Design, library: Library, chosen: Sequence[tuple[str, int]], x: float, y: float, parent: str | None = None
) -> ChangeSet:
    """Place parts with their copies in a grid with its upper left corner at a point, as one edit.

    Args:
        design: The design.
        library: Where the parts are.
        chosen: Part ids and copies.
        x: Left edge of the grid.
        y: Top edge.
        parent: Container to place them into.

    Raises:
        RefusedInput: there are none, a part is unknown, a count is out of range, or the container does not hold one.
    """
    if not chosen:
        raise RefusedInput("Nothing was chosen from the list.")
    after, edits = design, list[ChangeSet]()
    for place, (part_id, copies) in enumerate(chosen):
        row, column = divmod(place, grid_columns(len(chosen)))
        left, top = x + column * (TILE_WIDTH + GAP), y + row * (TILE_HEIGHT + GAP)
        edits.append(add_node(after, library, part_id, left, top, copies=copies, parent=parent))
        after = edits[-1].applied(after)
    if len(edits) == 1:
        return edits[0]
    return merged(edits, f"Add {sum(copies for _, copies in chosen):,} parts from a list of {len(chosen)}")


def grid_columns(count: int) -> int:
    """Return how many tiles of COUNT stand side by side."""
    return min(max(math.ceil(math.sqrt(count)), 1), _MOST_COLUMNS)


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Lines with their cells; empty ones are left out."""
    lines = [line for line in text.splitlines() if line.strip()]
    # Spreadsheets copy with tabs; a semicolon is the separator of CSV where the comma is a decimal sign.
    delimiter = next((sign for sign in "\t;" if any(sign in line for line in lines)), "")
    # Commas stand in names too: they separate only where a number stands beside one.
    if not delimiter and any(_number_beside_comma(line) for line in lines):
        delimiter = ","
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not delimiter:
        return [(number, [line.strip()]) for number, line in numbered]
    try:
        return [
            (number, [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=delimiter))])
            for number, line in numbered
        ]
    except csv.Error as error:
        raise RefusedInput(f"The clipboard holds no list: {error}.") from error


def _number_beside_comma(line: str) -> bool:
    """Return True when a cell of LINE, cut at commas, is a number: names may hold commas, but no number alone."""
    cells = [cell.strip() for cell in line.split(",")]
    return len(cells) > 1 and any(_WHOLE.fullmatch(cell) for cell in cells)


def _columns(cells: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[int], int | None, int]:
    """Columns of names, the column of counts, and how many rows of headings there are."""
    width = max((len(row) for _, row in cells), default=0)
    head = [cell.casefold() for cell in cells[0][1]] if cells else []
    # A heading counts only with a second one, since a part may be called "switch".
    if set(head) & _NAME_HEADS and (width == 1 or set(head) & _COUNT_HEADS or len(set(head) & _NAME_HEADS) > 1):
        counts = next((place for place, cell in enumerate(head) if cell in _COUNT_HEADS), None)
        return [place for place, cell in enumerate(head) if cell in _NAME_HEADS], counts, 1
    for column in range(width):
        written = [row[column] for _, row in cells if column < len(row) and row[column]]
        # Without headings: the first column with mostly whole numbers is the count.
        if width > 1 and written and sum(_WHOLE.fullmatch(cell) is not None for cell in written) * 2 > len(written):
            first = cells[0][1]
            titled = column < len(first) and first[column].casefold() in _COUNT_HEADS
            return [place for place in range(width) if place != column], column, int(titled)
    return list(range(width)), None, 0


def _row(
    library: Library,
    exact: Mapping[str, tuple[str, ...]],
    line: int,
    row: Sequence[str],
    names: Sequence[int],
    counts: int | None,
) -> PastedRow | None:
    texts = [row[place] for place in names if place < len(row) and row[place]]
    if not texts:
        return None
    written = row[counts] if counts is not None and counts < len(row) else ""
    copies: int | None = 1
    # "8 × DGX H100" in one cell, unless a part is called just so.
    if counts is None:
        words, copies = typed_count(texts[0])
        if not exact.get(_joined(texts[0])):
            texts[0] = words
        else:
            copies = 1
        written = str(copies)
    elif written:
        copies = _whole(written)
    # Sure only where a text names exactly one part.
    named = [exact[key] for text in texts if (key := _joined(text)) in exact]
    sure = next((ids for ids in named if len(ids) == 1), None)
    if sure is not None:
        return PastedRow(line, texts[0], copies, written or "1", sure, sure=True)
    candidates = [part_id for ids in named for part_id in ids]
    # Cell by cell, then all of them together, until a search finds something.
    for text in dict.fromkeys((*texts, " ".join(texts))):
        candidates += [part.id for part in search(library, text, limit=MOST_CANDIDATES)]
        if candidates:
            break
    return PastedRow(
        line, texts[0], copies, written or "1", tuple(dict.fromkeys(candidates))[:MOST_CANDIDATES], sure=False
    )


def _whole(text: str) -> int | None:
    """TEXT as a whole number of at least 1; None when it is none."""
    if not _WHOLE.fullmatch(text):
        return None
    return int(re.sub(r"[, ]|\.0+$", "", text)) or None


def _exact_names(library: Library) -> dict[str, tuple[str, ...]]:
    """Ids of the parts by everything that names them in full."""
    found: dict[str, dict[str, None]] = {}
    for part in library.parts.values():
        vendors = f"{part.vendor} {part.name}"
        for text in (part.id, part.id.partition("/")[2], part.name, vendors, part.part_number, *part.aliases):
            if key := _joined(text):
                found.setdefault(key, {})[part.id] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _joined(text: str) -> str:
    """TEXT without case, spaces and signs."""
    return "".join(re.findall(r"[^\W_]+", text.casefold()))
