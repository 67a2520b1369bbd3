"""Reading a log of requests into the demand of a node: choose it, look at what it says, take it as one edit."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.edit.workloads.logged_demand import logged_facts, set_logged_demand
from designer.export.request_logs.reading import BadRow
from designer.model.figures.figure_text import number_text
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.catalog.imports.import_dialog import DropSheet, ImportDialog, push
from designer.ui.catalog.imports.request_log_work import DemandRow, LogRead, demand_rows, read_log
from designer.ui.widgets.fields import EditLine, Form, label, read_number
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.message_boxes import Questions

TITLE: Final = "Read a log of requests"
LOG_KINDS: Final = "Logs of requests (*.csv *.tsv *.jsonl *.ndjson *.json *.gz *.txt *.log);;All files (*)"
_ROWS_HEIGHT: Final = 192
_FORM_WIDTH: Final = 360


class RequestLogDialog(ImportDialog):
    """A log in, its demand beside that of the node, one edit out.

    Attributes:
        read: What the last log came to; None before.
        folder: Where the person looked last.
    """

    def __init__(
        self,
        document: Document,
        node_id: str,
        questions: Questions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(TITLE, parent)
        self._document = document
        self._node_id = node_id
        self._questions = questions
        self.read: LogRead | None = None
        self.folder = Path.home()
        self.start = self._start_page()
        self.review = self._review_page()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.review)
        self.job.finished.connect(self._finished)
        self.job.failed.connect(self._failed)
        self.dropped.connect(self._dropped)
        self.heading.setText(f"{TITLE} of {document.design.nodes[node_id].title}")
        self.go(self.start)
        self.choose_button.setFocus()

    def choose(self) -> None:
        """Ask for a log."""
        path = self._questions.file_to_open(TITLE, self.folder, LOG_KINDS)
        if path is not None:
            self.read_path(path)

    def read_path(self, path: Path) -> None:
        """Read the log in PATH."""
        self.folder = path.parent
        self.begin(f"Reading {path.name} …")
        self.job.start(read_log, path)

    @override
    def cancel(self) -> None:
        """Give up what is being read: half of a log says nothing of its peak."""
        self.job.close()
        self.say("Stopped; nothing was read.")
        self.go(self.start)

    def keep(self) -> None:
        """Give the node the demand of the log."""
        if self.read is None:
            return
        try:
            users = self._users()
        except RefusedInput as problem:
            self.form.complain(self.users, str(problem))
            return
        demand = self.read.demand
        problem = self._document.attempt(
            partial(set_logged_demand, node_id=self._node_id, demand=demand, users=users or None)
        )
        if problem:
            self.say(problem, problem=True)
            return
        self.accept()

    def _start_page(self) -> QWidget:
        page = DropSheet(
            "import",
            "Drop a log of requests: a table or JSON lines, packed or not",
            "It has the time of each request, its tokens in and its tokens out, as Azure's traces, BurstGPT, Mooncake, "
            "the detailed result of vLLM's benchmark and the usage of OpenAI's answers have them. Nothing leaves this "
            "machine, and nothing is taken before you have seen it.",
            self,
        )
        self.choose_button = push("Choose a log…", page, self.choose, primary=True)
        page.add_buttons(self.choose_button)
        return page

    def _review_page(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        self.line = label("", "strong", page, wraps=True)
        self.columns = label("", "muted", page, wraps=True)
        down.addWidget(self.line)
        down.addWidget(self.columns)
        self.rows = RecordTable[DemandRow](
            "Demand, as it is and as the log says",
            (
                Column("What is asked", lambda row: row.title, width=240),
                Column("Now", lambda row: row.now or "not set", right=True, width=130),
                Column("From the log", lambda row: row.then or "stays", right=True, width=130),
                Column("The log also knows", lambda row: row.more),
            ),
            page,
        )
        self.rows.setFixedHeight(_ROWS_HEIGHT)
        down.addWidget(self.rows)
        self.form = Form(page, label_width=220)
        self.form.setFixedWidth(_FORM_WIDTH)
        self.users = EditLine("Share the requests among users", self.form)
        self.users.textChanged.connect(self._show_rows)
        words = "Their number times what each asks in an hour is what the log has; empty keeps the number of the node."
        self.form.add("Share the requests among users", self.users, help_text=words)
        down.addWidget(self.form)
        self.notes = label("", "caption", page, wraps=True)
        down.addWidget(self.notes)
        self.left_out = label("", "warn-caption", page)
        down.addWidget(self.left_out)
        self.bad = RecordTable[BadRow](
            "Rows that were left out",
            (
                Column("Line", lambda row: f"{row.line:,}", order=lambda row: row.line, right=True, width=110),
                Column("Why it was left out", lambda row: row.reason),
            ),
            page,
        )
        down.addWidget(self.bad, 1)
        self._filler = QWidget(page)
        down.addWidget(self._filler, 1)
        across = QHBoxLayout()
        other, close = push("Another log…", page, self._restart), push("Close", page, self.reject)
        self.keep_button = push("Take this demand", page, self.keep, primary=True)
        across.addWidget(other)
        across.addStretch(1)
        across.addWidget(close)
        across.addWidget(self.keep_button)
        down.addLayout(across)
        return page

    def _users(self) -> float:
        """Return how many users share the requests; 0 where nobody says."""
        text = self.users.text().strip()
        return read_number(text, "The number of users") if text else 0.0

    def _show_rows(self) -> None:
        node = self._document.design.nodes.get(self._node_id)
        if self.read is None or node is None:
            return
        try:
            users = self._users()
        except RefusedInput:
            users = 0.0  # half of a number is being typed; the button tells what is wrong with it
        self.form.complain(self.users, "")
        self.rows.show_rows(demand_rows(self._document.design, node, self.read, max(users, 0.0)), lambda row: row.title)

    def _finished(self, read: Any) -> None:
        if not isinstance(read, LogRead):
            return
        self.read = read
        self.line.setText(read.line)
        self.columns.setText(read.columns)
        self.notes.setText("\n".join(read.notes))
        self.notes.setVisible(bool(read.notes))
        self.left_out.setText(read.left_out)
        for shown in (self.left_out, self.bad):
            shown.setVisible(bool(read.bad))
        self._filler.setVisible(not read.bad)
        self.bad.show_rows(read.bad, lambda row: row)
        node = self._document.design.nodes.get(self._node_id)
        present = node.facts.get("users", 0.0) if node else 0.0
        self.users.setPlaceholderText(number_text(logged_facts(read.demand, present)["users"], 9))
        self._show_rows()
        self.go(self.review)
        self.keep_button.setFocus()

    def _failed(self, problem: str) -> None:
        self.say(problem, problem=True)
        self.go(self.start)
        self.choose_button.setFocus()

    def _restart(self) -> None:
        self.say("")
        self.go(self.start)
        self.choose_button.setFocus()

    def _dropped(self, paths: Sequence[Path]) -> None:
        if len(paths) == 1:
            self.read_path(paths[0])
        else:
            self.say("Drop one log; a demand is taken from one.", problem=True)
