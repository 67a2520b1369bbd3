"""Changing the parameters of the generator that made a design, and keeping what was edited by hand.

A three-way merge: what the generator made from the old parameters, the design as it is, and what it makes from the
new ones. Where a person's edit and the generator disagree the person's stands, and that is said in words. What the
generator makes is worked out anew both times, from the parts that the design embeds; a design that was made by an
older version of a generator shows that version's differences as if they were edits.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.edit.templates.templates import TEMPLATES, Template, build_template
from designer.edit.templates.three_way_merge import PLACEMENT, merged_record, moved, placed, touched
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.naming import ends_name
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.model.workloads.choices import parts_named

_BY_HAND: Final = frozenset({"x", "y"})


class Regeneration(Record, frozen=True, kw_only=True):
    """Outcome of other parameters.

    Attributes:
        design: The design with them.
        added: Nodes and links that come.
        removed: Nodes and links that go.
        changed: Nodes and links that change in more than their place.
        kept: Nodes and links added, moved, changed or removed by hand that stay so.
        conflicts: Where the person's edit stands against the generator, one sentence each.
    """

    design: Design
    added: int
    removed: int
    changed: int
    kept: int
    conflicts: tuple[str, ...] = ()


def generator_of(design: Design) -> Template:
    """The template that made DESIGN.

    Raises:
        RefusedInput: it was drawn by hand, or its template takes no parameters or is not known here.
    """
    made_by = design.settings.made_by
    template = TEMPLATES.get(made_by)
    if template is None:
        who = f"was made by {made_by!r}, which is not known here" if made_by else "was drawn by hand"
        raise RefusedInput(f"This design {who}, so there are no parameters to change; change the drawing itself.")
    if not template.parameters:
        raise RefusedInput(f"{template.title} has no parameters; change the drawing itself.")
    return template


def made_with_parameters(design: Design) -> bool:
    """Return True when DESIGN has a generator whose parameters can be changed."""
    template = TEMPLATES.get(design.settings.made_by)
    return template is not None and bool(template.parameters)


def regenerate(design: Design, library: Library, parameters: Mapping[str, str]) -> ChangeSet:
    """DESIGN as its generator makes it from other PARAMETERS, with all that was edited by hand; one edit.

    Args:
        design: A design made from a template.
        library: Where parts that the design does not embed are looked up.
        parameters: The new values; what is not named stays.

    Raises:
        RefusedInput: the design has no generator, or a value is not allowed.
    """
    return changes_of(design, library, foresee(design, library, parameters))


def foresee(design: Design, library: Library, parameters: Mapping[str, str]) -> Regeneration:
    """Return what `regenerate` would do, in numbers and words.

    Raises:
        RefusedInput: as `regenerate`.
    """
    template = generator_of(design)
    own = msgspec.structs.replace(
        library, parts={**library.parts, **design.parts}, sources={**library.sources, **design.sources}
    )
    old = design.settings.parameters
    base = build_template(template.name, own, old)
    theirs = build_template(template.name, own, {**old, **parameters})
    return _Merge(base, design, theirs).result()


def changes_of(design: Design, library: Library, found: Regeneration) -> ChangeSet:
    """The edit that makes FOUND of DESIGN.

    Raises:
        RefusedInput: the result would be no valid design.
    """
    draft = Draft(design)
    after = found.design
    for node_id in design.nodes.keys() - after.nodes.keys():
        draft.drop_node(node_id)
    for link_id in design.links.keys() - after.links.keys():
        draft.drop_link(link_id)
    for view_id in design.views.keys() - after.views.keys():
        draft.drop_view(view_id)
    draft.put(*(node for node_id, node in after.nodes.items() if design.nodes.get(node_id) != node))
    draft.put(*(link for link_id, link in after.links.items() if design.links.get(link_id) != link))
    draft.put(*(view for view_id, view in after.views.items() if design.views.get(view_id) != view))
    if after.settings != design.settings:
        draft.put(after.settings)
    used = set(parts_named(after.nodes.values()))
    used |= {link.cable_part for link in after.links.values() if link.cable_part}
    draft.embed(library, sorted(used))
    title = TEMPLATES[design.settings.made_by].title
    changes = draft.finished(f"Change the parameters of {title}")
    # The merge of two valid designs may still break a rule, such as one of nesting.
    require_valid(changes.applied(design))
    return changes


class _Merge:
    """The three designs, and what has been decided so far."""

    def __init__(self, base: Design, mine: Design, theirs: Design) -> None:
        self._before = mine
        self._words: list[str] = []
        self._base, self._theirs = base, theirs
        self._mine = self._mine_apart(mine)
        self._nodes: dict[str, Node] = {}
        self._links: dict[str, Link] = {}
        self._revived: set[str] = set()

    def result(self) -> Regeneration:
        """The merged design and what it comes to."""
        self._take_nodes()
        wanted = self._links_by_hand()
        self._revive(wanted)
        self._drop_orphans()
        self._nodes = placed(self._nodes, self._base, self._mine, self._theirs)
        self._take_links(wanted)
        views = self._take_views()
        design = Design(
            settings=self._settings(),
            nodes=self._nodes,
            links=self._links,
            views=views,
            parts={**self._theirs.parts, **self._mine.parts},
            sources={**self._theirs.sources, **self._mine.sources},
            marks=self._before.marks,
            pictures=self._before.pictures,
        )
        before, after = _things(self._before), _things(design)
        return Regeneration(
            design=design,
            added=len(after.keys() - before.keys()),
            removed=len(before.keys() - after.keys()),
            changed=sum(touched(before[key], after[key]) for key in before.keys() & after.keys()),
            kept=self._kept(design),
            conflicts=tuple(dict.fromkeys(self._words)),
        )

    def _say(self, title: str, words: str) -> None:
        self._words.append(f"{title}: {words}.")

    def _mine_apart(self, mine: Design) -> Design:
        """MINE with other ids for what the person added under an id that the generator now needs."""
        theirs = {*self._theirs.nodes, *self._theirs.links, *self._theirs.views}
        known = theirs | {*self._base.nodes, *self._base.links, *self._base.views}
        names: dict[str, str] = {}
        for own, made in (
            (mine.nodes, self._base.nodes),
            (mine.links, self._base.links),
            (mine.views, self._base.views),
        ):
            for record_id in own.keys() - made.keys():
                if record_id in theirs:
                    names[record_id] = new_id(mine, record_id, known | set(names.values()))
        if not names:
            return mine

        def named(record_id: str) -> str:
            return names.get(record_id, record_id)

        for old, new in sorted(names.items()):
            self._say(old, f"yours is called {new} from now on, as the generator needs this id")
        replace = msgspec.structs.replace
        return replace(
            mine,
            nodes={
                named(node.id): replace(node, id=named(node.id), parent=named(node.parent) if node.parent else None)
                for node in mine.nodes.values()
            },
            links={
                named(link.id): replace(
                    link,
                    id=named(link.id),
                    a=named(link.a),
                    b=named(link.b),
                    across=named(link.across) if link.across else None,
                )
                for link in mine.links.values()
            },
            views={
                named(view.id): replace(view, id=named(view.id), focus=tuple(named(one) for one in view.focus))
                for view in mine.views.values()
            },
        )

    def _take_nodes(self) -> None:
        base, mine, theirs = self._base.nodes, self._mine.nodes, self._theirs.nodes
        for node_id in {**mine, **theirs}:
            made, own, new = base.get(node_id), mine.get(node_id), theirs.get(node_id)
            # Made before, there now, and made again: the person's fields are taken over into the new one.
            if own is not None and made is not None and new is not None:
                self._nodes[node_id] = merged_record(made, own, new, partial(self._say, own.title), _BY_HAND)
            # Not made any more: kept only where the person put work into it; a place alone is not enough.
            elif own is not None and made is not None:
                if touched(made, own):
                    self._nodes[node_id] = own
                    self._say(own.title, "no longer made, kept as you changed it")
                elif moved(self._base, self._mine, node_id):
                    self._say(own.title, "no longer made, and goes though you moved it")
            elif own is not None:
                self._nodes[node_id] = own
            # New, or removed by the person: what was removed stays out.
            elif new is not None and made is None:
                self._nodes[node_id] = new
            elif new is not None and made is not None and touched(made, new):
                self._say(new.title, "made otherwise now, stays out as you removed it")

    def _links_by_hand(self) -> dict[str, Link]:
        """Links that stand because of the person: added, or changed and no longer made."""
        wanted: dict[str, Link] = {}
        for link_id, link in self._mine.links.items():
            made = self._base.links.get(link_id)
            if made is None:
                wanted[link_id] = link
            elif link_id not in self._theirs.links and touched(made, link):
                wanted[link_id] = link
                self._say(self._link_title(link), "no longer made, kept as you changed it")
        return wanted

    def _revive(self, wanted: Mapping[str, Link]) -> None:
        """Bring back what kept things stand in or hang on."""
        waiting = [end for link in wanted.values() for end in (link.a, link.b)]
        waiting += [node.parent for node in self._nodes.values() if node.parent]
        while waiting:
            node_id = waiting.pop()
            if node_id in self._nodes or node_id not in self._mine.nodes:
                continue
            node = self._nodes[node_id] = self._mine.nodes[node_id]
            self._revived.add(node_id)
            self._say(node.title, "no longer made, kept as something of yours needs it")
            if node.parent:
                waiting.append(node.parent)

    def _drop_orphans(self) -> None:
        """Leave out new nodes in containers that the person removed."""
        # Leaving one out may orphan what stands in it, so until none is left.
        while True:
            lost = [node for node in self._nodes.values() if node.parent and node.parent not in self._nodes]
            if not lost:
                return
            for node in lost:
                # Where the person moved it elsewhere, it stays there.
                own = self._mine.nodes.get(node.id)
                if own is not None and own.parent != node.parent:
                    self._nodes[node.id] = msgspec.structs.replace(node, parent=own.parent)
                    self._say(node.title, "stays where it stands, as you removed what would hold it")
                    self._revive({})
                    continue
                del self._nodes[node.id]
                self._say(node.title, "not made, as you removed what would hold it")

    def _take_links(self, wanted: Mapping[str, Link]) -> None:
        base, mine, theirs = self._base.links, self._mine.links, self._theirs.links
        for link_id in {**mine, **theirs}:
            made, own, new = base.get(link_id), mine.get(link_id), theirs.get(link_id)
            if link_id in wanted:
                link: Link | None = wanted[link_id]
            elif own is not None and made is not None and new is not None:
                link = merged_record(made, own, new, partial(self._say, self._link_title(own)))
            elif own is not None:
                link = own if self._hangs_on_kept(own) else None
            else:
                link = new if made is None else None
                if made is not None and new is not None and touched(made, new):
                    self._say(self._link_title(new), "made otherwise now, stays out as you removed it")
            if link is None:
                continue
            if link.a in self._nodes and link.b in self._nodes:
                self._links[link_id] = link
            else:
                self._say(self._link_title(link), "not made, as you removed one of its ends")

    def _hangs_on_kept(self, link: Link) -> bool:
        """Return True when LINK, no longer made, joins something that was kept with something that is there."""
        ends = (link.a, link.b)
        return all(end in self._nodes for end in ends) and any(end not in self._theirs.nodes for end in ends)

    def _link_title(self, link: Link) -> str:
        if link.name:
            return link.name
        ends = [
            next((d.nodes[end].title for d in (self._mine, self._theirs) if end in d.nodes), end)
            for end in (link.a, link.b)
        ]
        return ends_name(*ends)

    def _take_views(self) -> dict[str, View]:
        base, mine, theirs = self._base.views, self._mine.views, self._theirs.views
        taken: dict[str, View] = {}
        for view_id in {**mine, **theirs}:
            made, own, new = base.get(view_id), mine.get(view_id), theirs.get(view_id)
            if made is not None:
                # What was removed left the focus by itself, so that is no edit of the view.
                there = tuple(one for one in made.focus if one in self._mine.nodes)
                made = msgspec.structs.replace(made, focus=there)
            if own is not None and made is not None and new is not None:
                view: View | None = merged_record(made, own, new, partial(self._say, own.name))
            elif own is not None:
                view = own if made is None or touched(made, own) else None
            else:
                view = new if made is None else None
            if view is not None:
                focus = tuple(one for one in view.focus if one in self._nodes)
                taken[view_id] = msgspec.structs.replace(view, focus=focus)
        return taken

    def _settings(self) -> Settings:
        base, mine, theirs = self._base.settings, self._mine.settings, self._theirs.settings
        skipped = ("parameters", "made_by")
        return merged_record(base, mine, theirs, partial(self._say, "The design"), skipped)

    def _kept(self, design: Design) -> int:
        """Edits by hand that still stand: things added, changed, moved or removed."""
        mine, base, after = _things(self._mine), _things(self._base), _things(design)
        kept = len((mine.keys() - base.keys()) & after.keys())
        kept += len((base.keys() - mine.keys()) & _things(self._theirs).keys() - after.keys())
        for key in mine.keys() & base.keys() & after.keys():
            by_hand = touched(base[key], mine[key], PLACEMENT)
            kept += by_hand or (key[0] == "nodes" and moved(self._base, self._mine, key[1]))
        return kept


def _things(design: Design) -> dict[tuple[str, str], Node | Link]:
    return {("nodes", key): node for key, node in design.nodes.items()} | {
        ("links", key): link for key, link in design.links.items()
    }
