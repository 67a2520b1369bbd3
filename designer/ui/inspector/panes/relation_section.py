"""The inspector of one relation: what it says, what else the two could be to each other, and which way round."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from designer.edit.edit_labels import relation_words
from designer.edit.links.join_options import JoinOption, can_turn, join_options, turned
from designer.edit.links.links import set_link
from designer.model.design import Design, Link
from designer.model.parts.part import Medium
from designer.model.relations import RELATIONS
from designer.ui.app.document import Document
from designer.ui.canvas.interaction.linking import otherwise
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, EditLine, label
from designer.ui.widgets.part_words import MEDIUM_TITLES

_NO_OTHER: Final = "Nothing else makes sense between the two."
_NO_TURN: Final = "It makes no sense the other way round."


class RelationSection(Section):
    """A relation as a sentence, with the others that fit, Turn around and Delete."""

    def __init__(self, document: Document, link_id: str, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.link_id = link_id
        self.set_icon("connect")
        self.ways = Choice("Relation", self, chosen=self._set_way)
        self.form.add("Relation", self.ways)
        self.name = EditLine("Name", self, entered=self._set_name)
        self.form.add("Name", self.name)
        self._help = label("", "caption", self, wraps=True)
        self.down.addWidget(self._help)
        self._alone = label(_NO_OTHER, "caption", self, wraps=True)
        self.down.addWidget(self._alone)
        self.down.addSpacing(8)
        across = QHBoxLayout()
        self.turn = push_button("Turn around", self, self._turn)
        across.addWidget(self.turn)
        self.delete = push_button("Delete", self, partial(self.wanted.emit, "edit.delete"))
        across.addWidget(self.delete)
        self.down.addLayout(across)
        self.down.addStretch(1)
        self._options: dict[str, JoinOption] = {}
        self.refresh()

    @property
    def link(self) -> Link:
        """The link as it is now."""
        return self.document.design.links[self.link_id]

    def refresh(self) -> None:
        """Show the present values."""
        design = self.document.design
        link = design.links.get(self.link_id)
        if link is None or link.medium not in RELATIONS or not {link.a, link.b} <= design.nodes.keys():
            return
        sentence = relation_words(design, link.medium, link.a, link.b)
        self.title.setText(sentence)
        self.subtitle.setText(link.name)
        self.subtitle.setVisible(bool(link.name))
        self._help.setText(RELATIONS[link.medium].help)
        self._show_ways(design, link)
        self.name.show_value(link.name)
        self.name.setPlaceholderText(link.id)
        turns = can_turn(design, link)
        self.turn.setVisible(turns)
        self.turn.setAccessibleName(f"Turn around: {relation_words(design, link.medium, link.b, link.a)}")
        self.turn.setToolTip("" if turns else _NO_TURN)
        self.delete.setAccessibleName(f"Delete: {sentence}")

    def _show_ways(self, design: Design, link: Link) -> None:
        """Show what it is now, then all else that would join the two."""
        ways = join_options(design, link.a, link.b)
        others = {one.medium: one for one in ways if one.medium != link.medium}
        self._options = {str(medium): one for medium, one in others.items()}
        choices = [(str(link.medium), self._title(design, link, link.medium, link.a))]
        choices += [(medium, self._title(design, link, one.medium, one.a)) for medium, one in self._options.items()]
        self.ways.show_choices(choices, link.medium)
        self.ways.setAccessibleDescription(relation_words(design, link.medium, link.a, link.b))
        self._alone.setVisible(not others)

    @staticmethod
    def _title(design: Design, link: Link, medium: Medium, first: str) -> str:
        """A way as it reads from the first end of LINK: "asks vLLM", "is read by vLLM", "Power cable"."""
        if medium not in RELATIONS:
            return f"{MEDIUM_TITLES[medium]} cable"
        relation, other = RELATIONS[medium], design.nodes[link.b].title
        return f"{relation.verb if first == link.a else relation.passive} {other}"

    def _set_way(self, medium: str) -> None:
        option = self._options.get(medium)
        if option is not None:
            self.attempt(self.ways, lambda design: otherwise(design, self.link_id, option))

    def _set_name(self, text: str) -> None:
        self.attempt(self.name, partial(set_link, link_id=self.link_id, name=text))

    def _turn(self) -> None:
        self.attempt(self.ways, partial(turned, link_id=self.link_id))
