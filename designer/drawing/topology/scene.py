"""The values that the parts of one topology drawing share."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from designer.analysis.results import Results
from designer.drawing.drawing import Drawing
from designer.drawing.plates.live_figures import LiveFigure
from designer.drawing.text import TextWidths
from designer.drawing.topology.badges import Signs, Watts, contents_power
from designer.drawing.topology.places import Places
from designer.drawing.topology.wiring import Wiring
from designer.model.design import Design
from designer.model.parts.part import Medium

Detail = Literal["plain", "full"]


class Scene(NamedTuple):
    """A design with all that was worked out once for its drawing.

    Attributes:
        powers: What containers draw, as far as it was asked for.
        watts: What single nodes draw, as far as it was asked for.
        live: What the analysis says of single nodes.
        before: While something is dragged, the drawing from before: wires whose ends stand where they stood stay as
            they are there, and the others are not sought a way around.
        own_names: Whether switches are called by their own names in everyday words, too.
    """

    design: Design
    places: Places
    wiring: Wiring
    signs: Signs
    widths: TextWidths
    results: Results | None
    detail: Detail
    hidden_media: frozenset[Medium]
    powers: dict[str, tuple[float | None, bool]]
    watts: dict[str, Watts]
    live: Mapping[str, LiveFigure]
    before: Drawing | None = None
    own_names: bool = False

    def power_of(self, container: str) -> tuple[float | None, bool]:
        """Return the maximum draw of one copy of CONTAINER in watts, and whether something unknown is left out."""
        found = self.powers.get(container)
        if found is None:
            inside, copies = self.places.contents.get(container, []), self.places.copies
            found = contents_power(self.design, container, inside, copies, self.results, self.watts)
            self.powers[container] = found
        return found
