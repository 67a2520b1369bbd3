"""Devices at the end of the chain: a tile for each kind, black where it is dark, beside what shares its feeds."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from designer.analysis.power.records import PlantElement
from designer.analysis.quantities import accelerators_in
from designer.drawing.one_line.cells import Line, LoadRegion, LoadTile
from designer.drawing.one_line.layout import Cell, Placed
from designer.drawing.one_line.stages import Gathered
from designer.drawing.one_line.typesetting import JOINED, PAD, Typesetter, Words, joined
from designer.drawing.one_line.words import Stage, dark_watts, span_text
from designer.drawing.records import Rect
from designer.drawing.text import clean
from designer.model.design import Design
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import count_text, counted_text, figure_text

_LEAST: Final = 150.0
_GAP: Final = 8.0
_HEAD: Final = 24.0
_PLATE: Final = (96.0, 44.0)
_PLATE_ROOM: Final = 330.0
"""Tiles of this width have room for the front of their device beside the words."""


class LoadWords(NamedTuple):
    """The words of one kind of device.

    Attributes:
        name: Id of its stage.
        part: Of its devices.
        lit: Of those with power.
        dark: Of those without.
        share: Of its copies that are dark.
    """

    name: str
    part: str
    lit: tuple[Words, ...]
    dark: tuple[Words, ...]


def load_words(
    design: Design, stage: Stage, title: str, before: Mapping[str, PlantElement], alone: str, measured: str = ""
) -> LoadWords:
    """Return the words on the tile of STAGE.

    Args:
        design: With its parts embedded.
        stage: Devices.
        title: What they are called.
        before: Elements with nothing failed, for what the dark ones drew.
        alone: What is said of those that are left on one side; "" for nothing.
        measured: What was measured at them; "" for nothing.
    """
    node = design.nodes[stage.members[0]]
    out = min(stage.dark + stage.failed, stage.copies)
    on = stage.copies - out
    lit: list[Words] = []
    dark: list[Words] = []
    if on:
        lit.append((f"{title}{JOINED}×{count_text(on)}" if stage.copies > 1 else title, "strong", "text"))
        each = joined(span_text(stage.fullest))
        lit.append((f"{each} each" if stage.copies > 1 else each, "caption", "muted"))
        if on > 1:
            lit.append((f"{joined(span_text(stage.fullest, on))} in all", "caption", "muted"))
        if measured:
            lit.append((measured, "caption", "text"))
        if alone:
            lit.append((alone, "caption", "warn"))
        if stage.overloaded:
            lit.append((f"{count_text(stage.overloaded)} with too few supplies left", "caption", "error"))
    if out:
        dark.append((f"{title}{JOINED}×{count_text(out)}" if stage.copies > 1 else title, "strong", "text"))
        watts = dark_watts(stage, before)
        lost = f": {joined(figure_text(leaf('dark', watts, 'W'), ranged=False))}" if watts is not None else ""
        chips = sum(accelerators_in(design, design.part_of(node)).values()) * out
        told = f", {joined(counted_text(chips, 'accelerator'))}" if chips else ""
        word = "failed" if stage.failed and not stage.dark else "dark"
        dark.append((f"{word}{lost}{told}", "caption", "error"))
    return LoadWords(stage.fullest.id, node.part or "", tuple(lit), tuple(dark))


def load_cell(
    group: Gathered, row: int, inputs: tuple[str, ...], words: Sequence[LoadWords], setter: Typesetter
) -> Cell:
    """Return how much room the devices of GROUP take, in the row of all devices."""
    room = _room(setter)
    sizes = [_size(one, setter, room) for one in words]
    width = max(
        _LEAST,
        max(wide for wide, _ in sizes) + 2 * _GAP,
        (len(inputs) - 1) * setter.spacing.drop + 40.0,
        setter.widths(_rack_words(group), setter.figure) + 2 * PAD if group.rack else 0.0,
    )
    high = sum(high + _GAP for _, high in sizes) + _GAP + (_HEAD if group.rack else 0.0)
    return Cell(group.id, row, "", width / 2, width / 2, high, inputs, setter.spacing.drop, load=True)


def load_tiles(
    group: Gathered, cell: Cell, placed: Placed, words: Sequence[LoadWords], setter: Typesetter
) -> tuple[list[LoadTile], LoadRegion]:
    """Return the tiles of GROUP below each other, and what lies behind them."""
    region = Rect(placed.axis[group.id] - cell.left, placed.top[group.id], cell.left + cell.right, cell.height)
    y, title = region.y + _GAP, None
    if group.rack:
        title = Line(_rack_words(group), setter.figure, "muted", region.x + PAD, region.y + 17.0)
        y += _HEAD
    tiles: list[LoadTile] = []
    for one in words:
        _, high = _size(one, setter, _room(setter))
        tiles.append(_tile(one, Rect(region.x + _GAP, y, region.width - 2 * _GAP, high), setter))
        y += high + _GAP
    return tiles, LoadRegion(group.id, region, title)


def _room(setter: Typesetter) -> float:
    return setter.spacing.words + 30.0


def _rack_words(group: Gathered) -> str:
    return f"{clean(group.rack)} ×{count_text(group.racks)}" if group.racks > 1 else clean(group.rack)


def _size(words: LoadWords, setter: Typesetter, room: float) -> tuple[float, float]:
    """Width and height of a tile: its dark part beside its lit one."""
    lit, dark = setter.size(words.lit, room), setter.size(words.dark, room)
    width = sum(wide + 2 * PAD for wide, high in (lit, dark) if high)
    return width, max(lit[1], dark[1]) + 16.0


def _tile(words: LoadWords, rect: Rect, setter: Typesetter) -> LoadTile:
    room = _room(setter)
    nothing = Rect(rect.x, rect.y, 0.0, 0.0)
    dark, lit = nothing, rect
    if words.dark:
        # The dark part has its words' width at least; alone it is the whole tile.
        wide = setter.size(words.dark, room)[0] + 2 * PAD
        wide = rect.width if not words.lit else max(wide, rect.width - setter.size(words.lit, room)[0] - 2 * PAD - 60.0)
        wide = min(wide, rect.width * 0.5) if words.lit and rect.width > 2 * wide else wide
        dark = rect._replace(width=wide)
        lit = Rect(rect.x + wide, rect.y, rect.width - wide, rect.height)
    plate = nothing
    left = dark.x if not words.lit else lit.x
    wide = dark.width if not words.lit else lit.width
    if words.part and wide >= _PLATE_ROOM:
        high = min(_PLATE[1], rect.height - 12.0)
        plate = Rect(left + PAD, rect.y + (rect.height - high) / 2, _PLATE[0], high)
    shift = _PLATE[0] + PAD if plate.width else 0.0
    lines, _ = setter.placed(words.lit, lit.x + PAD + shift, rect.y + 8.0, max(room, lit.width - 2 * PAD - shift))
    dark_shift = shift if not words.lit else 0.0
    out, _ = setter.placed(
        words.dark, dark.x + PAD + dark_shift, rect.y + 8.0, max(room, dark.width - 2 * PAD - dark_shift)
    )
    return LoadTile(words.name, rect, dark, plate, words.part, lines, out)
