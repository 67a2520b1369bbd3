"""An open design as scripts hold it: read, edited with undo, analysed, exported and saved."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from inspect import signature
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from designer import clock
from designer.api import opening
from designer.api.analysis import Analysis
from designer.api.main_thread import require_main_thread
from designer.api.part_catalog import catalog
from designer.api.placing import free_place
from designer.api.reviewing import library_with, own_rules
from designer.catalog.library import Library
from designer.edit import phases, settings
from designer.edit.fixes import FIXES
from designer.edit.links import links
from designer.edit.nodes import nodes
from designer.edit.racks import rack_places
from designer.edit.removal import remove_with_flows
from designer.edit.rooms import floor
from designer.edit.session import Session
from designer.edit.set_field import set_field
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design, Link, Node, RackPlace, Spread
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.api.sweeps import Sweep
    from designer.drawing.theme_tokens import ThemeName
    from designer.edit.fabrics.protocols import Protocol
    from designer.export.bills.records import Bill
    from designer.export.cables.cable_schedule import CableSchedule
    from designer.model.deck_settings import Level
    from designer.review.effects.mending import Mending
    from designer.review.findings import Finding, Fix, Severity
    from designer.review.make_real.records import Proposal

_WORKING: Final = RLock()
"""Held while something is worked out or painted: what is loaded at the first call must be there for the second thread,
and threads of Python share one processor anyway."""
_KEPT: Final = 8
"""Analyses of one design that are kept: a question that was asked is answered at once."""
_Key = tuple[object, ...]


class Document:
    """An open design with its history, its file and the parts that can be placed.

    Every edit is one step of the history; reading never changes anything, so that threads may read one document at
    the same time. A document is sent to other processes as its design alone.

    Attributes:
        library: The parts that can be placed: those of the catalog, and those that only the design holds.
        path: Its project file; None of one that was never saved.
        variant: Name of the variant of the project that it is; "" for the main design.
        notes: What was guessed or left out where it was made from a file of others.
        rules: Folder whose plug-ins are switched on for this document, as `--rules` does for a command.
    """

    def __init__(
        self,
        design: Design | None = None,
        *,
        library: Library | None = None,
        path: Path | None = None,
        variant: str = "",
        variant_id: str = "",
        digest: str = "",
        notes: Sequence[str] = (),
        rules: Path | None = None,
    ) -> None:
        """Begin with DESIGN, or with an empty one; `open`, `new` and `read` are the usual ways to one."""
        self.rules = rules
        self._catalog = library or library_with(catalog(), rules)
        self._session = Session(design or Design())
        self.library = self._catalog.joined(self._session.design)
        self.path, self.variant, self.notes = path, variant, tuple(notes)
        self._variant_id, self._saved_digest = variant_id, digest
        self._lock = RLock()
        self._analyses: dict[_Key, Analysis] = {}
        self._step: Session | None = None

    def __reduce__(self) -> tuple[Callable[..., "Document"], tuple[bytes, Path | None, str, str, str, Path | None]]:
        """Return how another process makes the document again: without its history, which stays where it is.

        As bytes of msgpack: what `pickle` copies of a text is no longer the default of its field, and would be saved.
        """
        body = msgspec.msgpack.encode(self.design)
        return _again, (body, self.path, self.variant, self._variant_id, self._saved_digest, self.rules)

    def __repr__(self) -> str:
        where = f" in {self.path.name}" if self.path is not None else ""
        return f"<Document {self.name!r}{where}: {len(self.design.nodes)} nodes, {len(self.design.links)} links>"

    def _repr_svg_(self) -> str | None:
        """Return the design as a picture, as notebooks show it; None while nothing is drawn."""
        if not self.design.nodes and not self.design.marks:
            return None
        return self.picture().decode()

    # What it is.

    @property
    def design(self) -> Design:
        """Return the design as it is now: an immutable value, which later edits leave as it is."""
        return (self._step or self._session).design

    @property
    def name(self) -> str:
        """Return the name of the design."""
        return self.design.name

    @property
    def nodes(self) -> Mapping[str, Node]:
        """Return the nodes by id."""
        return self.design.nodes

    @property
    def links(self) -> Mapping[str, Link]:
        """Return the links by id."""
        return self.design.links

    @property
    def digest(self) -> str:
        """Return the SHA-256 digest of the content, which equals that of the project file once it is saved."""
        return opening.digest_of_design(self.design)

    @property
    def variant_id(self) -> str:
        """Return the id of the variant that it is in its project, which no renaming changes; "" for the main design."""
        return self._variant_id

    @property
    def unsaved(self) -> bool:
        """Return True when the design differs from what was opened or saved last."""
        return self._session.unsaved

    # History.

    @property
    def history(self) -> list[str]:
        """Return what the edits that can be undone are called, oldest first."""
        return self._session.labels

    def undo(self) -> str:
        """Take the last edit back, and return what it is called; "" when there is none."""
        return self._moved(self._session.undo)

    def redo(self) -> str:
        """Make the edit again that was undone last, and return what it is called; "" when there is none."""
        return self._moved(self._session.redo)

    def _moved(self, move: Callable[[], ChangeSet | None]) -> str:
        with self._lock:
            if self._step is not None:
                raise RefusedInput("Nothing is undone or redone within a step; finish the step first.")
            changeset = move()
            self._changed()
            return "" if changeset is None else changeset.label

    def _changed(self) -> None:
        self._analyses.clear()
        self.library = self._catalog.joined(self.design)

    @contextmanager
    def step(self, label: str) -> "Generator[Document]":
        """Let all edits within be one step of the history, called LABEL; a refusal takes all of them back."""
        with self._lock:
            if self._step is not None:
                raise RefusedInput("A step is open already.")
            self._step = inner = Session(self._session.design)
            made: list[ChangeSet] = []
            stop = inner.listen(made.append)
            try:
                yield self
                self._session.commit(merged(made, label))
            finally:
                stop()
                self._step = None
                self._changed()

    def copy(self) -> "Document":
        """Return a document of the same design and file with a history of its own, to try something out."""
        return Document(
            self.design,
            library=self._catalog,
            path=self.path,
            variant=self.variant,
            variant_id=self._variant_id,
            digest=self._saved_digest,
            rules=self.rules,
        )

    def commit(self, changeset: ChangeSet) -> ChangeSet:
        """Make CHANGESET, which was made on the design as it is now, part of the design; return it.

        Raises:
            RefusedInput: it was made on another design.
        """
        with self._lock:
            (self._step or self._session).commit(changeset)
            self._changed()
        return changeset

    def edit(self, maker: Callable[..., ChangeSet], *args: Any, **kwargs: Any) -> ChangeSet:
        """Make any edit of `designer.edit`: MAKER is called with the design (and the parts, where it takes them).

        `document.edit(rack_places.pack_down, "rack")` is the edit of the window's menu. A maker whose second parameter
        is called `library` is given the parts of the document.

        Raises:
            RefusedInput: the edit cannot be made.
        """
        takes_parts = list(signature(maker).parameters)[1:2] == ["library"]
        with self._lock:
            held = (self.design, self.library) if takes_parts else (self.design,)
            return self.commit(maker(*held, *args, **kwargs))

    # Edits.

    def add(
        self,
        part: str,
        *,
        copies: int = 1,
        name: str = "",
        id: str | None = None,
        parent: str | None = None,
        x: float | None = None,
        y: float | None = None,
    ) -> str:
        """Place a part and return the id of its node.

        Args:
            part: Id of the part, see `parts`.
            copies: How many stand there.
            name: What it is called; "" takes a fresh name after the part.
            id: Its id; None makes one.
            parent: The container or host that it stands in.
            x: Left edge on the canvas, pixels; None takes a free place.
            y: Top edge.

        Raises:
            RefusedInput: the part is unknown, the parent cannot hold it, or a value is not allowed.
        """
        left, top = free_place(self.design, parent) if x is None or y is None else (x, y)
        edit = nodes.add_node(
            self.design, self.library, part, left, top, copies=copies, name=name, node_id=id, parent=parent
        )
        return self._added(edit, "nodes")

    def add_container(self, kind: str, *, name: str = "", id: str | None = None, parent: str | None = None) -> str:
        """Place an empty site, room, row, rack or pod, and return its id.

        Raises:
            RefusedInput: KIND is no container, or the parent cannot hold it.
        """
        left, top = free_place(self.design, parent)
        edit = nodes.add_container(self.design, kind, left, top, name=name, node_id=id, parent=parent)
        return self._added(edit, "nodes")

    def link(
        self,
        a: str,
        b: str,
        *,
        cables: int = 1,
        medium: Medium | None = None,
        spread: Spread = "even",
        id: str | None = None,
        name: str = "",
        a_port: str | None = None,
        b_port: str | None = None,
        capacity_gbps: float | None = None,
        side: Literal["", "A", "B"] = "",
    ) -> str:
        """Join two nodes, by cables or by a relation (asks, reads, feeds, cools …), and return the id of the link.

        Args:
            a: One end; of a relation the one that needs, of feeds and cools the one that gives.
            b: The other end.
            cables: In one copy of the innermost container that holds both ends.
            medium: What runs through it; None takes the first pair of ports that fits.
            spread: How the cables fall on copies: even, mesh, pairwise, block, ring or complete.
            id: Its id; None makes one.
            name: What it is called.
            a_port: Port group at a; None takes the first that fits.
            b_port: Port group at b.
            capacity_gbps: Of one cable one way, where no port tells it.
            side: Of power, "A" or "B".

        Raises:
            RefusedInput: an end is not there, nothing fits, or a number is out of range.
        """
        edit = links.add_link(
            self.design,
            a,
            b,
            medium=medium,
            cables=cables,
            spread=spread,
            link_id=id,
            name=name,
            a_port=a_port,
            b_port=b_port,
            capacity_gbps=capacity_gbps,
            side=side,
        )
        return self._added(edit, "links")

    def _added(self, edit: ChangeSet, table: str) -> str:
        """Commit EDIT and return the id of what it adds to TABLE first."""
        made = next(key[1] for key, (before, _) in edit.changes.items() if key[0] == table and before is None)
        self.commit(edit)
        return made

    def set(self, id: str, **fields: str | float | None) -> ChangeSet:
        """Give fields of a node, a link, the title block or a phase new values, as the command `set` does; one step.

        Texts take units and arithmetic: "0.1 Tb/s", "*2", "+10%". None or "" takes a value back.

        Raises:
            RefusedInput: there is no such record or field, or a value is not allowed.
        """

        def make(design: Design, field: str, value: str | float | None) -> ChangeSet:
            text = "" if value is None else value if isinstance(value, str) else repr(value)
            return set_field(design, self.library, id, field, text)

        return self._each(make, fields, f"Change {id}")

    def remove(self, *ids: str) -> ChangeSet:
        """Remove nodes with their contents and links, links, marks or flows.

        Raises:
            RefusedInput: one is not there.
        """
        return self.edit(remove_with_flows, ids)

    def swap_part(self, id: str, part: str) -> ChangeSet:
        """Put another part in the place of a node's; its links stay where ports fit.

        Raises:
            RefusedInput: the part is unknown or of a kind that cannot stand there.
        """
        return self.commit(nodes.swap_part(self.design, self.library, id, part))

    def rename(self, name: str) -> ChangeSet:
        """Call the design NAME.

        Raises:
            RefusedInput: it is empty or too long.
        """
        return self.edit(settings.set_name, name)

    def assume(self, **values: float | None) -> ChangeSet:
        """Give assumptions the design's own values (`pue=1.3`); None goes back to the default; one step.

        Raises:
            RefusedInput: there is no such assumption, or a value is outside its range.
        """
        return self._each(settings.set_assumption, values, "Change assumptions")

    def choose(self, **values: str) -> ChangeSet:
        """Choose climate, economizer, grid or routing (`grid="fra"`); "" chooses nothing; one step.

        Raises:
            RefusedInput: there is no such choice or option.
        """
        return self._each(settings.set_site_choice, values, "Change the site")

    def _each(self, maker: Callable[[Design, str, Any], ChangeSet], values: Mapping[str, Any], label: str) -> ChangeSet:
        made: list[ChangeSet] = []
        with self._lock:
            now = self.design
            for name, value in values.items():
                made.append(maker(now, name, value))
                now = made[-1].applied(now)
            return self.commit(made[0] if len(made) == 1 else merged(made, label))

    def regenerate(self, **parameters: str | float) -> ChangeSet:
        """Make a design of a template again from other parameters; what was edited by hand stays.

        Raises:
            RefusedInput: the design has no generator, or a value is not allowed.
        """
        from designer.edit.templates.regenerate import regenerate

        values = {name: str(value) for name, value in parameters.items()}
        return self.commit(regenerate(self.design, self.library, values))

    def put_in_rack(
        self, id: str, rack: str, *, u: int | None = None, face: Literal["front", "rear"] = "front"
    ) -> ChangeSet:
        """Put a device into a rack: at rack unit U (1 is the bottom), or at the first place where it fits.

        Raises:
            RefusedInput: it does not fit, or the place is taken.
        """
        from designer.edit.racks.rack_fill import place_first

        if u is None:
            return self.edit(place_first, id, rack)
        return self.edit(rack_places.put_at, id, rack, RackPlace(u=u, face=face))

    def put_on_floor(
        self, id: str, x_mm: float, y_mm: float, *, rotation_deg: float = 0.0, room: str | None = None
    ) -> ChangeSet:
        """Put a rack, a row or a device on the floor of its room, or of ROOM, in mm from the room's corner.

        Raises:
            RefusedInput: it stands in no room, or does not fit there.
        """
        return self.edit(floor.place, id, x_mm, y_mm, rotation_deg=rotation_deg, room_id=room)

    def put_on_canvas(self, id: str, x: float, y: float) -> ChangeSet:
        """Put a node with its contents on the canvas: its left and its top edge, pixels.

        Raises:
            RefusedInput: it is not there, or the numbers are no place.
        """
        node = self.nodes.get(id)
        dx, dy = (x - node.x, y - node.y) if node is not None else (0.0, 0.0)
        return self.edit(nodes.move_nodes, [id], dx, dy)

    def arrange(self) -> ChangeSet:
        """Lay the canvas out in tiers."""
        from designer.edit.layouts.arrange import arrange

        return self.edit(arrange)

    def add_phase(self, order_date: str, **fields: str) -> str:
        """Add a phase in which the design grows, and return its id, "phase-1"; `set` with "phase:phase-1" changes it.

        Args:
            order_date: When it is ordered, ISO.
            fields: title, holds ("pod=2, leaf=4"), lead_weeks ("server=20/26/40"), energised, wanted, after … as the
                command `phases` takes them.

        Raises:
            RefusedInput: a field is unknown, or its text is not allowed.
        """
        before = {phase.id for phase in self.design.settings.phases}
        self.edit(phases.add_phase, {"order_date": order_date, **fields})
        return next(phase.id for phase in self.design.settings.phases if phase.id not in before)

    def make_real(
        self,
        *,
        redundancy: Literal["N", "N+1", "2N"] = "2N",
        cooling: Literal["air", "liquid"] = "air",
        rack_kw: float | None = None,
        rack_units: int | None = None,
        only: Sequence[str] = (),
        without: Sequence[str] = (),
        swaps: Mapping[str, str] | None = None,
    ) -> "Proposal":
        """Add what turns a sketch into a place: racks, room, power, cooling, cables; one step.

        Args:
            redundancy: Of power and cooling.
            cooling: How far racks are filled: as far as air cools them, or further, with rear doors.
            rack_kw: Most that one rack may draw.
            rack_units: Height of the cabinets.
            only: Some of the steps fixes, racks, room, power, cooling, cables, canvas; none are all.
            without: Keys of lines that are not wanted.
            swaps: Another part for a line, by its key.

        Returns:
            The proposal that was made: its lines with prices, and the figures before and after.

        Raises:
            RefusedInput: a step or a part is unknown.
        """
        from designer.api.making_real import wishes_of
        from designer.review.make_real.proposal import propose

        wishes = wishes_of(redundancy, cooling, rack_kw, rack_units, only, without, swaps or {})
        with self._lock:
            proposal = propose(self.design, self.library, wishes, clock.today(), own=own_rules(self.rules))
            self.commit(proposal.edit)
        return proposal

    def swap_fabric(self, to: "Protocol", *, storage: bool = False) -> ChangeSet:
        """Put Ethernet or InfiniBand in place of the drawn fabric, and of the storage network with it.

        Raises:
            RefusedInput: no switch of the catalog does it.
        """
        from designer.edit.fabrics.other_protocol import swap_fabric

        return self.commit(swap_fabric(self.design, self.library, to, storage=storage))

    def fix(self, finding: "Finding | Fix") -> ChangeSet:
        """Make the fix that a finding offers.

        Raises:
            RefusedInput: it offers none, or that cannot be made any more.
        """
        from designer.review.findings import Fix

        fix = finding if isinstance(finding, Fix) else finding.fix
        if fix is None:
            raise RefusedInput("This finding has no fix of its own; its detail says what to do.")
        if fix.edit not in FIXES:
            raise RefusedInput(f"There is no edit {fix.edit!r} to mend this with.")
        return self.commit(FIXES[fix.edit](self.design, self.library, **fix.arguments))

    def mend(self, *, warnings: bool = False) -> "Mending":
        """Make the fixes of all errors, and of WARNINGS too, that do good and no harm; one step.

        Returns:
            What was made and what is left, with the reason.
        """
        from designer.review.effects.mending import mend_all

        graves: tuple[Severity, ...] = ("error", "warning") if warnings else ("error",)
        with self._lock:
            found = mend_all(
                lambda done, of, what: True, self.design, self.library, clock.today(), graves, own_rules(self.rules)
            )
            self.commit(found.edit)
        return found

    # Questions.

    def analyze(
        self,
        *,
        only: Collection[str] = (),
        fail: Collection[str] = (),
        traffic: str = "all-to-all",
        flows: Sequence[tuple[str, str] | tuple[str, str, float]] = (),
        outside: Sequence[str] = (),
        load: float = 1.0,
    ) -> Analysis:
        """Work out what the design carries, draws, costs and survives, and what is wrong with it.

        Args:
            only: Some of network, power, energy, cooling, cost, resilience, workloads, phases; none are all of these.
                Availability, which is played over many histories, is worked out where it is named.
            fail: Ids of nodes, links and copies ("leaf[0]") that have failed.
            traffic: What the endpoints send, as `analyze --traffic` takes it.
            flows: (from, to) or (from, to, Gb/s) that are sent instead.
            outside: Ids that north-south traffic goes to and comes from.
            load: By how much the demand of users is multiplied.

        Raises:
            RefusedInput: a name or an id is not known, or LOAD is out of range.
        """
        design, library = self.design, self.library
        chosen, failed, sent = tuple(only), tuple(fail), tuple(flows)
        key = (id(design), chosen, failed, traffic, sent, tuple(outside), load)
        known = self._analyses.get(key)
        if known is not None and known.design is design:
            return known
        with _WORKING:
            from designer.api.reviewing import analysed

            found = analysed(design, library, chosen, failed, traffic, sent, outside, load, self.rules)
        with self._lock:
            if design is self.design:
                while len(self._analyses) >= _KEPT:
                    self._analyses.pop(next(iter(self._analyses)))
                self._analyses[key] = found
        return found

    @property
    def findings(self) -> tuple["Finding", ...]:
        """Return what the review finds in the whole design, the gravest first."""
        return self.analyze().findings

    def bill(self, group_by: str = "") -> "Bill":
        """Return the bill of materials as records; `bill_json` and `write_bill` give it in other forms.

        Raises:
            RefusedInput: nothing is grouped by GROUP_BY.
        """
        from designer.export.bills.bill import bill_of

        return bill_of(self.design, self.analyze(only=("power", "cost")).results, group_by, clock.today())

    def bill_json(self, group_by: str = "") -> dict[str, Any]:
        """Return the bill of materials as `bom --json` prints it.

        Raises:
            RefusedInput: nothing is grouped by GROUP_BY.
        """
        from designer.export.bills.files import bill_document

        return bill_document(self.bill(group_by))

    def write_bill(self, path: str | Path, group_by: str = "") -> None:
        """Write the bill of materials as .xlsx, .pdf, .html, .csv or .json, as `bom -o` does.

        Raises:
            RefusedInput: it is written in no such form, or cannot be written.
        """
        from designer.export.bills.files import write_bill

        write_bill(Path(path), self.bill(group_by), self.cables)

    def cables(self) -> "CableSchedule":
        """Return every cable once, with both ends, type, length and price; `cables_json` gives plain rows."""
        from designer.export.cables.cable_schedule import cable_schedule

        return cable_schedule(self.design, self.library.parts)

    def cables_json(self) -> list[dict[str, Any]]:
        """Return every cable once, each row as `cables -o FILE.json` writes it."""
        from designer.export.cables.cable_schedule_files import cable_document

        return [cable_document(line) for line in self.cables().lines()]

    def write_cables(self, path: str | Path) -> None:
        """Write the cable schedule as .csv, .xlsx or .json, as `cables -o` does.

        Raises:
            RefusedInput: it is written in no such form, or cannot be written.
        """
        from designer.export.cables.cable_schedule_files import write_cables

        write_cables(Path(path), self.cables())

    def ways(self, *, instances: Sequence[str] = (), apis: Sequence[str] = (), months: int = 60) -> dict[str, Any]:
        """Return what owning, renting and paying by the token cost for the demand, as `compare --json` prints it.

        Args:
            instances: Cloud instances to rent, by part id; none are the matching ones.
            apis: Model APIs to ask, by part id.
            months: How far the curves over time go.

        Raises:
            RefusedInput: one is not known.
        """
        from designer.api.ways import ways_document

        results = self.analyze(only=("power", "cost", "workloads")).results
        return ways_document(self.design, self.library, results, instances, apis, months)

    def sweep(
        self,
        vary: Mapping[str, Sequence[float | str] | float | str],
        *,
        count: Sequence[str] = (),
        samples: int = 0,
        seed: int = 0,
        workers: int = 1,
    ) -> "Sweep":
        """Work out variants of this design; the arguments are those of `designer.api.sweep`.

        Raises:
            RefusedInput: a name, a value or a key is not allowed.
        """
        from designer.api.sweeps import sweep

        own = partial(sweep, base=self.design, library=self.library, rules=self.rules)
        return own(vary, count=count, samples=samples, seed=seed, workers=workers)

    # Forms.

    def picture(
        self, view: str = "topology", form: Literal["svg", "png", "pdf"] = "svg", theme: "ThemeName" = "light"
    ) -> bytes:
        """Return a view of the design as SVG, PNG or PDF; Qt is loaded when the first one is painted.

        Args:
            view: topology, topology-logical, floor, isometric, rack, stack or power, or a saved view.
            form: svg, png or pdf.
            theme: light, dark or print.

        Raises:
            RefusedInput: there is no such view, or nothing of it is drawn.
        """
        from tempfile import TemporaryDirectory

        from designer.export.picture import write_picture

        require_main_thread()
        design, results, findings = self.analyze().state
        with _WORKING, TemporaryDirectory(prefix="stackwright-") as folder:
            path = Path(folder) / f"picture.{form}"
            write_picture(path, design, view=view, theme=theme, results=results, findings=findings)
            return path.read_bytes()

    def export(
        self,
        path: str | Path,
        view: str = "topology",
        *,
        theme: "ThemeName" = "print",
        level: "Level | None" = None,
        template: str | Path | None = None,
        notes: bool = False,
        paper: str = "",
        options: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Write the design in any form that the command `export` knows, and return the lines that it prints.

        Args:
            path: The file; its ending says the form: .svg .png .pdf .pptx .html .drawio .graphml .dot .dxf .json .yaml,
                .clab.yml.
            view: A view, or a document: report, deck, install, labels, addresses.
            theme: Of a drawing.
            level: For whom the words of a deck or a report are; None is what is saved.
            template: A .pptx whose masters and fonts a deck takes.
            notes: Whether a deck as PDF has the notes below its slides.
            paper: Of an installation pack; "" is what is saved.
            options: Of a lab: kind, image, host_image, type, configs, as `export --set` takes them.

        Raises:
            RefusedInput: nothing is written so, or the file cannot be written.
        """
        from designer.api.export_forms import Asked, form_of

        out = Path(path)
        form = form_of(out, view, self.rules)
        if form.title not in ("a design as text", "a graph"):
            require_main_thread()
        asked = Asked(
            self.path or Path(),
            out,
            view,
            theme=theme,
            level=level,
            template=Path(template) if template is not None else None,
            notes=notes,
            variant=self.variant,
            paper=paper,
            options=options,
            standing=self.analyze().state,
            library=self.library,
            rules=self.rules,
        )
        with _WORKING:
            return list(form.write(asked))

    def save(self, path: str | Path | None = None, *, force: bool = False) -> Path:
        """Save the design: to its own file, or as PATH, which it lies in from then on.

        Args:
            path: A .stackwright project, or .json or .yaml; None is its own file.
            force: Whether a file that stands there already may be replaced.

        Returns:
            The file.

        Raises:
            RefusedInput: another program changed the file meanwhile or holds it, it exists, or cannot be written.
        """
        with self._lock:
            out = Path(path) if path is not None else self.path
            if out is None:
                raise RefusedInput("The design was never saved: say where to.")
            own = self.path is not None and out == self.path
            opening.require_new(out, force=force or own)
            expected, variant = (self._saved_digest, self._variant_id) if own else ("", "")
            self._saved_digest = opening.save_design(
                out, self.design, self.library, variant, by_id=True, expected=expected
            )
            self.path, self._variant_id, self.variant = out, variant, self.name if variant else ""
            self._session.mark_saved()
            return out

    def save_variant(self, name: str) -> None:
        """Add the design as it is now to its project as a variant called NAME; `open` takes it by that name.

        Raises:
            RefusedInput: the design was never saved as a project, the name is taken, a window holds the project, or
                the file cannot be written.
        """
        if self.path is None or self.path.suffix.lower() != opening.SUFFIX:
            raise RefusedInput(f"A variant lies in a project: save the design as {opening.SUFFIX} first.")
        opening.add_variant_to(self.path, self.design, name)


def _again(
    design: bytes, path: Path | None, variant: str, variant_id: str, digest: str, rules: Path | None
) -> Document:
    """Return the document that another process sent: its design, and where that lies."""
    held = msgspec.msgpack.decode(design, type=Design)
    return Document(held, path=path, variant=variant, variant_id=variant_id, digest=digest, rules=rules)
