"""Numbers in the names of a design, which stay as they are in every language."""

from designer.model.design import Design
from designer.model.figures.number_locale import chosen_locale_name, keep_names


def keep_design_names(design: Design) -> None:
    """Leave numbers in the names of DESIGN, its parts and its devices as a person or a vendor wrote them."""
    if chosen_locale_name() == "en":
        return  # thousands of names are looked through where numbers are rewritten, and nowhere else
    keep_names((design.name, *(part.name for part in design.parts.values())))
    keep_names(node.name for node in design.nodes.values() if node.name)
