"""Level of detail: which containers are one tile from a distance, and the drawing of each such level."""

from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from designer.drawing.drawing import Drawing
from designer.drawing.topology.container_tile import FarLevel, far_levels
from designer.drawing.topology.incremental import Common
from designer.drawing.topology.places import is_container, places
from designer.model.design import Design
from designer.model.parts.part import Layer
from designer.ui.canvas.rendering.drawn_ahead import RIM, DrawnAhead

FARTHEST_NEAR: Final = 0.5
"""From this scale on no container is a tile."""


class Nearness:
    """The levels of one design, and their drawings as far as they were looked at.

    Attributes:
        level: 0 is near, with everything; each further one has more containers as tiles.
    """

    def __init__(self, draw: Callable[[Collection[str]], Drawing], common: Common) -> None:
        """DRAW makes a drawing with some containers as tiles, with what is COMMON to all such drawings."""
        self._draw = draw
        self._common = common
        self._levels: _Levels | None = None
        self._drawings: dict[int, Drawing] = {}
        self.level = 0

    def forget(self) -> None:
        """The design or how it is shown is another one; the level stays, and the levels of the same design do."""
        self._drawings = {}

    @property
    def is_drawn(self) -> bool:
        """Return True when there is a drawing of the design as it is now."""
        return bool(self._drawings)

    def know(self, ahead: DrawnAhead) -> None:
        """Take on a drawing that was made AHEAD, of the design that is shown now."""
        self._common = ahead.common
        if ahead.levels is not None:
            self._levels = _Levels(ahead.design, ahead.shown.hidden_layers, ahead.levels)
        self._drawings = ahead.drawings

    def drawing(self, design: Design, hidden: Collection[Layer], *, near: bool = False) -> Drawing:
        """The drawing of DESIGN as it is seen from here, or from NEAR by."""
        level = 0 if near or not self.level else min(self.level, len(self._known(design, hidden)))
        found = self._drawings.get(level)
        if found is None:
            found = self._drawings[level] = self._draw(self.as_tiles(design, hidden) if level else ())
        return found

    def look_ahead(self, design: Design, hidden: Collection[Layer]) -> bool:
        """Draw a level next to this one that was not looked at yet; the answer is whether there was one."""
        levels = self._known(design, hidden)
        for level in (self.level + 1, self.level - 1):
            if 0 <= level <= len(levels) and level not in self._drawings:
                self._drawings[level] = self._draw(levels[level - 1].as_tiles if level else ())
                return True
        return False

    def as_tiles(self, design: Design, hidden: Collection[Layer]) -> Collection[str]:
        """Ids of the containers that are tiles from here."""
        if not self.level:
            return ()
        levels = self._known(design, hidden)
        return levels[min(self.level, len(levels)) - 1].as_tiles if levels else ()

    def look(self, design: Design, hidden: Collection[Layer], scale: float) -> bool:
        """Go over to the level of SCALE; the answer is whether it is another one."""
        if not self.level and scale >= FARTHEST_NEAR:
            return False
        levels = self._known(design, hidden)
        level = min(self.level, len(levels))
        while level and scale >= levels[level - 1].below:
            level -= 1
        while level < len(levels) and scale < levels[level].below * RIM:
            level += 1
        changed, self.level = level != self.level, level
        return changed

    def _known(self, design: Design, hidden: Collection[Layer]) -> tuple[FarLevel, ...]:
        last = self._levels
        if last is None or last.design is not design or last.hidden != tuple(hidden):
            gathers = any(is_container(node) for node in design.nodes.values())
            levels = (
                far_levels(design, places(design, hidden, stands=self._common.stands(design, hidden)))
                if gathers
                else ()
            )
            last = self._levels = _Levels(design, tuple(hidden), levels)
        return last.levels


class _Levels(NamedTuple):
    """Levels of a design without its HIDDEN layers; figures and findings move none of them."""

    design: Design
    hidden: tuple[Layer, ...]
    levels: tuple[FarLevel, ...]
