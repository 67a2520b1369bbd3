"""Looking for the cheapest design in a background process; no Qt here.

The design comes back as a message of `model/in_pieces`, since the window would put thousands of pickled records
together one by one.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import msgspec

from designer.catalog.library import Library
from designer.explore.optimise.records import Optimum
from designer.model.design import Design
from designer.model.in_pieces import encode_in_pieces
from designer.ui.jobs.background_process import Progress

Sort = Literal["fabric", "racks", "power"]
_encoder: Final = msgspec.msgpack.Encoder()


class Solved(NamedTuple):
    """An optimum without its design, and the design as a message; b"" where nothing was found."""

    found: Optimum
    design: bytes


def find_optimum(
    progress: Progress, sort: Sort, library: Library, design: Design | None, settings: Mapping[str, str]
) -> Solved:
    """Return the cheapest of SORT for SETTINGS, of DESIGN where it is about one, told what is done.

    Raises:
        RefusedInput: a setting is refused, or it was stopped.
    """
    # The solver is loaded in the process alone; the window never needs it.
    from designer.explore.optimise.chained import power_for, racks_for
    from designer.explore.optimise.fabric import optimise_fabric
    from designer.explore.optimise.needs import read_fabric_need

    progress(0, 0, "")
    if sort == "fabric":
        need = read_fabric_need(library, settings)
        found = optimise_fabric(library, need, lambda what: progress(0, 0, what))
    else:
        found = (racks_for if sort == "racks" else power_for)(library, design, settings)
    packed = b"" if found.design is None else encode_in_pieces(found.design, _encoder)
    return Solved(msgspec.structs.replace(found, design=None), packed)
