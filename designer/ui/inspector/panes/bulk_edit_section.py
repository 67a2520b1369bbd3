"""The inspector of many things at once: what they share, what is mixed, and one edit over all of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, cast

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from designer.edit.nodes.bulk_edit import (
    LinkNumber,
    NewNumber,
    fact_now,
    set_choices,
    set_facts,
    set_media,
    set_numbers,
    set_texts,
    shared_facts,
)
from designer.edit.nodes.grouping import put_into
from designer.model.changes import ChangeSet
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import total
from designer.model.figures.figure_text import number_text
from designer.model.figures.typed_arithmetic import Typed
from designer.model.kinds import CONTAINERS, FACTS, KINDS
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.model.workloads.asked_facts import ASKED_FACTS, AskedFact
from designer.model.workloads.choices import ChoiceKind, choices_for
from designer.ui.app.document import Document
from designer.ui.app.headline import kind_words
from designer.ui.catalog.part_choice_dialog import PartChoiceDialog
from designer.ui.inspector.effective_values import fact_asked_now, price_now
from designer.ui.inspector.panes.link_section import AS_ITS_PORTS, CAPACITY_HELP, OTHER_WAY_HELP, THE_SAME
from designer.ui.inspector.panes.node_section import IN_THE_OPEN
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import MIXED, Choice, EditLine, Form
from designer.ui.widgets.part_words import MEDIUM_TITLES

_BUTTONS: Final = (
    (
        ("Same kind", "many.same_kind", "Select all of this kind"),
        ("Same part", "many.same_part", "Select all of this part"),
    ),
    (("Swap for another part…", "edit.swap_part", ""),),
    (("Group into a rack", "arrange.group_rack", ""),),
    (("Group into a pod", "arrange.group_pod", ""),),
    (("Duplicate", "edit.duplicate", ""), ("Delete", "edit.delete", "")),
)
"""Title, command, and how it is read aloud where the title alone is too short.

