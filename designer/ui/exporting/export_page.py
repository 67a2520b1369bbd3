"""The Export page: a card with a picture for each output, how far a file is, and what can be done with it then."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.plugins.consent import consented
from designer.ui.commands.actions.export_kinds import Snapshot
from designer.ui.commands.actions.exports import Exports
from designer.ui.commands.actions.writing_job import PackedSnapshot
from designer.ui.commands.command_set import CommandSet
from designer.ui.exporting.card_grid import CELL, WAITING, CardGrid, ExportCard
from designer.ui.exporting.outputs import DRAWING, OUTPUTS, PACK
from designer.ui.exporting.own_forms import NO_PICTURE, OwnForms, find_own_forms, output_of
from designer.ui.exporting.picture_store import PictureStore, of_one_design
from designer.ui.exporting.picture_work import TOO_LARGE, PictureMade, make_pictures, too_large
from designer.ui.jobs.background import BackgroundJob
from designer.ui.jobs.work_progress import WorkProgress
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.written_file import WrittenFile

if TYPE_CHECKING:
    from designer.ui.commands.open_windows import WindowHost

_KEPT: Final[WeakKeyDictionary[Exports, PictureStore]] = WeakKeyDictionary()
"""Pictures that were made for a window, also while its page is closed."""
_ACROSS: Final = 4
_NOT_YET: Final = "The figures are still being worked out; the picture comes after them"


class ExportPage(QDialog):
    """All that can be written of the open design.

    Attributes:
        cards: The grid.
        words: The command line of the chosen card.
        progress: How far the file is that is being written.
        told: What was said last of a file.
        written: What can be done with the file that was written last.
    """

    def __init__(self, host: "WindowHost", exports: Exports, commands: CommandSet, parent: QWidget) -> None:
        """Make it about the design of HOST, whose files EXPORTS writes; COMMANDS say what the outputs are called."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export")
        resize_within_screen(self, _ACROSS * CELL.width() + 72, 680, (CELL.width() + 72, 320))
        self._host, self._exports = host, exports
        self._pictures = _KEPT.setdefault(exports, PictureStore())
        self._of: Snapshot | None = None
        self._asked = False
        self._job: BackgroundJob[list[PictureMade]] = BackgroundJob(
            self, finished=self._take, found=self._take, failed=self._without_pictures
        )
        self._packed = PackedSnapshot(self)
        self._own: BackgroundJob[OwnForms] = BackgroundJob(self, finished=self._add_own, failed=self._tell)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 16, 24, 16)
        down.setSpacing(8)
        down.addWidget(label("Export", "title", self))
        about = "What comes out stands here in pictures, made of the design as it is. Enter exports the chosen one."
        down.addWidget(label(about, "muted", self, wraps=True))
        cards = [ExportCard(one, commands.table.by_id[one.command].title.rstrip("…")) for one in OUTPUTS]
        self.cards = CardGrid(cards, self, chosen=self._choose, wanted=self.export)
        down.addWidget(self.cards, 1)
        down.addWidget(self._make_told())
        down.addWidget(line(self))
        down.addLayout(self._make_foot())
        exports.writing.progress.told.connect(self._tell_work)
        self._tell_work(exports.writing.progress.words.text())
        connect_given(
            (exports.message, self._tell), (exports.finished, self._finished), (host.document.analysed, self.follow)
        )
        self.cards.choose(0)
        self.cards.setFocus()
        self.follow()
        if consented():
            self._own.start(find_own_forms)

    def _make_told(self) -> QWidget:
        made = QWidget(self)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.told = label("", "caption", made, wraps=True)
        self.told.setAccessibleName("What became of the file")
        across.addWidget(self.told, 1)
        self.progress = WorkProgress(
            "writing the file", "no file is written", made, stop_wanted=self._exports.writing.stop
        )
        self.progress.stop.setText("Cancel")
        across.addWidget(self.progress)
        self.written = WrittenFile(made, stays=True)
        across.addWidget(self.written)
        return made

    def _make_foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        self.words = label("", "caption", self)
        self.words.setAccessibleName("The same on the command line")
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words.setMinimumWidth(80)
        across.addWidget(self.words, 1)
        block = "What sheets of drawings say, and the paper of the installation pack"
        self.block = push_button("Title block…", self, self._set_block, tip=block, takes_enter=False)
        self.block.hide()
        across.addWidget(self.block)
        copy = "Copy the command line"
        across.addWidget(push_button("Copy", self, self.copy_line, name=copy, tip=copy, takes_enter=False))
        across.addWidget(push_button("Close", self, self.reject, takes_enter=False))
        self.button = push_button("Export…", self, self.export, look="primary", default=True)
        across.addWidget(self.button)
        return across

    @property
    def waiting(self) -> bool:
        """Return True while pictures are being made."""
        return self._asked or self._job.running or self._own.running

    def export(self) -> None:
        """Write what the chosen card shows, by its command."""
        card = self.cards.current
        if card is None:
            return
        if card.refused:
            self._tell(card.refused)
            return
        self.written.hide()
        self._tell("")
        if card.form is not None:
            self._exports.own(card.form)
        else:
            self._host.run(card.output.command)

    def _set_block(self) -> None:
        self._host.run("exports.title_block")

    def copy_line(self) -> None:
        """Put the command line of the chosen card on the clipboard."""
        QGuiApplication.clipboard().setText(self.words.text())

    def follow(self) -> None:
        """Show the pictures of the design as it is now; those that are not known are made beside the window."""
        now = self._exports.snapshot()
        if now is None:
            self._job.close()
            self._packed.drop()
            self._asked = False
            self._of = None
            self._note(_NOT_YET)
            return
        if self._of is not None and of_one_design(now, self._of) and now == self._of:
            return
        self._of = now
        if self.cards.current is not None:
            self._choose(self.cards.current)
        commands = [card.output.command for card in self._drawn]
        known = self._pictures.known(now, commands, DRAWING)
        if too_large(now):
            self._note(TOO_LARGE)
            return
        self._note(WAITING)
        self._show(known.values())
        missing = [command for command in commands if command not in known]
        if missing:
            self._asked = True
            self._packed.give(now, partial(self._make, missing))

    @property
    def _drawn(self) -> list[ExportCard]:
        """Return the cards of which pictures are made."""
        return [card for card in self.cards.cards if card.form is None]

    def _add_own(self, own: OwnForms) -> None:
        cards = [ExportCard(output_of(form), form.title, form) for form in own.forms]
        for card in cards:
            card.note = NO_PICTURE
        self.cards.add(cards)
        if own.problems:
            self._tell(" ".join(own.problems))

    def _make(self, missing: list[str], packed: Path | None, problem: str) -> None:
        self._asked = False
        if packed is None:
            self._without_pictures(problem)
        else:
            self._job.start(make_pictures, packed, missing)

    def _take(self, made: list[PictureMade]) -> None:
        if self._of is not None:
            self._pictures.keep(self._of, made)
            self._show(made)

    def _show(self, made: Iterable[PictureMade]) -> None:
        by_command = {one.command: one for one in made}
        for card in self.cards.cards:
            if card.output.command in by_command:
                card.take(by_command[card.output.command], self.devicePixelRatioF())
        self.cards.refresh()

    def _note(self, words: str) -> None:
        """Say WORDS in place of all pictures."""
        self._show([PictureMade(card.output.command, why_not=words) for card in self._drawn])

    def _without_pictures(self, line: str) -> None:
        for card in self.cards.cards:
            if card.note == WAITING and card.picture is None:
                card.note = line
        self.cards.refresh()

    def _choose(self, card: ExportCard) -> None:
        path, view = self._exports.project_path(), self._of.view if self._of is not None else "topology"
        design = self._of.design if self._of is not None else None
        paper = design.settings.title_block.paper if design is not None else ""
        variant = design.name if design is not None and self._of is not None and self._of.variant else ""
        self.words.setText(card.output.line(path.name if path else "", view, paper=paper, variant=variant))
        self.words.setToolTip(self.words.text())
        self.block.setVisible(card.output.command in {PACK, DRAWING})
        self.button.setEnabled(not card.refused)
        self.button.setToolTip(card.refused)

    def _tell(self, words: str) -> None:
        self.told.setText(words)

    def _tell_work(self, words: str) -> None:
        self.progress.show_work(words)
        if words:
            self.told.setText("")  # the progress says it already

    def _finished(self, path: Path) -> None:
        self.written.show_file(path)

    @override
    def done(self, result: int) -> None:
        self._job.close()
        self._own.close()
        self._packed.close()
        super().done(result)
