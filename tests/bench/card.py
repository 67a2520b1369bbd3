"""What the card of a part takes: which parts fit it, what it suits, its drawing."""

from collections.abc import Iterator
from functools import partial

from designer.catalog.parts.accelerator_advice import suitability
from designer.catalog.parts.compatibility import fits
from designer.catalog.reading import read_library
from designer.drawing.racks.part_picture import part_picture
from tests.bench.timing import Row, milliseconds

FITS_MS = 50.0
REST_MS = 5.0


def rows() -> Iterator[Row]:
    library = read_library()
    for part_id in ("nvidia/qm9700", "nvidia/dgx-h100", "apc/ap8868"):
        part = library.parts[part_id]
        yield Row(
            f"what fits {part_id} among {len(library.parts)} parts",
            milliseconds(partial(fits, part, library)),
            promise_ms=FITS_MS,
        )
    server = library.parts["nvidia/dgx-h100"]
    yield Row("what a DGX H100 suits", milliseconds(partial(suitability, server, library)), promise_ms=REST_MS)
    yield Row("drawing of a DGX H100", milliseconds(partial(part_picture, server)), promise_ms=REST_MS)
