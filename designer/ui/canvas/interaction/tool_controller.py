"""The hands on the canvas: which tool is in them, and what pointer and keys mean to it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from designer.catalog.library import Library
from designer.drawing.drawing import Drawing
from designer.drawing.records import Hit, Rect
from designer.edit.links.rewire import End
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.hit_testing import edge_place, end_at, link_at
from designer.ui.canvas.interaction.in_place_editing import InPlace
from designer.ui.canvas.port import KeyStroke, LooseWire, Offered, Pointer, Preview, Told
from designer.ui.canvas.port_card import port_words
from designer.ui.canvas.tools.connect import ConnectTool
from designer.ui.canvas.tools.connect_drag import join
from designer.ui.canvas.tools.flow import FlowTool
from designer.ui.canvas.tools.gesture import Tool
from designer.ui.canvas.tools.key_connect import KeyConnect
from designer.ui.canvas.tools.key_flow import KeyFlow
from designer.ui.canvas.tools.lasso import LassoTool
from designer.ui.canvas.tools.mark_place import ArrowTool, SheetTool
from designer.ui.canvas.tools.pan import PanDrag, PanTool
from designer.ui.canvas.tools.place import PlaceDrag, PlaceTool
from designer.ui.canvas.tools.select import SelectTool

TOOLS = ("select", "pan", "connect", "flow", "lasso", "place", "note", "frame", "arrow")

_NO_SOURCE = "Choose a tile first: Tab walks over them, then L begins a link."
_DRAGGING = frozenset({"select", "connect", "flow", "lasso", "note", "frame", "arrow"})


class Hands(QObject):
    """Holds the tools and is the port through which they reach the canvas."""

    tool_changed = Signal(str)
    cursor_wanted = Signal(Qt.CursorShape)
    view_moved = Signal()
    parts_wanted = Signal(float, float)
    """Parts to choose from are wanted at a place of the canvas."""

    fitting_wanted = Signal(LooseWire)
    """Parts that a loose wire could go to are wanted."""

    ways_wanted = Signal(Offered, object)
    """Other ways to join the ends of a link are wanted: Offered, and the Pointer or None."""

    def __init__(self, stage: Stage, in_place: InPlace, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._in_place = in_place
        self._place = PlaceTool(self)
        self._tools: dict[str, Tool] = {
            "select": SelectTool(self),
            "pan": PanTool(self),
            "connect": ConnectTool(self),
            "flow": FlowTool(self),
            "place": self._place,
            "lasso": LassoTool(self),
            "note": SheetTool(self, "note"),
            "frame": SheetTool(self, "frame"),
            "arrow": ArrowTool(self),
        }
        self._tool = self._tools["select"]
        self._keys: KeyConnect | KeyFlow | None = None
        self._pan: PanDrag | None = None
        self._drop: PlaceDrag | None = None
        stage.changed.connect(self.call_off)

    # What the widget tells the hands.

    @property
    def tool(self) -> str:
        """Name of the tool."""
        return self._tool.name

    @property
    def busy(self) -> bool:
        """Return True when something is under way that Escape calls off."""
        return self._tool.busy or self._keys is not None or self._pan is not None

    @property
    def key_target(self) -> str:
        """Return the id of the node that Enter would join to; "" where nothing is drawn by keys."""
        return self._keys.target if self._keys is not None else ""

    @property
    def dragging(self) -> bool:
        """Return True when a drag is under way that should push the paper at the rim of the widget."""
        return self._tool.busy and self._tool.name in _DRAGGING and self._pan is None

    def take(self, part_id: str) -> None:
        """Take a part into the hand as a stamp."""
        self.use_tool("place")
        self._place.take(part_id)

    def press(self, at: Pointer) -> None:
        """The left button went down."""
        self._end_keys()
        # What was warm is in the hand now, and stays dark after it until the pointer comes near again.
        self._stage.hot_node, self._stage.hot_edge = "", None
        self._guarded(lambda: self._tool.press(at))

    def move(self, at: Pointer) -> None:
        """The pointer moved with the left button down."""
        if self._pan is not None:
            self._pan.move(at)
        else:
            self._guarded(lambda: self._tool.move(at))

    def hover(self, at: Pointer) -> None:
        """The pointer moved without a button."""
        if self._keys is None:
            self._warm_edge(at)
            self._guarded(lambda: self._tool.hover(at))

    def _warm_edge(self, at: Pointer) -> None:
        """Light up the edge of a tile or group from which a drag would draw a wire."""
        found = edge_place(self._stage, at.x, at.y) if self._tool.name == "select" and not self._tool.busy else None
        node, place = (found[0], found[1:]) if found is not None else ("", None)
        if (node, place) != (self._stage.hot_node, self._stage.hot_edge):
            self._stage.hot_node, self._stage.hot_edge = node, place
            self._stage.repaint.emit()

    def step(self, by: int) -> bool:
        """The wheel turned while something is held; false when it is free to zoom."""
        return self._keys is None and self._pan is None and self._tool.step(by)

    def release(self, at: Pointer) -> None:
        """The left button was let go."""
        self._guarded(lambda: self._tool.release(at))

    def double(self, at: Pointer) -> None:
        """The left button went down twice."""
        self._guarded(lambda: self._tool.double(at))

    def begin_pan(self, at: Pointer) -> None:
        """Take hold of the paper, whatever the tool."""
        self._pan = PanDrag(self, at)
        self.point(Qt.CursorShape.ClosedHandCursor)

    def end_pan(self) -> bool:
        """Let go of the paper; the answer is whether it was held."""
        held, self._pan = self._pan is not None, None
        return held

    def key(self, stroke: KeyStroke) -> bool:
        """A key for what is under way; the answer is whether it was used."""
        if stroke.key == Qt.Key.Key_Escape:
            return self.escape()
        if self._keys is not None:
            keys = self._keys
            return self._guarded(lambda: keys.key(stroke))
        if self._guarded(lambda: self._tool.key(stroke)):
            return True
        # Nothing is deleted under a drag: it is called off first.
        return self.dragging and stroke.key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.escape()

    def escape(self) -> bool:
        """Call off what is under way, else go back to the select tool; false when there is nothing to leave."""
        if self._keys is not None:
            self._end_keys()
            return True
        busy = self._tool.busy
        if busy:
            self._tool.cancel()
            if self._tool.name != "place":
                return True
        if self._tool.name != "select":
            self.use_tool("select")
            return True
        return busy

    def call_off(self) -> None:
        """The design changed under the hands, or the pointer was taken away: nothing is under way any more."""
        self._end_keys()
        self._pan = None
        if self._tool.busy and self._tool.name != "place":
            self._tool.cancel()
        elif self._stage.shown_preview is not None:
            self._stage.preview(None)

    def connect_by_keys(self, source: str) -> bool:
        """Begin a link at SOURCE that the keyboard leads."""
        drawing = self._stage.drawing
        frame = source in drawing.frame_index
        if source not in self._stage.design.nodes or not (source in drawing.tile_index or frame):
            self._stage.tell(_NO_SOURCE)
            return False
        self.call_off()
        keys = KeyConnect(self, source)
        if not keys.start():
            if frame:
                self._stage.tell(_NO_SOURCE)
            return False
        self._keys = keys
        return True

    def join_selected(self) -> bool:
        """Join the two selected nodes, the first to the second."""
        nodes = self._stage.selected_nodes()
        if len(nodes) != 2:
            self._stage.tell("Select two tiles first; the first one is joined to the second.")
            return False
        self.call_off()
        return self._guarded(lambda: join(self, nodes[0], "", nodes[1], ""))

    @property
    def led_by_keys(self) -> bool:
        """Return True when the keyboard leads a link or a flow, and letters choose its other end."""
        return self._keys is not None

    def flow_by_keys(self, source: str) -> bool:
        """Begin a flow at SOURCE that the keyboard leads."""
        if source not in self._stage.design.nodes or self._stage.drawing.rect_of(source) is None:
            self._stage.tell("Choose a node first: Tab walks over them, then T begins a flow.")
            return False
        self.call_off()
        self._stage.show_flows("keys", shown=True)
        keys = KeyFlow(self, source)
        if not keys.start():
            self._stage.show_flows("keys", shown=False)
            return False
        self._keys = keys
        return True

    def drag_part(self, part_id: str, at: Pointer) -> None:
        """A part from the palette hangs over the canvas."""
        if self._drop is None or self._drop.part_id != part_id:
            self._drop = PlaceDrag(self, part_id)
        drop = self._drop
        self._guarded(lambda: drop.move(at))

    def carried_key(self, stroke: KeyStroke) -> bool:
        """A key was pressed while a part from the palette hangs over the canvas; the answer is whether it was used."""
        drop = self._drop
        return drop is not None and self._guarded(lambda: drop.key(stroke))

    def drop_part(self, part_id: str, at: Pointer) -> bool:
        """The part was let go."""
        drop, self._drop = self._drop or PlaceDrag(self, part_id), None
        return self._guarded(lambda: drop.finish(at))

    def take_part_back(self) -> None:
        """The part left the canvas again."""
        if self._drop is not None:
            self._drop.cancel()
            self._drop = None

    def _end_keys(self) -> None:
        keys, self._keys = self._keys, None
        if keys is not None:
            keys.cancel()
        self._stage.show_flows("keys", shown=False)

    def _guarded(self, act: Callable[[], object]) -> bool:
        """Run a step of a gesture; what is refused is told, and the gesture is off."""
        try:
            return bool(act())
        except RefusedInput as refusal:
            self._tool.cancel()
            self._stage.preview(None)
            self._stage.tell(str(refusal))
            return False

    # The port of the tools.

    @property
    def design(self) -> Design:
        """The current design."""
        return self._stage.design

    @property
    def library(self) -> Library:
        """The parts that can be placed."""
        return self._stage.library

    @property
    def drawing(self) -> Drawing:
        """The drawing of the current design, without previews."""
        return self._stage.drawing

    @property
    def near_drawing(self) -> Drawing:
        """The drawing of the current design with everything that is in containers, from wherever it is seen."""
        return self._stage.near_drawing

    @property
    def scale(self) -> float:
        """Screen pixels per canvas pixel."""
        return self._stage.scale

    @property
    def sight(self) -> Rect:
        """Return what lies in sight, in canvas pixels."""
        return self._stage.sight

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of what is selected."""
        return self._stage.selected

    @property
    def large(self) -> bool:
        """Return True when the design is too large to be drawn anew at every step of a drag."""
        return self._stage.large

    def hit(self, x: float, y: float) -> Hit | None:
        """Return what lies at a place."""
        return self._stage.hit(x, y)

    def handle_at(self, x: float, y: float) -> str:
        """Id of the tile or group of which a handle or a hot edge lies at a place."""
        edge = edge_place(self._stage, x, y)
        return edge[0] if edge is not None else ""

    def link_at(self, x: float, y: float) -> str:
        """Id of the one link whose wire lies at a place."""
        return link_at(self._stage, x, y)

    def wire_end_at(self, x: float, y: float) -> tuple[str, End] | None:
        """The selected link and its end whose grip lies at a place."""
        return end_at(self._stage, x, y)

    def choose_port(self, node_id: str, port: str) -> None:
        """Show what is free and used of a port group."""
        self._stage.select([node_id])
        self._stage.chosen_port = (node_id, port) if port else None
        if port:
            self._stage.message.emit(port_words(self._stage.design, node_id, port))
        self._stage.repaint.emit()

    def offer_parts(self, at: Pointer) -> None:
        """Open the quick add at a place."""
        self.parts_wanted.emit(at.x, at.y)

    def offer_fitting(self, wire: LooseWire) -> None:
        """Open the quick add with the parts that a loose wire could go to."""
        self.fitting_wanted.emit(wire)

    def offer_ways(self, ways: Offered, at: Pointer | None) -> None:
        """Show at a place, else beside the link, in which other ways its ends could be joined."""
        if len(ways.options) > 1:
            self.ways_wanted.emit(ways, at)

    def select(self, ids: Sequence[str]) -> None:
        """Select IDS instead of what is selected."""
        self._stage.select(ids)

    def preview(self, preview: Preview | None) -> None:
        """Show what a gesture would do."""
        self._stage.preview(preview)

    def commit(self, changeset: ChangeSet, *, joins_last: bool = False) -> bool:
        """Make an edit."""
        return self._stage.commit(changeset, joins_last=joins_last)

    def message(self, text: str) -> None:
        """Tell the person one line."""
        self._stage.message.emit(text)

    def tell(self, text: str, mood: Told = "no") -> None:
        """Tell beside the pointer, and in one line, what was refused or done in another way than it was asked."""
        self._stage.tell(text, mood)

    def point(self, shape: Qt.CursorShape) -> None:
        """Show a pointer of this shape."""
        self.cursor_wanted.emit(shape)

    def pan(self, screen_dx: float, screen_dy: float) -> None:
        """Push the paper."""
        self._stage.viewpoint.pan(screen_dx, screen_dy)
        self.view_moved.emit()

    def reveal(self, record_id: str) -> None:
        """Bring a record into sight."""
        rect = self._stage.rect_of(record_id)
        if rect is not None and self._stage.viewpoint.reveal(rect):
            self.view_moved.emit()

    def edit_count(self, record_id: str, *, joins_last: bool = False) -> None:
        """Open the editor of a link's cables or a node's copies."""
        self._in_place.edit_count(record_id, joins_last=joins_last)

    def edit_name(self, node_id: str) -> None:
        """Open the editor of a node's name."""
        self._in_place.edit_name(node_id)

    def use_tool(self, name: str) -> None:
        """Change the tool; an unknown name changes nothing."""
        self._end_keys()
        tool = self._tools.get(name)
        if tool is None or tool is self._tool:
            return
        self._tool.leave()
        self._tool = tool
        self._stage.preview(None)
        self._stage.show_flows("tool", shown=name == "flow")
        self.point(Qt.CursorShape.ArrowCursor if name == "select" else Qt.CursorShape.CrossCursor)
        if name == "pan":
            self.point(Qt.CursorShape.OpenHandCursor)
        self.tool_changed.emit(name)
