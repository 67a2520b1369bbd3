"""Show several nodes and links in the inspector, below their fields: buttons, and their power together."""

from typing import Final

from designer.model.copy_counts import CopyCounts
from designer.model.figures.figure import total
from designer.model.wording import counted
from designer.ui.app.headline import kind_words
from designer.ui.inspector.record_section import Pane, RecordSection

_BUTTONS: Final[tuple[tuple[tuple[str, ...], ...], ...]] = (
    (
        ("Same kind", "many.same_kind", "Select all of this kind"),
        ("Same part", "many.same_part", "Select all of this part"),
    ),
    (("Swap for another part…", "edit.swap_part"),),
    (("Group into a rack", "arrange.group_rack"),),
    (("Group into a pod", "arrange.group_pod"),),
    (("Duplicate", "edit.duplicate"), ("Delete", "edit.delete")),
)
"""Title, command, and how it is read aloud where the title alone is too short.

Side by side the long ones are wider than a narrow inspector.
"""


class ManyPane(Pane):
    """Buttons and figures of several things."""

    def __init__(self, section: RecordSection) -> None:
        self.section = section
        section.set_icon("group")
        section.down.addSpacing(8)
        for beside in _BUTTONS if section.nodes else _BUTTONS[-1:]:
            section.buttons(*beside, stretch=1)
        section.heading("Selected")
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected."""
        section, nodes, links = self.section, self.section.nodes, self.section.links
        section.title.setText(f"{len(nodes) + len(links)} selected")
        kinds: dict[str, int] = {}
        copies = CopyCounts(section.document.design)
        for node in nodes:
            kinds[node.kind] = kinds.get(node.kind, 0) + copies.total(node)
        words = [kind_words(kind, count) for kind, count in kinds.items()]
        section.subtitle.setText(", ".join([*words, counted(len(links), "link")] if links else words))
        self.refresh_values()

    def refresh_values(self) -> None:
        """Show the power of the nodes together; all else is of the design alone, and of thousands of nodes."""
        results = self.section.document.results
        found = results.power.by_node if results and results.power else {}
        watts = [found[node.id].typical_w for node in self.section.nodes if node.id in found]
        figure = total("selected: typical power", watts, "W") if watts else None
        self.section.show_row("Power, typical", figure)
