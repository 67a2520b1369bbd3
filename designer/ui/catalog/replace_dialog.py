"""Find and replace (Ctrl+H) in names, notes and part ids: every place is shown and checked before it changes."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QWidget

from designer.edit.nodes.find_replace import FIELDS, Field, Match, find_matches, replace_matches
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import Form, label
from designer.ui.widgets.lists.checked_list import CheckedList
from designer.ui.widgets.lists.row_list import Row
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.timers import after_pause

_TITLES: Final = {"name": "Names", "note": "Notes", "part": "Parts"}
_ICONS: Final = {"name": "text", "note": "note", "part": "module"}
_WHERE: Final = {"name": "name", "note": "note", "part": "part, swapped with its cables kept"}
MOST_SHOWN: Final = 500
_PAUSE_MS: Final = 200
MANY: Final = 2000


class ReplaceDialog(QDialog):
    """Two lines, what to look through, and a checked list of what would change."""

    def __init__(self, document: Document, selected: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document = document
        self._selected = tuple(selected)
        self.matches: tuple[Match, ...] = ()
        self.setWindowTitle("Find and replace")
        room = parent.size() if parent is not None else None
        self.resize(min(640, room.width() - 40) if room else 640, min(600, room.height() - 60) if room else 600)
        down = dialog_page(self, self.windowTitle())
        form = Form(self)
        self.wanted = QLineEdit(self)
        self.wanted.setAccessibleName("Find")
        self.replacement = QLineEdit(self)
        self.replacement.setAccessibleName("Replace by")
        form.add("Find", self.wanted)
        form.add("Replace by", self.replacement)
        down.addWidget(form)
        self.checks: dict[str, QCheckBox] = {}
        for keys in (FIELDS, ("case", "expression", "selected")):
            across = QHBoxLayout()
            across.setSpacing(16)
            for key in keys:
                across.addWidget(self._check(key))
            across.addStretch(1)
            down.addLayout(across)
        self.told = label("", "muted", self, wraps=True)
        self.told.setAccessibleName("What is found")
        down.addWidget(self.told)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        self.list = CheckedList("What would change", self, checked_changed=self._allow)
        down.addWidget(self.list, 1)
        self._gap = QWidget(self)
        down.addWidget(self._gap, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        close = push_button("Close", self, self.reject, takes_enter=False)
        self.apply = push_button("Replace", self, self.replace, look="primary", default=True)
        self.apply.setAutoDefault(True)
        buttons.addWidget(close)
        buttons.addWidget(self.apply)
        down.addLayout(buttons)
        self._pause = after_pause(self, _PAUSE_MS, self.refresh)
        self.wanted.textChanged.connect(self._typed)
        self.replacement.textChanged.connect(self._typed)
        document.changed.connect(self.refresh)
        self.refresh()
        self.wanted.setFocus()

    def _check(self, key: str) -> QCheckBox:
        titles = {
            **_TITLES,
            "case": "Match case",
            "expression": "Regular expression",
            "selected": "Only what is selected",
        }
        checked = key in FIELDS or (key == "selected" and len(self._selected) > 1)
        box = self.checks[key] = check_box(titles[key], self, self.refresh, checked=checked)
        if key == "selected":
            box.setEnabled(bool(self._selected))
        if key == "expression":
            box.setToolTip(
                "Brackets, classes, |, * + ? and {} as usual; \\1 in the lower line is what the first bracket found."
            )
        return box

    def refresh(self) -> None:
        """Look again."""
        self._pause.stop()
        fields: list[Field] = [field for field in FIELDS if self.checks[field].isChecked()]
        problem = ""
        self.matches = ()
        try:
            self.matches = find_matches(
                self._document.design,
                self._document.library,
                self.wanted.text(),
                self.replacement.text(),
                fields=fields,
                expression=self.checks["expression"].isChecked(),
                exact_case=self.checks["case"].isChecked(),
                ids=self._selected if self.checks["selected"].isChecked() else None,
            )
        except RefusedInput as refusal:
            problem = str(refusal)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        shown = self.matches[:MOST_SHOWN]
        self.list.show_rows([_row(match) for match in shown])
        self.list.check([match.key for match in shown if not match.problem])
        self.list.setVisible(bool(shown))
        self._gap.setVisible(not shown)
        self._allow()

    def replace(self) -> None:
        """Replace what is checked, as one edit; places beyond those that are shown are replaced as well."""
        chosen = self._chosen()
        if not chosen:
            return
        problem = self._document.attempt(partial(replace_matches, library=self._document.library, matches=chosen))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.told.setText(
                f"Replaced in {len(chosen):,} place{'s' if len(chosen) != 1 else ''}. Ctrl+Z takes it back."
            )

    def _chosen(self) -> list[Match]:
        checked = set(self.list.checked)
        able = [match for match in self.matches if not match.problem]
        return [match for match in able[: len(able)] if match.key in checked or match in self.matches[MOST_SHOWN:]]

    def _allow(self) -> None:
        chosen = self._chosen()
        self.apply.setEnabled(bool(chosen))
        self.apply.setText(f"Replace {len(chosen):,}" if chosen else "Replace")
        if not self.wanted.text():
            self.told.setText("Names and notes are changed; a part id that is replaced swaps the part.")
        elif not self.matches:
            self.told.setText("" if self.problem.text() else "Nothing would change.")
        else:
            places = f"{len(self.matches):,} place{'s' if len(self.matches) != 1 else ''}"
            more = f"; the first {MOST_SHOWN} are shown" if len(self.matches) > MOST_SHOWN else ""
            self.told.setText(f"{places}{more}. Space checks a row.")

    def _typed(self) -> None:
        if len(self._document.design.nodes) > MANY:
            self._pause.start()
        else:
            self.refresh()


def _row(match: Match) -> Row:
    before, after = (text.replace("\n", " ") for text in (match.before, match.after))
    where = _WHERE[match.field] if match.field == "name" else f"{_WHERE[match.field]} · {match.title}"
    return Row(match.key, f"{before}  →  {after}", match.problem or where, _ICONS[match.field])
