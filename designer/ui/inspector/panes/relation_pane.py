"""Show one relation in the inspector: a sentence, which way round it is, and Delete."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from designer.edit.edit_labels import relation_words
from designer.edit.links.join_options import can_turn, join_options, turned
from designer.model.relations import RELATIONS
from designer.ui.inspector.record_section import Pane, RecordSection
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label

_NO_OTHER: Final = "Nothing else makes sense between the two."
_NO_TURN: Final = "It makes no sense the other way round."


class RelationPane(Pane):
    """A relation as a sentence, with Turn around and Delete."""

    def __init__(self, section: RecordSection) -> None:
        self.section = section
        section.set_icon("connect")
        self._help = label("", "caption", section, wraps=True)
        section.down.addWidget(self._help)
        self._alone = label(_NO_OTHER, "caption", section, wraps=True)
        section.down.addWidget(self._alone)
        section.down.addSpacing(8)
        across = QHBoxLayout()
        self.turn = push_button("Turn around", section, self._turn)
        self.delete = push_button("Delete", section, partial(section.wanted.emit, "edit.delete"))
        across.addWidget(self.turn)
        across.addWidget(self.delete)
        section.down.addLayout(across)
        self.refresh()

    def refresh(self) -> None:
        """Show the present relation."""
        design, section = self.section.document.design, self.section
        link = next(iter(section.links), None)
        if link is None or link.medium not in RELATIONS or not {link.a, link.b} <= design.nodes.keys():
            return
        sentence = relation_words(design, link.medium, link.a, link.b)
        section.title.setText(sentence)
        section.subtitle.setText(link.name)
        section.subtitle.setVisible(bool(link.name))
        section.fields["relation"].setAccessibleDescription(sentence)
        self._help.setText(RELATIONS[link.medium].help)
        self._alone.setVisible(all(one.medium == link.medium for one in join_options(design, link.a, link.b)))
        turns = can_turn(design, link)
        self.turn.setVisible(turns)
        self.turn.setAccessibleName(f"Turn around: {relation_words(design, link.medium, link.b, link.a)}")
        self.turn.setToolTip("" if turns else _NO_TURN)
        self.delete.setAccessibleName(f"Delete: {sentence}")

    def _turn(self) -> None:
        self.section.attempt(self.section.fields["relation"], partial(turned, link_id=self.section.ids[0]))
