"""A working copy of a design while one edit is made, and the difference that it comes to."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from designer.catalog.library import Library, sources_of
from designer.edit.fields import check_record
from designer.edit.marks.arrow_ends import following
from designer.limits import MOST_NESTED
from designer.model.changes import AnyRecord, ChangeSet, Key
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.giving_way import give_way
from designer.model.kinds import KINDS
from designer.model.marks import Mark, Picture
from designer.model.network.drawn_flows import flows_left
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput
from designer.model.validity import nesting_problem
from designer.model.workloads.choices import parts_named

MOST_IN_TOTAL = 100_000_000
"""Copies of one node in the whole design, containers multiplied; files with more are refused as well."""


class Draft:
    """Records of DESIGN as an edit wants them; only what was touched is compared.

    Attributes:
        before: The design that the edit starts from.
    """

    def __init__(self, design: Design) -> None:
        self.before = design
        self._changes: dict[Key, AnyRecord | None] = {}
        self._nodes: dict[str, Node] | None = None

    @property
    def nodes(self) -> Mapping[str, Node]:
        """All nodes as they are now."""
        return self.before.nodes if self._nodes is None else self._nodes

    def node(self, node_id: str) -> Node:
        """Node NODE_ID as it is now.

        Raises:
            RefusedInput: there is none.
        """
        found = self.nodes.get(node_id)
        if found is None:
            raise RefusedInput(f"There is no {node_id!r} in this design.")
        return found

    def links(self) -> Iterator[Link]:
        """All links as they are now."""
        for link_id, link in self.before.links.items():
            now = self._changes.get(("links", link_id), link)
            if isinstance(now, Link):
                yield now
        for (table, link_id), record in self._changes.items():
            if table == "links" and isinstance(record, Link) and link_id not in self.before.links:
                yield record

    def put(self, *records: Node | Link | View | Settings | Mark | Picture) -> None:
        """Add or replace RECORDS, each checked.

        Raises:
            RefusedInput: one of them holds a value that is not allowed.
        """
        for record in records:
            give_way()
            check_record(record)
            match record:
                case Node():
                    record = record.with_shared_defaults()
                    self._own_nodes()[record.id] = record
                    self._changes["nodes", record.id] = record
                case Link():
                    self._changes["links", record.id] = record
                case View():
                    self._changes["views", record.id] = record
                case Mark():
                    self._changes["marks", record.id] = record
                case Picture():
                    self._changes["pictures", record.id] = record
                case Settings():
                    self._changes["settings", "design"] = record.with_shared_defaults()

    def drop_node(self, node_id: str) -> None:
        """Take a node away; its links and contents are the caller's business."""
        self._own_nodes().pop(node_id, None)
        self._changes["nodes", node_id] = None

    def drop_link(self, link_id: str) -> None:
        """Take a link away."""
        self._changes["links", link_id] = None

    def drop_view(self, view_id: str) -> None:
        """Take a view away."""
        self._changes["views", view_id] = None

    def drop_mark(self, mark_id: str) -> None:
        """Take a mark away."""
        self._changes["marks", mark_id] = None

    def drop_picture(self, picture_id: str) -> None:
        """Take a picture away; the caller knows that nothing shows it."""
        self._changes["pictures", picture_id] = None

    def embed(self, library: Library, part_ids: Iterable[str]) -> None:
        """Embed parts with what is inside them and their sources; what is embedded already stays as it is.

        Raises:
            RefusedInput: a part is neither in the design nor in the library.
        """
        missing = [part_id for part_id in part_ids if part_id not in self.before.parts]
        parts, sources = library.closure(missing)
        self.embed_records(parts, sources)

    def embed_records(self, parts: Mapping[str, Part], sources: Mapping[str, Source]) -> None:
        """Embed PARTS and SOURCES that the design does not have yet."""
        for part_id, part in parts.items():
            if part_id not in self.before.parts:
                self._changes["parts", part_id] = part
        for source_id, source in sources.items():
            if source_id not in self.before.sources:
                self._changes["sources", source_id] = source

    def part(self, part_id: str | None) -> Part | None:
        """An embedded part, as it is now."""
        if part_id is None:
            return None
        record = self._changes.get(("parts", part_id), self.before.parts.get(part_id))
        return record if isinstance(record, Part) else None

    def design(self) -> Design:
        """The design as it is now, unused parts still in it."""
        return self._difference("").applied(self.before)

    def finished(self, label: str) -> ChangeSet:
        """The difference, called LABEL; parts without a user and flows without an end leave with it.

        Raises:
            RefusedInput: copies multiply to more than 100 million, or places stand too deep in each other.
        """
        self._check_nesting()
        self._check_totals()
        self._keep_flows()
        self._lead_arrows()
        self._free_arrows()
        self._drop_unused_pictures()
        self._drop_unused_parts()
        return self._difference(label)

    def _own_nodes(self) -> dict[str, Node]:
        if self._nodes is None:
            self._nodes = dict(self.before.nodes)
        return self._nodes

    def _difference(self, label: str) -> ChangeSet:
        changes: dict[Key, tuple[AnyRecord | None, AnyRecord | None]] = {}
        for (table, record_id), after in self._changes.items():
            old: Mapping[str, AnyRecord] = getattr(self.before, table) if table != "settings" else {}
            before = self.before.settings if table == "settings" else old.get(record_id)
            changes[table, record_id] = (before, after)
        return ChangeSet(changes, label)

    def _check_nesting(self) -> None:
        """Refuse what stands inside itself or too deep: no file with it could be opened again."""
        moved: list[Node] = []
        for (table, _), record in self._changes.items():
            if table == "nodes" and isinstance(record, Node) and record.parent is not None:
                before = self.before.nodes.get(record.id)
                if before is None or before.parent != record.parent:
                    moved.append(record)
        # Upwards from what moved: no ring, and not too deep itself.
        for node in moved:
            if problem := nesting_problem(self.nodes, node):
                raise RefusedInput(f"{node.title} {problem}; put it somewhere else.")
        containers = [node for node in moved if node.id in self.before.nodes and KINDS[node.kind].container]
        if not containers:
            return
        # A container takes its contents along, which may become too deep: downwards from its own depth.
        inside = self._inside()
        for container in containers:
            waiting = [(container, sum(1 for _ in self._around(container.id)))]
            while waiting:
                node, depth = waiting.pop()
                if depth > MOST_NESTED:
                    raise RefusedInput(
                        f"{container.title} cannot go there: {node.title} would stand more than {MOST_NESTED} places "
                        "deep; put it further out."
                    )
                waiting.extend((child, depth + 1) for child in inside.get(node.id, ()))

    def _inside(self) -> dict[str | None, list[Node]]:
        """All nodes as they are now, by what they stand in."""
        inside: dict[str | None, list[Node]] = {}
        for node in self.nodes.values():
            inside.setdefault(node.parent, []).append(node)
        return inside

    def _check_totals(self) -> None:
        """Refuse containers whose copies multiply without bound."""
        # Only where copies or places were changed can a product have grown.
        grown = [
            record.id
            for (table, _), record in self._changes.items()
            if table == "nodes"
            and isinstance(record, Node)
            and _multiplies_more(self.before.nodes.get(record.id), record)
        ]
        if not grown:
            return
        inside = self._inside()
        for node_id in grown:
            copies = 1
            for outer in self._around(node_id):
                copies *= outer.copies
            # The product of all copies around, followed downwards into all that it holds.
            waiting = [(self.nodes[node_id], copies)]
            while waiting:
                node, copies = waiting.pop()
                copies *= node.copies
                if copies > MOST_IN_TOTAL:
                    raise RefusedInput(
                        f"{node.title} would have {copies:,} copies in all; {MOST_IN_TOTAL:,} is the most."
                    )
                waiting.extend((child, copies) for child in inside.get(node.id, ()))

    def _around(self, node_id: str) -> Iterator[Node]:
        parent = self.nodes[node_id].parent
        while parent is not None and parent in self.nodes:
            yield self.nodes[parent]
            parent = self.nodes[parent].parent

    def _keep_flows(self) -> None:
        settings = self._changes.get(("settings", "design"), self.before.settings)
        if not isinstance(settings, Settings) or not settings.flows:
            return
        # Flows name nodes as their ends: with nodes gone or new, ends without a node are dropped.
        if any(table == "nodes" for table, _ in self._changes):
            kept = flows_left(self.design(), settings.flows)
            if kept != settings.flows:
                self.put(msgspec.structs.replace(settings, flows=kept))

    def _marks(self) -> Iterator[Mark]:
        """All marks as they are now."""
        for mark_id, before in self.before.marks.items():
            now = self._changes.get(("marks", mark_id), before)
            if isinstance(now, Mark):
                yield now
        for (table, mark_id), record in self._changes.items():
            if table == "marks" and isinstance(record, Mark) and mark_id not in self.before.marks:
                yield record

    def _lead_arrows(self) -> None:
        """Ends of arrows go along with the nodes that they stick to."""
        if not self.before.marks:
            return
        # (dx, dy) of each moved node, in canvas pixels.
        moved: dict[str, tuple[float, float]] = {}
        for (table, node_id), after in self._changes.items():
            before = self.before.nodes.get(node_id) if table == "nodes" else None
            if before is not None and isinstance(after, Node) and (after.x, after.y) != (before.x, before.y):
                moved[node_id] = (after.x - before.x, after.y - before.y)
        for mark in list(self._marks()) if moved else ():
            led = following(mark, moved)
            if led != mark:
                self.put(led)

    def _drop_unused_pictures(self) -> None:
        """A picture that a mark showed leaves when nothing shows it any more."""
        # Only pictures that a touched mark showed before can have lost their last use.
        touched = [self.before.marks.get(mark_id) for table, mark_id in self._changes if table == "marks"]
        left = {mark.picture for mark in touched if mark is not None and mark.picture}
        if not left:
            return
        left -= {mark.picture for mark in self._marks()}
        # The plan of a room may show the same picture as its underlay.
        for node in self.nodes.values():
            if node.plan is not None and node.plan.underlay is not None:
                left.discard(node.plan.underlay.picture)
        for picture_id in left:
            if picture_id in self.before.pictures:
                self.drop_picture(picture_id)

    def _free_arrows(self) -> None:
        """Arrows end where their node stood, once it has gone."""
        gone = {record_id for (table, record_id), after in self._changes.items() if table == "nodes" and after is None}
        if not gone:
            return
        for mark_id, before in self.before.marks.items():
            mark = self._changes.get(("marks", mark_id), before)
            if isinstance(mark, Mark) and not gone.isdisjoint(mark.ends):
                ends = tuple("" if end in gone else end for end in mark.ends)
                self.put(msgspec.structs.replace(mark, ends=ends))

    def _drop_unused_parts(self) -> None:
        if not any(table in {"nodes", "links"} for table, _ in self._changes):
            return
        if not self._loses_a_user():
            return
        # A part goes only when it was used before: one that nobody used was embedded for another reason.
        before, _ = self._used(self.before.nodes.values(), self.before.links.values())
        after, kept_sources = self._used(self.nodes.values(), self.links())
        gone = (before - after) & self.before.parts.keys()
        kept_sources |= {
            source for part_id, part in self.before.parts.items() if part_id not in gone for source in sources_of(part)
        }
        for part_id in sorted(gone):
            self._changes["parts", part_id] = None
            for source in sources_of(self.before.parts[part_id]) - kept_sources:
                if source in self.before.sources:
                    self._changes["sources", source] = None

    def _loses_a_user(self) -> bool:
        # Cheap to ask, and most edits lose no part: all parts in use are collected only after it.
        for (table, record_id), after in self._changes.items():
            if table == "nodes":
                before = self.before.nodes.get(record_id)
                if before is None or (isinstance(after, Node) and after.part == before.part and not before.choices):
                    continue
                if set(parts_named([before])) - set(parts_named([after] if isinstance(after, Node) else ())):
                    return True
            elif table == "links":
                link = self.before.links.get(record_id)
                if (
                    link is not None
                    and link.cable_part
                    and (not isinstance(after, Link) or after.cable_part != link.cable_part)
                ):
                    return True
        return False

    def _used(self, nodes: Iterable[Node], links: Iterable[Link]) -> tuple[set[str], set[str]]:
        """Ids of all parts in use, contained ones included, and of their sources."""
        waiting = list(parts_named(nodes))
        waiting += [link.cable_part for link in links if link.cable_part]
        used: set[str] = set()
        sources: set[str] = set()
        while waiting:
            part_id = waiting.pop()
            if part_id in used:
                continue
            used.add(part_id)
            part = self.part(part_id)
            if part is not None:
                sources |= sources_of(part)
                waiting.extend(inside.part for inside in part.contains)
        return used, sources


