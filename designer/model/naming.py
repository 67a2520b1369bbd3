"""Names of things for people, once for all floors: copies, links and their ends; lists and counts are in `wording`."""

from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link
from designer.model.device_names import device_names


def copy_title(title: str, copy: int) -> str:
    """Return what people call copy number COPY, from 0, of what has TITLE; they count from 1: Leaf switch 1."""
    return f"{title} {copy + 1}"


def title_of(design: Design, name: str) -> str:
    """Return what people call the node, link, copy or cable that NAME says; NAME itself where there is none such."""
    record_id, copy = CopyId.read(name)
    if record_id in design.nodes:
        names = device_names(design)
        # A node that stands once is that device itself; one with copies is all of them, by the title that they share.
        if copy is None and names.copies(record_id) > 1:
            return design.nodes[record_id].title
        return names.of(record_id, copy or 0)
    if record_id in design.links:
        title = link_name(design, design.links[record_id])
        return title if copy is None else f"{title}, cable {copy + 1}"
    return name


def ends_name(first: str, second: str) -> str:
    """Return what a link without a name is called, by what its ends are: DGX H100 to Leaf switch."""
    return f"{first} to {second}"


def link_name(design: Design, link: Link) -> str:
    """Return the name of LINK in a sentence: its own, else the titles of both its ends."""
    return link.name or ends_title(design, link)


def ends_title(design: Design, link: Link) -> str:
    """Return the titles of both ends of LINK; the id of an end that is not there."""
    return ends_name(*(design.nodes[end].title if end in design.nodes else end for end in (link.a, link.b)))
