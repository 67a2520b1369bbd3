"""Show notes, frames, arrows and pictures in the inspector, below their fields: about them, and their place."""

from designer.edit.edit_labels import MARK_TITLES
from designer.model.design import Design
from designer.model.marks import Mark
from designer.ui.inspector.record_section import Pane, RecordSection
from designer.ui.widgets.fields import label
from designer.ui.widgets.mark_words import MARK_ICONS


class MarkPane(Pane):
    """Shown when marks, and nothing else, are selected."""

    def __init__(self, section: RecordSection) -> None:
        self.section = section
        marks = section.marks
        section.set_icon(MARK_ICONS[marks[0].kind] if len(marks) == 1 else "note")
        self._about = label("", "caption", section, wraps=True)
        section.down.addWidget(self._about)
        section.buttons(("To the front", "arrange.to_front"), ("To the back", "arrange.to_back"))
        section.buttons(("Duplicate", "edit.duplicate"), ("Delete", "edit.delete"))
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected."""
        marks = self.section.marks
        if not marks:
            return
        kinds = {mark.kind for mark in marks}
        title = MARK_TITLES[marks[0].kind]
        if len(marks) > 1:
            title = f"{len(marks)} {title.lower()}s" if len(kinds) == 1 else f"{len(marks)} notes and pictures"
        self.section.title.setText(title)
        self.section.subtitle.setText("Drawn beside the equipment: never counted, priced or analysed.")
        words = _about(self.section.document.design, marks[0]) if len(marks) == 1 else ""
        self._about.setText(words)
        self._about.setVisible(bool(words))


def _about(design: Design, mark: Mark) -> str:
    """Return what there is to say of one mark besides its fields."""
    words: list[str] = []
    if mark.kind == "arrow":
        names = [design.nodes[end].title if end in design.nodes else "" for end in mark.ends]
        if any(names):
            words.append(f"From {names[0] or 'a free end'} to {names[1] or 'a free end'}; it follows them.")
        words.append("Drag the small dots to bend it.")
    picture = design.pictures.get(mark.picture or "")
    if picture is not None:
        words.append(
            f"{picture.name}, {picture.width_px:,} × {picture.height_px:,} pixels, "
            f"{len(picture.data) / 1000:,.0f} kB in the project file."
        )
    if mark.pinned:
        words.append("Locked in place; Alt+L unlocks it.")
    return " ".join(words)