Side by side the long ones are wider than a narrow inspector.
"""
_CAPACITIES: Final[Mapping[LinkNumber, tuple[str, str]]] = {
    "capacity_gbps": ("Capacity", CAPACITY_HELP),
    "capacity_back_gbps": ("Other way", OTHER_WAY_HELP),
}
_LINK_NUMBERS: Final[Mapping[LinkNumber, tuple[str, str]]] = {
    "cables": ("", "Cables"),
    "length_m": ("m", "The length"),
    "capacity_gbps": ("Gb/s", "The capacity"),
    "capacity_back_gbps": ("Gb/s", "The capacity"),
}
"""Unit and name of what is typed."""
_HINT: Final = "*2, +10%, -4, /2 and =1.5*8 start from each one's own value; units such as kW or lb are understood."


class ManySection(Section):
    """Shown when several things are selected."""

    def __init__(self, document: Document, ids: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.ids = ids
        self.set_icon("group")
        self.lines: dict[str, EditLine] = {}
        self.boxes: dict[str, Choice] = {}
        self.parts: dict[str, QPushButton] = {}
        nodes, links = self.nodes, self.links
        self._asked = self._facts_asked(nodes)
        self._facts = shared_facts(document.design, nodes)
        self._choices = choices_for(nodes[0].kind) if len({node.kind for node in nodes}) == 1 else ()
        self._fields = self._fields_of(nodes, links)
        if nodes:
            self._add_nodes(nodes)
        if links:
            form = self.form
            if nodes:
                self.heading("Links")
                form = Form(self)
                self.down.addWidget(form)
            self._add_links(form)
        self._add_buttons(bool(nodes))
        self.heading("Selected")
        self.refresh()
        self.down.addStretch(1)

    @property
    def nodes(self) -> list[Node]:
        """Those selected that are nodes, as they are now."""
        design = self.document.design
        return [design.nodes[name] for name in self.ids if name in design.nodes]

    @property
    def links(self) -> list[Link]:
        """Those selected that are links, as they are now."""
        design = self.document.design
        return [design.links[name] for name in self.ids if name in design.links]

    def take(self, ids: tuple[str, ...]) -> bool:
        """Show IDS in the same fields; false when they need others. A selection that grows costs little so."""
        before, self.ids = self.ids, ids
        nodes, links = self.nodes, self.links
        if len(nodes) + len(links) < 2 or self._fields_of(nodes, links) != self._fields:
            self.ids = before
            return False
        for form in self.findChildren(Form):
            for control in (*self.lines.values(), *self.boxes.values()):
                form.complain(control, "")
        for field in self.lines.values():
            field.restore()
        self.refresh()
        return True

    def _fields_of(self, nodes: Sequence[Node], links: Sequence[Link]) -> tuple[object, ...]:
        """Return what decides which fields there are."""
        kinds = {node.kind for node in nodes}
        return (
            bool(nodes),
            bool(links),
            shared_facts(self.document.design, nodes),
            _priced(nodes),
            kinds if len(kinds) == 1 and choices_for(nodes[0].kind) else None,
            kinds if self._facts_asked(nodes) else None,
        )

    @staticmethod
    def _facts_asked(nodes: Sequence[Node]) -> dict[str, AskedFact]:
        kinds = {node.kind for node in nodes}
        return {asked.name: asked for asked in ASKED_FACTS.get(kinds.pop(), ())} if len(kinds) == 1 else {}

    def _add_nodes(self, nodes: Sequence[Node]) -> None:
        self._line("name", "Name", self._set_name, help_text="leaf-## numbers them in design order: leaf-01, leaf-02 …")
        self._number("copies", "Copies", "", partial(self._set_number, "copies"))
        box = self.boxes["parent"] = Choice("Stands in", self)
        box.chosen.connect(self._set_parent)
        self.form.add("Stands in", box)
        if _priced(nodes):
            self._number("price_usd", "Own price", "$", partial(self._set_number, "price_usd"))
        for kind in self._choices:
            self._add_choice(kind)
        for name in self._facts:
            self._number(f"fact:{name}", FACTS[name].title, FACTS[name].unit, partial(self._set_fact, name))
        self._line("note", "Note", self._set_note)

    def _add_choice(self, kind: ChoiceKind) -> None:
        if kind.part_kind:
            button = self.parts[kind.name] = push_button("", self, partial(self._pick, kind), name=kind.title)
            self.form.add(kind.title, button, help_text=kind.help)
        elif kind.options:
            box = self.boxes[kind.name] = Choice(kind.title, self, chosen=partial(self._set_choice, kind.name))
            self.form.add(kind.title, box, help_text=kind.help)
        else:
            self._line(kind.name, kind.title, partial(self._set_choice, kind.name), help_text=kind.help)

    def _add_links(self, form: Form) -> None:
        self._number("cables", "Cables", "", partial(self._set_link_number, "cables"), form)
        box = self.boxes["medium"] = Choice("Medium", self, chosen=self._set_medium)
        form.add("Medium", box)
        self._number("length_m", "Length", "m", partial(self._set_link_number, "length_m"), form)
        for field, (title, words) in _CAPACITIES.items():
            enter = partial(self._set_link_number, field)
            self._line(field, title, enter, unit="Gb/s", help_text=f"{words} {_HINT}", form=form)

    def _number(self, key: str, title: str, unit: str, enter: Callable[[str], None], form: Form | None = None) -> None:
        self._line(key, title, enter, unit=unit, help_text=_HINT, form=form)

    def _line(
        self,
        key: str,
        title: str,
        enter: Callable[[str], None],
        *,
        unit: str = "",
        help_text: str = "",
        form: Form | None = None,
    ) -> None:
        field = self.lines[key] = EditLine(title, self, entered=enter)
        (form or self.form).add(title, field, unit=unit, help_text=help_text)

    def _add_buttons(self, any_nodes: bool) -> None:
        self.down.addSpacing(8)
        for beside in _BUTTONS if any_nodes else _BUTTONS[-1:]:
            across = QHBoxLayout()
            across.setSpacing(8)
            for title, command, spoken in beside:
                button = push_button(title, self, partial(self.wanted.emit, command), name=spoken or title)
                across.addWidget(button, 1)
            self.down.addLayout(across)

    # What is shown.

    def refresh(self) -> None:
        """Show what is selected, and what of it is the same."""
        design, nodes, links = self.document.design, self.nodes, self.links
        self.title.setText(f"{len(nodes) + len(links)} selected")
        kinds: dict[str, int] = {}
        copies = CopyCounts(design)
        for node in nodes:
            kinds[node.kind] = kinds.get(node.kind, 0) + copies.total(node)
        words = [kind_words(kind, count) for kind, count in kinds.items()]
        words += [f"{len(links)} link{'s' if len(links) != 1 else ''}"] if links else []
        self.subtitle.setText(", ".join(words))
        if nodes:
            self._show_nodes(design, nodes)
        if links:
            self._show_links(links)
        self._show_power(nodes)

    @override
    def refresh_values(self) -> None:
        # All else is of the design alone, and of thousands of nodes.
        self._show_power(self.nodes)

    def _show_power(self, nodes: Sequence[Node]) -> None:
        power = self.document.results.power if self.document.results else None
        watts = [power.by_node[node.id].typical_w for node in nodes if power and node.id in power.by_node]
        self.show_row("Power, typical", total("selected: typical power", watts, "W") if watts else None)

    def _show_nodes(self, design: Design, nodes: Sequence[Node]) -> None:
        self.lines["name"].show_values(_different(node.name for node in nodes))
        self.lines["note"].show_values(_different(node.note for node in nodes))
        self.lines["copies"].show_values(_different(str(node.copies) for node in nodes))
        if "price_usd" in self.lines:
            self.lines["price_usd"].show_values(_different(_text(node.price_usd) for node in nodes), "as planned")
        parents = _different(node.parent or IN_THE_OPEN for node in nodes)
        self.boxes["parent"].show_values(_places(design, nodes), parents)
        # Facts are those of the part where a node has none of its own, and thousands of nodes share a part.
        apart: dict[tuple[object, ...], Node] = {}
        for node in nodes if self._facts else ():
            apart.setdefault((node.part, frozenset(node.facts.items())), node)
        for name in self._facts:
            own = _different(_text(node.facts.get(name)) for node in apart.values())
            # Where no node has a value of its own the field is empty and shows what counts instead, if that is one.
            stated = _different(_text(self._fact_now(design, node, name)) for node in apart.values())
            empty = MIXED if len(stated) > 1 else next(iter(stated), "") or "not set"
            self.lines[f"fact:{name}"].show_values(own, empty)
        for kind in self._choices:
            self._show_choice(design, kind, [node.choices.get(kind.name, "") for node in nodes])

    def _show_choice(self, design: Design, kind: ChoiceKind, chosen: Sequence[str]) -> None:
        if kind.name in self.boxes:
            self.boxes[kind.name].show_values(kind.options, _different(value or kind.default for value in chosen))
        elif kind.name in self.lines:
            self.lines[kind.name].show_values(_different(chosen), "not set")
        else:
            values = _different(chosen)
            part = design.parts.get(values[0])
            one = part.name if part else values[0] or f"Choose a {kind.title.lower()}…"
            self.parts[kind.name].setText(one if len(values) == 1 else MIXED)

    def _show_links(self, links: Sequence[Link]) -> None:
        self.lines["cables"].show_values(_different(str(link.cables) for link in links))
        self.lines["length_m"].show_values(_different(_text(link.length_m) for link in links), "not set")
        self.boxes["medium"].show_values(list(MEDIUM_TITLES.items()), _different(link.medium for link in links))
        carry = all(link.medium in NETWORK_WORDS for link in links)
        self.lines["capacity_gbps"].show_values(_different(_text(link.capacity_gbps) for link in links), AS_ITS_PORTS)
        back = _different(_text(link.capacity_back_gbps) for link in links)
        self.lines["capacity_back_gbps"].show_values(back, THE_SAME)
        for field in _CAPACITIES:
            self.lines[field].setEnabled(carry)

    def _fact_now(self, design: Design, node: Node, name: str) -> float | None:
        asked = self._asked.get(name)
        return fact_asked_now(design, node, asked) if asked is not None else fact_now(design, node, name)

    # What is typed.

    def _node_ids(self) -> list[str]:
        return [node.id for node in self.nodes]

    def _set_name(self, text: str) -> None:
        self.attempt(self.lines["name"], partial(set_texts, ids=self._node_ids(), field="name", text=text))

    def _set_note(self, text: str) -> None:
        self.attempt(self.lines["note"], partial(set_texts, ids=self._node_ids(), field="note", text=text))

    def _typed(self, key: str, text: str, unit: str, title: str, *, share: bool = False) -> tuple[bool, Typed | None]:
        """Return whether TEXT was understood, and as what; None is an empty line."""
        if not text:
            return True, None
        typed = self.read(self.lines[key], text, unit, title, share=share)
        return typed is not None, typed

    def _set_number(self, field: str, text: str) -> None:
        plain = text.removeprefix("×") if field == "copies" else text.replace("$", "")
        understood, typed = self._typed(field, plain, "", "Copies" if field == "copies" else "The price")
        if not understood:
            return
        if field == "copies":
            if typed is not None:
                # Typed arithmetic works on the value of each node, so that it is applied node by node.
                self.attempt(
                    self.lines["copies"],
                    lambda design: set_numbers(design, self._node_ids(), "copies", lambda now: typed.count(now)),
                )
            else:
                self.refresh()
            return
        self.attempt(self.lines["price_usd"], partial(self._priced, typed=typed))

    def _priced(self, design: Design, typed: Typed | None) -> ChangeSet:
        """Own prices, each from what its part costs where it has none of its own."""
        ids = self._node_ids()
        if typed is None:
            return set_numbers(design, ids, "price_usd", lambda _: None)
        planned = iter([price_now(design, design.nodes[name]) for name in ids])
        return set_numbers(design, ids, "price_usd", lambda _: typed.value(next(planned)))

    def _set_parent(self, value: str) -> None:
        parent = None if value == IN_THE_OPEN else value
        self.attempt(self.boxes["parent"], partial(put_into, ids=self._node_ids(), parent=parent))

    def _set_fact(self, name: str, text: str) -> None:
        key, kind, asked = f"fact:{name}", FACTS[name], self._asked.get(name)
        understood, typed = self._typed(key, text, kind.unit, kind.title, share=asked is not None and asked.share)
        if not understood:
            return

        def make(design: Design) -> ChangeSet:
            ids = self._node_ids()
            if typed is None:
                return set_facts(design, ids, name, lambda _: None)
            present, change = iter([self._fact_now(design, design.nodes[one], name) for one in ids]), typed.value
            return set_facts(design, ids, name, lambda _: change(next(present)))

        self.attempt(self.lines[key], make)

    def _set_choice(self, name: str, value: str) -> None:
        control = self.boxes.get(name) or self.lines.get(name) or self.parts[name]
        self.attempt(control, lambda design: set_choices(design, self.document.library, self._node_ids(), name, value))

    def _pick(self, kind: ChoiceKind) -> None:
        present = self.nodes[0].choices.get(kind.name, "")
        choose = partial(self._set_choice, kind.name)
        PartChoiceDialog(self.document, kind.part_kind, present, self, chosen=choose).open()

    def _set_link_number(self, field: LinkNumber, text: str) -> None:
        unit, title = _LINK_NUMBERS[field]
        understood, typed = self._typed(field, text, unit, title)
        if not understood:
            return
        if typed is None and field == "cables":
            self.refresh()
            return
        new: NewNumber = typed.value if typed is not None else _nothing
        ids = [link.id for link in self.links]
        self.attempt(self.lines[field], partial(set_numbers, ids=ids, field=field, new=new))

    def _set_medium(self, value: str) -> None:
        ids = [link.id for link in self.links]
        self.attempt(self.boxes["medium"], partial(set_media, ids=ids, medium=cast("Medium", value)))


def _priced(nodes: Sequence[Node]) -> bool:
    """Return True when all of NODES are things that are bought or rented."""
    return not any(KINDS[node.kind].described for node in nodes if node.kind in KINDS)


def _nothing(now: float | None) -> None:
    """No value, whatever stands there now."""


def _different(values: Iterable[str]) -> list[str]:
    """VALUES, each once."""
    return list(dict.fromkeys(values))


def _text(value: float | None) -> str:
    return "" if value is None else number_text(value, 9).replace("\u202f", "")


def _places(design: Design, nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """Return the containers in which all of NODES may stand."""
    allowed = set(CONTAINERS)
    for one in {node.kind for node in nodes}:
        kind = KINDS.get(one)
        allowed &= set(kind.parents) if kind else set(CONTAINERS)
    inside = {node.id for node in nodes}
    found = [(IN_THE_OPEN, "In the open")]
    for other in design.nodes_in_order():
        if other.kind in allowed and inside.isdisjoint((other.id, *design.ancestors(other.id))):
            found.append((other.id, other.title))
    return found
