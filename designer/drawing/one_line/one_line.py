"""The power chain as a one-line diagram: sources on top, side A left and B right, loads at the bottom."""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.analysis.power.copy_loads import CopyLoad
from designer.analysis.power.records import PlantFailure, PlantResult
from designer.analysis.quantities import fact_of
from designer.drawing.drawing import Drawing
from designer.drawing.one_line.cells import (
    SHAPES,
    SIZES,
    Breaker,
    CordMark,
    Ink,
    LoadRegion,
    LoadTile,
    Meter,
    OneLine,
    Run,
    Shape,
    State,
    Symbol,
    merged_runs,
)
from designer.drawing.one_line.layout import ROOMY, Cell, Placed, Spacing, Zone, place
from designer.drawing.one_line.loads import LoadWords, load_cell, load_tiles, load_words
from designer.drawing.one_line.stages import (
    MOST_APART,
    Gathered,
    Unit,
    failed_copies,
    gathered_loads,
    holders_of,
    opened_stages,
    sources_of,
    split_sources,
    split_stages,
    stages_of,
    unit_of,
)
from designer.drawing.one_line.typesetting import JOINED, PAD, Typesetter, Words, joined
from designer.drawing.one_line.words import (
    Stage,
    emphasis_of,
    line_of,
    names_of,
    out_of_service,
    reading_of,
    span_text,
    symbol_of,
)
from designer.drawing.records import Frame, Rect, Tile, Wire
from designer.drawing.text import TextWidths, approximate_width, clean
from designer.drawing.words import tile_layer
from designer.model.design import Design
from designer.model.figures.figure_text import count_text, figure_text, number_text, percent_text
from designer.model.kinds import GENERATORS, KINDS, ROW, SOURCES, TRANSFER, TRANSFORMERS
from designer.model.wording import counted, listed

HINT: Final = "No power chain is drawn."
MISSING: Final = "source:missing"
"""Id of what stands where no source is drawn."""
_METER: Final = (84.0, 6.0)
_PITCH: Final = 64.0
_RATING: Final = 50.0
"""Width of the words beside a breaker."""
_FRAME: Final = (14.0, 46.0)
_KEY_HEIGHT: Final = 40.0
_BREAKER_FOOT: Final = 6.0
"""From the lower contact of a breaker to what it protects."""


class _Made(NamedTuple):
    """A stage with its shape, state and words, before anything has a place."""

    stage: Stage
    shape: Shape
    state: State
    words: tuple[Words, ...]
    metered: bool


def draw_one_line(
    design: Design,
    plant: PlantResult | None,
    *,
    failure: PlantFailure | None = None,
    failed: Collection[str] = (),
    before: PlantResult | None = None,
    widths: TextWidths = approximate_width,
    detail: Literal["plain", "full"] = "full",
    spacing: Spacing = ROOMY,
    unfolded: Collection[str] = (),
    apart: Mapping[str, Sequence[CopyLoad]] | None = None,
    measured: Mapping[str, str] | None = None,
) -> OneLine:
    """The display list of the power view; empty where no power is drawn.

    Args:
        design: With its parts embedded.
        plant: What the analysis says of its power chain.
        failure: What the failed ids take along.
        failed: Ids that are taken as failed, single copies too.
        before: The chain with nothing failed, for what was carried and what went dark.
        widths: Measures text.
        detail: "plain" is drawn with larger type.
        spacing: Between everything, and how wide words are.
        unfolded: Ids of tiles whose members are drawn one by one, or whose copies are where APART has them.
        apart: Copies of nodes that may be drawn one by one.
        measured: What was measured at a node, as a figure with its unit, which stands below what is planned.
    """
    known = plant.elements if plant is not None else {}
    elements = {node_id: element for node_id, element in known.items() if node_id in design.nodes}
    gone = failed_copies(design, failed)
    stages = stages_of(design, elements, failure, gone, unfolded)
    opened = opened_stages(stages, stages_of(design, elements, failure, gone)) if unfolded else {}
    if apart:
        units = {unit.id: (name, unit) for name in unfolded if (unit := _apart_unit(design, name, stages, apart))}
        stages = split_stages(design, stages, [unit for _, unit in units.values()], apart)
        for name, unit in units.values():
            opened[name] = tuple(f"{node_id}@{copy}" for node_id in unit.nodes for copy in range(unit.copies))
    if not stages:
        return OneLine((), (), (), clean(design.name), drawn_as={}, detail=detail, readings={})
    setter = Typesetter(*(("title", "body") if detail == "plain" else ("strong", "caption")), spacing, widths)
    return _Diagram(design, plant, stages, failure, before, setter, detail, opened, measured or {}).drawn()