def _multiplies_more(before: Node | None, after: Node) -> bool:
    return before is None or after.copies > before.copies or after.parent != before.parent


def check_parent(draft: Draft, node: Node, parent_id: str | None) -> None:
    """Refuse PARENT_ID as the parent of NODE when it cannot be.

    Raises:
        RefusedInput: it is not there, is NODE itself or inside it, or is not a place for this kind.
    """
    if parent_id is None:
        return
    parent = draft.nodes.get(parent_id)
    if parent is None:
        raise RefusedInput(f"There is no {parent_id!r} to put {node.title} into.")
    around: str | None = parent_id
    # A ring in a damaged file must not make the walk endless.
    seen: set[str] = set()
    while around is not None and around not in seen:
        if around == node.id:
            raise RefusedInput(f"{node.title} cannot stand inside itself.")
        seen.add(around)
        around = draft.nodes[around].parent if around in draft.nodes else None
    kind, parent_kind = KINDS.get(node.kind), KINDS.get(parent.kind)
    if kind is not None and parent.kind not in kind.parents:
        where = parent_kind.title.lower() if parent_kind else parent.kind
        allowed = ", ".join(KINDS[name].title.lower() for name in kind.parents)
        reason = f"may stand in: {allowed}" if allowed else "stands in nothing else"
        raise RefusedInput(f"{node.title} cannot stand in {parent.title} (a {where}); a {kind.title.lower()} {reason}.")
    if kind is None and (parent_kind is None or not parent_kind.container):
        raise RefusedInput(f"{parent.title} cannot hold other things.")
