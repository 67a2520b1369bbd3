"""How large a project file and what is in it may be: one table, for reading and for writing.

What is written has been held to the same limits before, so that whatever is saved opens again; what is read beyond
them is refused in one line.
"""

from collections.abc import Iterable
from typing import Final

from designer.model.records import RefusedInput
from designer.store.rows import Row

MB: Final = 1_000_000
MAX_FILE_BYTES: Final = 1_000 * MB
"""Of a project file; a million nodes with their history take a third of it."""
MAX_RECORD_BYTES: Final = 20 * MB
"""Of one record as JSON: a picture of the largest size takes 11 MB."""
MAX_ROWS: Final = 1_000_000
"""Records of a design; what stands there a million times is drawn once, with copies."""
MAX_DESIGN_BYTES: Final = 600 * MB
"""Of all records of a design."""
MAX_CELL_BYTES: Final = 64 * MB
"""Of any cell in the file: of a record, or of an earlier version as it is packed."""
MAX_UNPACKED_BYTES: Final = 400 * MB
"""Of an earlier version unpacked, pictures left out."""
MAX_PACKING: Final = 40
"""How many times its packed size an earlier version may unpack to, beyond the first megabyte; what packs better is not
packed."""
MAX_HISTORY_BYTES: Final = 128 * MB
"""Of all earlier versions with their pictures; the oldest without a name go first."""
MAX_VERSIONS: Final = 1_000
"""Earlier versions with their pictures, as rows of the file."""


def unpacked_limit(packed: int) -> int:
    """Return how many bytes so many PACKED ones may unpack to."""
    return min(MAX_UNPACKED_BYTES, MB + MAX_PACKING * packed)


def require_writable(rows: Iterable[Row]) -> None:
    """Refuse ROWS that could be written and never be read.

    Raises:
        RefusedInput: a record or all of them are too large; the message names the record.
    """
    count = total = 0
    for table, name, body in rows:
        count, total = count + 1, total + len(body)
        if len(body) > MAX_RECORD_BYTES:
            raise RefusedInput(
                f"The record {name!r} of {table} takes {len(body) / MB:.1f} MB; {MAX_RECORD_BYTES // MB} MB are the "
                "most. Make it smaller, then save."
            )
    if count > MAX_ROWS:
        raise RefusedInput(f"The design has {count:,} records; {MAX_ROWS:,} are the most that a project file holds.")
    if total > MAX_DESIGN_BYTES:
        raise RefusedInput(
            f"The design takes {total / MB:,.0f} MB; {MAX_DESIGN_BYTES // MB} MB are the most that a project file "
            "holds. Remove or shrink pictures, then save."
        )