def _apart_unit(
    design: Design, name: str, stages: Mapping[str, Stage], apart: Mapping[str, Sequence[CopyLoad]]
) -> Unit | None:
    """Return the unit with which the copies of a tile are drawn; None where they are not drawn one by one."""
    if name not in stages or len(stages[name].members) > 1 or name not in apart:
        return None
    unit = unit_of(design, name, list(apart))
    return unit if unit is not None and unit.copies <= MOST_APART else None


def one_line_words(drawing: Drawing) -> str:
    """DRAWING for those who do not see it, stage by stage."""
    if not drawing.tiles:
        return HINT
    words = [(tile.title, tile.badge, tile.subtitle, tile.note) for tile in drawing.tiles]
    notes = drawing.notes if isinstance(drawing, OneLine) else ()
    return ". ".join([*(" ".join(one for one in said if one) for said in words), *notes])


class _Diagram:
    """One diagram while it is made."""

    def __init__(
        self,
        design: Design,
        plant: PlantResult | None,
        stages: dict[str, Stage],
        failure: PlantFailure | None,
        before: PlantResult | None,
        setter: Typesetter,
        detail: Literal["plain", "full"],
        opened: Mapping[str, tuple[str, ...]],
        measured: Mapping[str, str],
    ) -> None:
        self.opened = opened
        self.measured = measured
        self.design = design
        self.plant = plant
        self.stages = stages
        self.failure = failure
        self.before = before
        self.setter = setter
        self.detail: Literal["plain", "full"] = detail
        elements = plant.elements if plant is not None else {}
        self.holders = holders_of(stages)
        self.named = {member: names[0] for member, names in self.holders.items()}
        self.sources = {
            name: split_sources(design, stage, self.holders)
            if stage.place
            else sources_of(stage, elements, self.holders)
            for name, stage in stages.items()
        }
        self.fed = {source for above in self.sources.values() for source in above}
        called = names_of(design, list(self.named))
        self.titles = {name: _called(called[stage.members[0]], stage, design) for name, stage in stages.items()}
        self.loads = {one.id: one for one in gathered_loads(design, stages, self.sources, self.fed)}
        self.load_of = {name: one.id for one in self.loads.values() for name in one.stages}
        self.zones = self._zones()
        self.sides, self.links = self._links()
        self.inputs_of: dict[str, list[str]] = {}
        for source, fed in self.links:
            self.inputs_of.setdefault(fed, []).append(source)
        self.sides_of: dict[str, set[str]] = {}
        for (source, _), side in self.sides.items():
            self.sides_of.setdefault(source, set()).add(side)
        rings = {node_id for ring in plant.loops for node_id in ring} if plant is not None else set[str]()
        self.sourceless = [
            name
            for name, stage in stages.items()
            if not self.sources[name] and not stage.fullest.device and stage.fullest.kind not in SOURCES
            if not rings.intersection(stage.members)
        ]

    # ---- What is to be placed ----

    def drawn(self) -> OneLine:
        """All of it, placed."""
        made = {name: self._made(name) for name in self.stages if name not in self.load_of}
        said = {one.id: self._load_words_of(one) for one in self.loads.values()}
        cells = self._cells(made, said)
        placed = place(cells, self.setter.spacing)
        cells = placed.cells
        rects: dict[str, Rect] = {}
        symbols = [self._symbol(name, one, cells[name], placed, rects) for name, one in made.items()]
        if self.sourceless:
            symbols.append(self._missing(cells[MISSING], placed, rects))
        loads: list[LoadTile] = []
        regions: list[LoadRegion] = []
        for group in self.loads.values():
            tiles, region = load_tiles(group, cells[group.id], placed, said[group.id], self.setter)
            loads += tiles
            regions.append(region)
        rects |= {tile.id: tile.rect for tile in loads}
        wires, runs = self._wires(cells, placed)
        names = [*made, *([MISSING] if self.sourceless else []), *(tile.id for tile in loads)]
        frames = self._frames(cells, placed, rects)
        notes = self._notes()
        floor = max([placed.height, *(frame.rect.bottom for frame in frames)])
        width = max(placed.width, 420.0)
        note_lines, end = self.setter.placed(
            [(note, "caption", "warn" if "ring" in note else "muted") for note in notes], 0.0, floor + 18.0, width
        )
        key = Rect(0.0, end + (12.0 if note_lines else 2.0), width, _KEY_HEIGHT)
        return OneLine(
            frames,
            wires,
            [self._tile(name, rects[name]) for name in names],
            clean(self.design.name),
            drawn_as={member: name for member, name in self.named.items() if member != name},
            detail=self.detail,
            readings={name: reading_of(self.stages[name], self.failure) for name in names if name in self.stages},
            meters=[meter for name in made if (meter := _meter(name, self.stages[name])) is not None],
            symbols=symbols,
            loads=loads,
            regions=regions,
            breakers=self._breakers(cells, placed),
            runs=runs,
            dots=[(x, y, source == MISSING or not out_of_service(self.stages[source])) for x, y, source in placed.dots],
            cords=self._cords(placed),
            notes=notes,
            note_lines=note_lines,
            extent=Rect(0.0, 0.0, width, key.bottom),
            key_at=key,
            opened=self.opened,
            parts=self.design.parts,
            folded=frozenset(self._folded()),
        )

    def _folded(self) -> Iterable[str]:
        """Tiles that can be drawn one by one: of several alike nodes, or of copies that are not too many."""
        for name, stage in self.stages.items():
            if len(stage.members) > 1:
                yield name
            elif stage.copies > 1 and not stage.place:
                unit = unit_of(self.design, name, self.named)
                if unit is not None and unit.copies <= MOST_APART:
                    yield name

    def _zones(self) -> dict[str, Zone]:
        """A, B or the middle for each stage: its own side, else that of all stages above it."""
        found: dict[str, Zone] = {}
        for name, stage in sorted(self.stages.items(), key=lambda item: item[1].fullest.level):
            zone: Zone = stage.fullest.side
            above: set[Zone] = {found.get(one, "") for one in self.sources[name]}
            if not zone and len(above) == 1:
                zone = above.pop()
            found[name] = "" if name in self.load_of else zone
        return found

    def _links(self) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], list[str]]]:
        """(side, links) by what feeds and the place that is fed; what a relation feeds has a line as well."""
        sides: dict[tuple[str, str], str] = {}
        links: dict[tuple[str, str], list[str]] = {}
        for name, above in self.sources.items():
            for source in above:
                pair = source, self.load_of.get(name, name)
                sides.setdefault(pair, "")
                links.setdefault(pair, [])
        for link in self.design.links.values():
            if link.medium not in {"power", "feeds"} or link.a not in self.named or link.b not in self.named:
                continue
            for one, other in ((link.a, link.b), (link.b, link.a)):
                for source, fed in itertools.product(self.holders[one], self.holders[other]):
                    if source in self.sources[fed]:
                        pair = source, self.load_of.get(fed, fed)
                        links[pair].append(link.id)
                        sides[pair] = sides[pair] or link.side
        return {pair: side or self.zones[pair[0]] for pair, side in sides.items()}, links

    def _inputs(self, name: str) -> tuple[str, ...]:
        """Return the ids of the cells that feed the place called NAME."""
        found = self.inputs_of.get(name, ())
        return tuple(found) or ((MISSING,) if name in self.sourceless else ())

    def _cells(self, made: Mapping[str, _Made], said: Mapping[str, Sequence[LoadWords]]) -> dict[str, Cell]:
        rows = self._rows()
        cells: dict[str, Cell] = {}
        if self.sourceless:
            words = self._missing_words()
            cells[MISSING] = self._cell(MISSING, "missing", 0, "", words, ())
        for name, one in made.items():
            cells[name] = self._cell(name, one.shape, rows[name], self.zones[name], one.words, self._inputs(name), one)
        last = max(rows.values(), default=-1) + 1
        for group in self.loads.values():
            cells[group.id] = load_cell(group, last, self._inputs(group.id), said[group.id], self.setter)
        return cells

    def _rows(self) -> dict[str, int]:
        """Rows of what is no load: steps down from a source, generators right above what they feed."""
        shift = 1 if self.sourceless else 0
        levels = {name: stage.fullest.level + shift for name, stage in self.stages.items() if name not in self.load_of}
        for name, stage in self.stages.items():
            below = [levels[one] for one, above in self.sources.items() if name in above and one in levels]
            if name in levels and stage.fullest.kind in GENERATORS and below and not self.sources[name]:
                levels[name] = max(min(below) - 1, levels[name])
        # Elements of a ring have no level of their own: each stands below all that feeds it.
        for _ in range(len(levels)):
            low = {
                name: max([level, *(levels[one] + 1 for one in self.sources[name] if one in levels)])
                for name, level in levels.items()
            }
            if low == levels:
                break
            levels = low
        used = sorted({*levels.values(), *([0] if self.sourceless else [])})
        return {name: used.index(level) for name, level in levels.items()}

    def _cell(
        self,
        name: str,
        shape: Shape,
        row: int,
        zone: Zone,
        words: Sequence[Words],
        inputs: tuple[str, ...],
        made: _Made | None = None,
    ) -> Cell:
        spacing = self.setter.spacing
        breakers = frozenset(source for source in inputs if self._has_breaker(source, name))
        pitch = _PITCH if breakers else self.setter.spacing.drop
        across = (len(inputs) - 1) * pitch / 2 if inputs else 0.0
        half, high = SIZES[shape][0] / 2, SIZES[shape][1]
        if shape in {"bus", "transfer"}:
            half = max(half, across + 14.0)
        beside, tall = self.setter.size(words, self.setter.room(words))
        if made is not None and made.metered:
            beside, tall = max(beside, _METER[0] + 40.0), tall + 18.0
        below = shape == "bus" or (spacing.below and shape in {"panel", "busway"})
        start = PAD if below else half + PAD
        top = _collector(shape, len(inputs))
        height = top + (high + 6.0 + tall if below else max(high, tall))
        right = max(start + beside, across + (self._rating_room + 12.0 if breakers else 8.0), half)
        return Cell(name, row, zone, max(half, across + 8.0), right, height, inputs, pitch, breakers)

    def _has_breaker(self, source: str, name: str) -> bool:
        """Return whether a breaker is drawn between two: none before a transformer, and none at devices."""
        if source == MISSING or self.stages[name].fullest.device or self.stages[source].fullest.device:
            return False
        return self.stages[name].fullest.kind not in TRANSFORMERS

    # ---- Words ----

    def _title(self, name: str) -> str:
        stage = self.stages[name]
        node = self.design.nodes[stage.members[0]]
        kind = KINDS.get(node.kind)
        if name in self.load_of and self.loads[self.load_of[name]].rack and len(stage.members) == 1:
            return clean(node.title)
        if len(stage.members) > 1:
            shared = {self.design.nodes[one].title for one in stage.members}
            return clean(shared.pop() if len(shared) == 1 else kind.plural if kind else node.kind)
        return clean(self.titles[name])

    def _made(self, name: str) -> _Made:
        stage = self.stages[name]
        kind = KINDS.get(stage.fullest.kind)
        shape = SHAPES.get(kind.power_role if kind else "", "load" if stage.fullest.device else "panel")
        state = _state_of(stage)
        metered = _meter(name, stage) is not None
        return _Made(stage, shape, state, tuple(self._equipment_words(name, stage, state)), metered)

    def _equipment_words(self, name: str, stage: Stage, state: State) -> Iterable[Words]:
        """Lines beside a symbol: name, what it carries of what it may, voltage and phases, and its state."""
        element, title = stage.fullest, self._title(name)
        many = f"{JOINED}×{number_text(stage.copies, 5)}" if stage.copies > 1 else ""
        rating = joined(figure_text(element.capacity_w, ranged=False)) if element.capacity_w.known else ""
        if state == "failed":
            have = "have" if stage.copies > 1 else "has"
            yield f"{title}{many} {have} failed", "strong", "error"
            if rating:
                yield rating, "caption", "error"
        else:
            yield f"{title}{many}", "strong", "muted" if state == "dead" else "text"
            for line, ink in self._load_words(name, stage, state, rating):
                yield line, "caption", ink
        electrical = self._electrical(stage)
        if electrical:
            yield electrical, "caption", "muted"

    def _load_words(self, name: str, stage: Stage, state: State, rating: str) -> Iterable[tuple[str, Ink]]:
        element = stage.fullest
        if state == "some-failed":
            yield f"{count_text(stage.failed)} of {count_text(stage.copies)} failed", "error"
        if state == "dead":
            yield line_of(stage), "muted"
            return
        reading = reading_of(stage, self.failure)
        if state == "standby":
            yield f"{rating}, stands by" if rating else "stands by, rating unknown", "muted"
            return
        if stage.bypassed:
            yield line_of(stage), "error"
        elif reading.state and state != "some-failed":
            yield reading.state, "warn"
        load = joined(span_text(element))
        each = " each" if stage.copies > 1 else ""
        ink: Ink = "error" if emphasis_of(stage) == "error" else "muted"
        yield f"{load}{each}{f' of{JOINED}{rating}' if rating else ''}", ink
        if not rating and element.kind not in SOURCES:
            yield joined("rating unknown"), "muted"
        was = self._was(name)
        if was:
            yield was, "muted"
        if told := self._measured_words(stage):
            yield told, "text"
        if emphasis_of(stage) == "error":
            yield "overloaded", "error"

    def _measured_words(self, stage: Stage) -> str:
        """Return what was measured at the one node of a stage; "" where nothing was, or where it is several."""
        figure = self.measured.get(stage.members[0], "") if len(stage.members) == 1 else ""
        return f"measured {joined(figure)}" if figure else ""

    def _was(self, name: str) -> str:
        """Return the load before the failure of a stage that nothing feeds, in words; "" where it is the same now."""
        if self.failure is None or self.before is None:
            return ""
        old = self.before.elements.get(name)
        if old is None or self.sources[name]:
            return ""
        said = figure_text(old.load_max_w, ranged=False).replace("at least ", "≥ ")
        now = figure_text(self.stages[name].fullest.load_max_w, ranged=False).replace("at least ", "≥ ")
        return f"was{JOINED}{joined(said)}" if said != now and old.load_max_w.known else ""

    def _electrical(self, stage: Stage) -> str:
        """Voltage and phases of a stage as far as they are stated: 415 V, 3 phases."""
        node = self.design.nodes[stage.members[0]]
        volts, phases = fact_of(self.design, node, "volts").value, fact_of(self.design, node, "phases").value
        said = [f"{number_text(volts, 5)} V" if volts else ""]
        said.append(counted(round(phases), "phase") if phases else "")
        return ", ".join(joined(one) for one in said if one)

    def _missing_words(self) -> tuple[Words, ...]:
        kinds = {KINDS[self.stages[one].fullest.kind].plural or "" for one in self.sourceless}
        many = sum(self.stages[one].copies for one in self.sourceless)
        what = counted(many, "piece of equipment", "pieces of equipment")
        if len(kinds) == 1:
            kind = KINDS[self.stages[self.sourceless[0]].fullest.kind]
            what = f"{many:,} {kind.title if many == 1 else kind.plural}"
        return (
            ("No source is drawn", "strong", "warn"),
            (f"for {what}: taken as fed", "caption", "warn"),
        )

    def _notes(self) -> tuple[str, ...]:
        """Return sentences about all that is missing from the chain or left out of it."""
        found: list[str] = []
        plant, nodes = self.plant, self.design.nodes
        if self.sourceless:
            found.append(
                "Missing: what feeds "
                f"{listed((self._title(one) for one in self.sourceless), None)}. Draw a utility feed, transformer, "
                "switchgear and UPS, and a power link from each to the next."
            )
        if plant is not None:
            unfed = [one for one in plant.unfed if one in nodes]
            if unfed:
                titles = [
                    f"{nodes[one].title} ×{self.design.total_copies(one):,}"
                    if self.design.total_copies(one) > 1
                    else nodes[one].title
                    for one in unfed
                ]
                found.append(f"On no feed: {listed(titles, None)}.")
            for ring in plant.loops:
                titles = [nodes[one].title for one in ring if one in nodes]
                inside = [
                    link.name or link.id
                    for link in self.design.links.values()
                    if link.medium == "power" and link.a in ring and link.b in ring
                ]
                found.append(
                    f"{listed(titles, None)} feed each other in a ring. No current can be followed there, so these "
                    f"links are left out: {listed(inside, None)}."
                )
            if plant.itself:
                found.append(f"From a thing to itself, left out: {listed(plant.itself, None)}.")
        return tuple(clean_note for note in found if (clean_note := note.strip()))

    # ---- Loads ----

    def _load_words_of(self, group: Gathered) -> list[LoadWords]:
        before = self.before.elements if self.before is not None else {}
        return [
            load_words(
                self.design,
                self.stages[name],
                self._title(name),
                before,
                self._alone(name),
                self._measured_words(self.stages[name]),
            )
            for name in group.stages
        ]

    def _alone(self, name: str) -> str:
        """Return words for devices that a failure leaves on one side; "" for all others."""
        if self.failure is None or not self.stages[name].fullest.device:
            return ""
        place = self.load_of.get(name, name)
        feeds = [(source, self.sides[source, place]) for source in self._inputs(place) if source != MISSING]
        live = {side for source, side in feeds if not out_of_service(self.stages[source])}
        if len({side for _, side in feeds}) > 1 and len(live) == 1:
            side = next(iter(live))
            return f"on, from side {side} alone" if side else "on, from one side alone"
        return ""

    # ---- Symbols ----

    def _symbol(self, name: str, made: _Made, cell: Cell, placed: Placed, rects: dict[str, Rect]) -> Symbol:
        axis, y = placed.axis[name], placed.top[name]
        inputs = tuple(sorted(placed.drops[source, name][0] for source in cell.inputs))
        width, high = SIZES[made.shape]
        top = y + _collector(made.shape, len(inputs))
        if made.shape in {"bus", "transfer"}:
            across = max([width / 2, *(abs(x - axis) + 14.0 for x in inputs)])
            width = 2 * across
        rect = Rect(axis - width / 2, top, width, high)
        below = made.shape == "bus" or (self.setter.spacing.below and made.shape in {"panel", "busway"})
        x = axis + PAD if below else rect.right + PAD
        lines, end = self.setter.placed(
            made.words, x, rect.bottom + 5.0 if below else top - 1.0, self.setter.room(made.words)
        )
        meter = Rect(x, end + 4.0, *_METER) if made.metered else Rect(0.0, 0.0, 0.0, 0.0)
        rects[name] = Rect(axis - cell.left, y, cell.left + cell.right, cell.height)
        live = None
        if made.stage.fullest.kind in TRANSFER and cell.inputs:
            live = self._live_input(name, cell, placed)
        return Symbol(name, made.shape, rect, made.state, made.stage.copies, lines, inputs, live, meter)

    def _live_input(self, name: str, cell: Cell, placed: Placed) -> int | None:
        """Which input of a transfer switch carries, from the left: the first that is preferred and has voltage."""
        ordered = sorted(cell.inputs, key=lambda one: placed.drops[one, name][0])
        for source in self.sources[name]:
            if not out_of_service(self.stages[source]):
                return ordered.index(source)
        return None

    def _missing(self, cell: Cell, placed: Placed, rects: dict[str, Rect]) -> Symbol:
        axis, y = placed.axis[MISSING], placed.top[MISSING]
        width, high = SIZES["missing"]
        rect = Rect(axis - width / 2, y, width, high)
        words = self._missing_words()
        lines, _ = self.setter.placed(words, rect.right + PAD, y - 1.0, self.setter.room(words))
        rects[MISSING] = Rect(axis - cell.left, y, cell.left + cell.right, cell.height)
        return Symbol(MISSING, "missing", rect, "", 1, lines)

    def _tile(self, name: str, rect: Rect) -> Tile:
        if name == MISSING:
            words = [text for text, _, _ in self._missing_words()]
            return Tile(name, rect, words[0], words[1], "", "one-line-utility", "facility", 1, emphasis="warn")
        stage = self.stages[name]
        node = self.design.nodes[stage.members[0]]
        return Tile(
            name,
            rect,
            self._title(name),
            line_of(stage),
            f"×{number_text(stage.copies, 5)}" if stage.copies > 1 else "",
            symbol_of(stage.fullest),
            tile_layer(node, self.design.part_of(node)),
            stage.copies,
            emphasis=emphasis_of(stage),
            note={"failed": "out of service", "error": "overloaded", "warn": "above 80%"}.get(emphasis_of(stage), ""),
            members=stage.members,
            struck=stage.failed >= stage.copies and not stage.bypassed,
        )

    def _frames(self, cells: Mapping[str, Cell], placed: Placed, rects: Mapping[str, Rect]) -> list[Frame]:
        """The frame of each side that has equipment of its own, with what enters it or why it is dead."""
        found: list[Frame] = []
        for side in ("A", "B"):
            names = [name for name in rects if self.zones.get(name) == side and name not in self.load_of]
            if not names:
                continue
            low, high = placed.ranges[side]
            top = min(rects[name].y for name in names)
            bottom = max(rects[name].bottom for name in names)
            across, above = _FRAME
            around = Rect(low - across, top - above, high - low + 2 * across, bottom - top + above + 10.0)
            subtitle, bad = self._side_words(side, names)
            found.append(
                Frame(f"side:{side}", around, f"Side {side}", subtitle, "", ROW, 0, emphasis="failed" if bad else "")
            )
        return found

    def _side_words(self, side: str, names: Sequence[str]) -> tuple[str, bool]:
        """(what enters a side, or below what it is dead; whether it is)."""
        gone = [name for name in names if _state_of(self.stages[name]) == "failed"]
        dead = [name for name in names if _state_of(self.stages[name]) == "dead"]
        if gone and dead:
            return f"dead below {listed(self._title(one) for one in gone)}", True
        tops = [self.stages[name].fullest for name in names if not self.sources[name]]
        carrying = [one for one in tops if one.load_max_w.value]
        if len(carrying) == 1:
            whole = "carries all that is left: " if self._carries_all(side) else ""
            return f"{whole}{span_text(carrying[0])}{'' if whole else ' enters'}", False
        return "", False

    def _carries_all(self, side: str) -> bool:
        """Return whether the other side has a failure that leaves it without voltage."""
        others = [name for name, zone in self.zones.items() if zone and zone != side]
        states = [_state_of(self.stages[name]) for name in others]
        return "failed" in states and "dead" in states

    # ---- Lines ----

    def _wires(self, cells: Mapping[str, Cell], placed: Placed) -> tuple[list[Wire], list[Run]]:
        """(a wire from each that feeds to each place that is fed, the pieces of all lines, each once)."""
        wires: list[Wire] = []
        runs: list[tuple[str, Run]] = []
        # How many lines of one source go down at one x.
        upright = Counter((source, x) for (source, _), way in placed.bends.items() for x in {x for x, _ in way})
        for (source, name), way in placed.bends.items():
            foot = self._foot(source, cells, placed)
            corners = ((way[0][0], foot), *way[1:])
            side = self.sides.get((source, name), "")
            live = source == MISSING or not out_of_service(self.stages[source])
            pieces = list(itertools.pairwise(corners))
            if source in cells[name].breakers:
                # The line is interrupted where its breaker is.
                (x, above), foot = pieces[-1]
                lower = foot[1] - _BREAKER_FOOT
                pieces[-1:] = [((x, above), (x, lower - self._breaker_height())), ((x, lower), foot)]
            # What several lines share has the side of all of them; the last piece down is this line's own.
            shared = self._shared_side(source)
            own = side if upright[source, corners[-1][0]] == 1 else shared
            for piece in pieces:
                last = piece[0][0] == piece[1][0] == corners[-1][0]
                runs.append((source, Run(piece, own if last else shared, live, source != MISSING)))
            if source == MISSING:
                continue
            ids = self.links[source, name] or [f"{source}>{name}"]
            node = self.design.nodes[self.stages[name].members[0]]
            target = self.loads[name].stages[0] if name in self.loads else name
            dead = not live or (name not in self.loads and _state_of(self.stages[name]) == "failed")
            wires.append(
                Wire(
                    ids[0],
                    source,
                    target,
                    (corners[0], corners[1], corners[-2], corners[-1]),
                    "power",
                    tile_layer(node, self.design.part_of(node)),
                    "",
                    Rect(corners[0][0], corners[0][1], 0.0, 0.0),
                    1.75,
                    side=side,
                    emphasis="failed" if dead else "",
                    links=tuple(dict.fromkeys(ids)),
                    corners=corners,
                )
            )
        return wires, merged_runs(runs)

    def _shared_side(self, source: str) -> str:
        """The side of all lines from SOURCE; that of its zone where they are of several."""
        sides = self.sides_of.get(source, set())
        return next(iter(sides)) if len(sides) == 1 else self.zones.get(source, "")

    def _foot(self, source: str, cells: Mapping[str, Cell], placed: Placed) -> float:
        """Y of the lower end of a symbol, where its line begins."""
        shape: Shape = "missing" if source == MISSING else self._shape(source)
        return placed.top[source] + _collector(shape, len(cells[source].inputs)) + SIZES[shape][1]

    def _shape(self, name: str) -> Shape:
        kind = KINDS.get(self.stages[name].fullest.kind)
        return SHAPES.get(kind.power_role if kind else "", "load" if self.stages[name].fullest.device else "panel")

    def _breaker_height(self) -> float:
        """From the upper to the lower contact of a breaker, canvas pixels."""
        return self.setter.spacing.breaker - 14.0

    @property
    def _rating_room(self) -> float:
        """The canvas pixels for the rating beside a breaker, whose longest word is "unknown"."""
        return max(_RATING, self.setter.widths("unknown", self.setter.figure) + 1.0)

    def _breakers(self, cells: Mapping[str, Cell], placed: Placed) -> list[Breaker]:
        found: list[Breaker] = []
        high = self._breaker_height()
        for name, cell in cells.items():
            for source in cell.inputs:
                if source not in cell.breakers:
                    continue
                x, y = placed.drops[source, name]
                node = self.design.nodes[self.stages[name].members[0]]
                amps = fact_of(self.design, node, "amps")
                text = f"{number_text(amps.value, 4)} A" if amps.value else "rating unknown"
                middle = y - _BREAKER_FOOT - high / 2
                lines, _ = self.setter.placed(
                    [(text, "caption", "muted")],
                    x + 8.0,
                    middle
                    - (self.setter.height("caption") if amps.value is None else self.setter.height("caption") / 2),
                    self._rating_room,
                )
                above = self.stages[source]
                out = out_of_service(above)
                opened = (above.failed >= above.copies and not above.bypassed) or _state_of(above) == "standby"
                side = self.sides[source, name]
                found.append(Breaker(x, middle, high, opened, out, text, lines, side))
        return found

    def _cords(self, placed: Placed) -> list[CordMark]:
        """The letter of its side at each line that reaches devices."""
        return [
            CordMark(*placed.drops[source, name], side, not out_of_service(self.stages[source]))
            for (source, name), side in self.sides.items()
            if name in self.loads and side
        ]


