"""Numbers in the names of a design, which stay as they are in every language."""

from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.figures.number_locale import keep_names
from designer.model.parts.part import Part


def keep_design_names(design: Design) -> None:
    """Leave numbers in the names of DESIGN, its parts, devices and links as a person or a vendor wrote them."""
    keep_names((design.name, *(part.name for part in design.parts.values())))
    keep_names(record.name for records in (design.nodes, design.links) for record in records.values() if record.name)


def keep_changed_names(edit: ChangeSet) -> None:
    """Leave numbers in the names of what EDIT adds or renames as they are."""
    after = (pair[1] for pair in edit.changes.values())
    keep_names(record.name for record in after if isinstance(record, Node | Link | Part) and record.name)
