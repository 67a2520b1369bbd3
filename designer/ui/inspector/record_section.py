"""The part of the inspector on what is selected, one record or many: its fields, and below them what its pane shows."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.model.design import Design, Link, Node
from designer.model.identity_cache import Remembered
from designer.model.marks import Mark
from designer.model.network.flow_asks import FlowAsk
from designer.ui.app.document import Document
from designer.ui.inspector.field_spec import Editor, FieldSpec, R, Selected
from designer.ui.inspector.fields.flow_fields import FLOW_FIELDS
from designer.ui.inspector.fields.link_fields import LINK_FIELDS
from designer.ui.inspector.fields.mark_fields import MARK_FIELDS
from designer.ui.inspector.fields.node_fields import NODE_FIELDS
from designer.ui.inspector.fields.work_fields import WORK_FIELDS, work_heading
from designer.ui.inspector.section import Section
from designer.ui.widgets.fields import EditLine, Form

_WORK_LABEL_WIDTH = 100


class Pane(ABC):
    """Shows what a section has besides fields: title, figures, buttons. It adds its widgets to the section given."""

    @abstractmethod
    def refresh(self) -> None:
        """Show what the design holds."""

    def refresh_values(self) -> None:
        """Show the figures of a new analysis of the same design."""
        self.refresh()


class _FieldGroup(Generic[R]):
    """The fields of one table that fit what is selected, in one form."""

    def __init__(
        self,
        section: Section,
        form: Form,
        table: Sequence[FieldSpec[R]],
        specs: Sequence[FieldSpec[R]],
        select: Callable[[Design], Selected[R]],
    ) -> None:
        self._section, self._form, self._table, self._select = section, form, table, select
        self._editors: list[tuple[FieldSpec[R], Editor[R]]] = []
        many = len(select(section.document.design).records) > 1
        for spec in specs:
            editor = spec.editor(spec, section, self._entering(spec))
            editor.widget.setProperty("field", spec.key)
            help_text = f"{spec.help} {spec.many}".strip() if many else spec.help
            form.add(spec.title, editor.widget, unit=spec.unit, help_text=help_text)
            self._editors.append((spec, editor))

    @property
    def widgets(self) -> Mapping[str, QWidget]:
        """Return the widget of each field by its key."""
        return {spec.key: editor.widget for spec, editor in self._editors}

    def fits(self) -> bool:
        """Return True when what is selected now has the same fields."""
        fitting = _fitting(self._table, self._select(self._section.document.design))
        return fitting == [spec for spec, _ in self._editors]

    def show(self) -> None:
        """Show the present values."""
        at = self._select(self._section.document.design)
        for spec, editor in self._editors if at.records else ():
            shown = spec.shown(at)
            self._form.show_field(editor.widget, shown)
            if shown:
                values = spec.values(at)
                editor.show(at, values, "" if any(values) else spec.empty_words(at))
                editor.widget.setEnabled(spec.enabled(at))

    def clear(self) -> None:
        """Throw away what was typed, and why it was refused."""
        for _, editor in self._editors:
            self._form.complain(editor.widget, "")
            if isinstance(editor.widget, EditLine):
                editor.widget.restore()

    def _entering(self, spec: FieldSpec[R]) -> Callable[[str], None]:
        def enter(text: str) -> None:
            write = spec.write
            if write is not None:
                self._section.attempt(self.widgets[spec.key], lambda design: write(self._select(design), text))

        return enter


class RecordSection(Section):
    """The fields of one or many nodes and links, or marks, or flows.

    Attributes:
        ids: What is selected.
        fields: The widget of each field by its key.
        pane: What stands besides.
    """

    def __init__(
        self,
        document: Document,
        ids: tuple[str, ...],
        make_pane: "Callable[[RecordSection], Pane]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, parent)
        self.ids = ids
        nodes = self.nodes
        kinds = [node.kind for node in nodes]
        self._groups: list[_FieldGroup[Any]] = []
        of_nodes = self._selecting(lambda design: design.nodes)
        self._add(NODE_FIELDS, of_nodes)
        self._add(WORK_FIELDS, of_nodes, work_heading(kinds[0]) if kinds else "", _WORK_LABEL_WIDTH)
        self._add(LINK_FIELDS, self._selecting(lambda design: design.links), "Links" if nodes else "")
        self._add(MARK_FIELDS, self._selecting(lambda design: design.marks))
        self._add(FLOW_FIELDS, self._selecting(_flows))
        self.fields = {key: widget for group in self._groups for key, widget in group.widgets.items()}
        self._show_fields()
        self.pane = make_pane(self)
        self.down.addStretch(1)

    def _add(
        self,
        table: Sequence[FieldSpec[R]],
        select: Callable[[Design], Selected[R]],
        heading: str = "",
        label_width: int = Form.LABEL_WIDTH,
    ) -> None:
        form, specs = self.form, _fitting(table, select(self.document.design))
        if specs and heading:
            self.heading(heading)
            form = Form(self, label_width=label_width)
            self.down.addWidget(form)
        self._groups.append(_FieldGroup(self, form, table, specs, select))

    def _selecting(self, records: Callable[[Design], Mapping[str, R]]) -> Callable[[Design], Selected[R]]:
        """Return what finds what is selected; of thousands of things once for all fields and groups of a design."""
        known = Remembered[Selected[R]](kept=1)

        def select(design: Design) -> Selected[R]:
            library = self.document.library
            return known.of(
                (design, library, self.ids), None, lambda: Selected(design, library, _those(records(design), self.ids))
            )

        return select

    @property
    def nodes(self) -> list[Node]:
        """Those selected that are nodes, as they are now."""
        return _those(self.document.design.nodes, self.ids)

    @property
    def links(self) -> list[Link]:
        """Those selected that are links, as they are now."""
        return _those(self.document.design.links, self.ids)

    @property
    def marks(self) -> list[Mark]:
        """Those selected that are marks, as they are now."""
        return _those(self.document.design.marks, self.ids)

    @property
    def flows(self) -> list[FlowAsk]:
        """Those selected that are flows, as they are now."""
        return _those(_flows(self.document.design), self.ids)

    def take(self, ids: tuple[str, ...]) -> bool:
        """Show IDS in the same fields; false when they need others. A selection that grows costs little so."""
        before, self.ids = self.ids, ids
        if min(len(before), len(ids)) < 2 or not all(group.fits() for group in self._groups):
            self.ids = before
            return False
        for group in self._groups:
            group.clear()
        self.refresh()
        return True

    @override
    def refresh(self) -> None:
        self._show_fields()
        self.pane.refresh()

    @override
    def refresh_values(self) -> None:
        # Fields are of the design alone.
        self.pane.refresh_values()

    def _show_fields(self) -> None:
        for group in self._groups:
            group.show()


def _fitting(table: Sequence[FieldSpec[R]], at: Selected[R]) -> list[FieldSpec[R]]:
    return [spec for spec in table if spec.kinds(at)] if at.records else []


def _those(records: Mapping[str, R], ids: Sequence[str]) -> list[R]:
    return [records[one] for one in ids if one in records]


def _flows(design: Design) -> Mapping[str, FlowAsk]:
    return {flow.id: flow for flow in design.settings.flows}