def _state_of(stage: Stage) -> State:
    """Return the state of a stage: failed, without voltage, standing by, or "" for none of these."""
    if stage.failed >= stage.copies and not stage.bypassed:
        return "failed"
    if stage.failed:
        return "some-failed"
    if stage.dark >= stage.copies:
        return "dead"
    if stage.fullest.kind in GENERATORS and not stage.fullest.load_max_w.value:
        return "standby"
    return ""


def _collector(shape: Shape, inputs: int) -> float:
    """From the top of a cell to its symbol: where several lines end they are joined by a bar."""
    return 14.0 if inputs > 1 and shape not in {"bus", "transfer"} else 0.0


def _meter(name: str, stage: Stage) -> Meter | None:
    """The load bar of a stage whose rating is known."""
    element = stage.fullest
    rating, capacity, full = element.rating_w.value, element.capacity_w.value, element.utilisation.value
    if element.device or not rating or not capacity or full is None:
        return None
    if out_of_service(stage) or _state_of(stage) == "standby":
        return None
    share = full * capacity / rating
    mark = capacity / rating if capacity < rating * 0.999 else 0.8
    return Meter(name, share, mark, emphasis_of(stage), percent_text(full))


def _called(title: str, stage: Stage, design: Design) -> str:
    """The title of a stage; of a single copy with the rack that it stands in, or its number."""
    if not stage.place:
        return title
    own = design.nodes[stage.members[0]].title
    # A piece that is drawn copy by copy by itself is called as its copy is.
    return stage.place if stage.place.startswith(own) else f"{stage.place}: {own}"
