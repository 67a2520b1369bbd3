"""Making a design from a template in a background process; no Qt here.

It comes back as a message of `model/in_pieces`, not as pickled records: thousands of these would be put together one
by one in the window's thread, while such a message is read in a thread in a tenth of the time.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from designer.catalog.library import Library
from designer.edit.fabrics.amounts import expected_records
from designer.edit.templates.plan import watched
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.in_pieces import decode_in_pieces, encode_in_pieces
from designer.ui.jobs.background_process import Progress

_encoder: Final = msgspec.msgpack.Encoder()


def make_design(progress: Progress, library: Library, template: str, settings: Mapping[str, str]) -> bytes:
    """Return the design that TEMPLATE gives with SETTINGS, told how far it is, as what `unpack_design` reads.

    Raises:
        RefusedInput: it cannot be made, or it was stopped.
    """
    most = expected_records(template, settings)
    with watched(lambda done, what: progress(min(done, most), most, what)):
        return encode_in_pieces(build_template(template, library, settings), _encoder)


def unpack_design(message: bytes) -> Design:
    """Return the design of MESSAGE, read in pieces between which other threads get their turns."""
    return decode_in_pieces(message, Design)
