"""Show the results of a workload in the inspector: rows of figures, and one line on what is missing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.analysis.workloads.results import WorkloadsResult
from designer.model.design import Design, Node
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import listed
from designer.model.workloads.asked_facts import ASKED_FACTS, facts_missing
from designer.model.workloads.choices import choices_for
from designer.ui.app.document import Document
from designer.ui.inspector.panes.workload_rows import ResultRow, Told, told_of
from designer.ui.widgets.fields import label
from designer.ui.widgets.figure_row import FigureRow


class WorkloadResults(QWidget):
    """Results of a workload: rows of figures, and one line on what is missing."""

    asked = Signal(str, object)
    """Title and figure whose "Why?" is wanted."""

    def __init__(self, document: Document, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._node_id = node_id
        self.rows: dict[str, FigureRow] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self.words = label("", "caption", self, wraps=True)
        self._down.addWidget(self.words)
        self.refresh()

    def refresh(self) -> None:
        """Show the present figures."""
        design = self._document.design
        node = design.nodes.get(self._node_id)
        if node is None:
            return
        results = self._document.results
        workloads = results.workloads if results else None
        told = told_of(workloads, node.kind, node.id) if workloads else Told()
        self.words.setText(words_of(design, node, workloads, told))
        self.words.setVisible(bool(self.words.text()))
        self._show(told.rows)

    def _show(self, rows: tuple[ResultRow, ...]) -> None:
        # With the same titles the rows stay, so that nothing flickers and the keyboard keeps its place.
        if [row.title for row in rows] != list(self.rows):
            for old in self.rows.values():
                self._down.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows = {row.title: FigureRow(row.title, self, asked=self.asked) for row in rows}
            for made in self.rows.values():
                self._down.addWidget(made)
        book = self._document.design.settings.prices
        for row in rows:
            figure = in_currency(row.figure, book) if row.figure is not None else None
            if row.words:
                self.rows[row.title].show_words(row.words, row.unit, figure, row.tone)
            else:
                unit = row.unit if figure is not None and figure.known else ""
                self.rows[row.title].show_figure(figure, tone=row.tone, unit=unit)


def words_of(design: Design, node: Node, results: WorkloadsResult | None, told: Told) -> str:
    """Return what to fill in or draw, as long as something is missing; else what the analysis has to say."""
    missing = facts_missing(node, design.part_of(node))
    linked = any(node.id in (link.a, link.b) and link.medium in RELATION_MEDIA for link in design.links.values())
    words: list[str] = []
    unpicked = [kind for kind in choices_for(node.kind) if kind.part_kind and not node.choices.get(kind.name)]
    words += [f"Choose a {kind.title.lower()} above." for kind in unpicked]
    if missing:
        titles = listed((asked.title.partition(",")[0].lower() for asked in missing), None)
        words.append(f"Not set yet: {titles}.")
    inside = design.nodes.get(node.parent) if node.parent else None
    if not linked and inside is None and node.kind in KINDS and KINDS[node.kind].link_hint:
        words.append(KINDS[node.kind].link_hint)
    # Reasons of the analysis count only when nothing is left to fill in: they would name the same gap again.
    if not words and told.reason:
        words.append(told.reason)
    if not words and results is not None and not told.rows and node.kind in ASKED_FACTS:
        words.append("Nothing is asked of it yet.")
    return " ".join(words)
