"""Names of things for people, once for all floors: copies, links, lists, and numbers with their nouns."""

from collections.abc import Sequence

from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link


def copy_title(title: str, copy: int) -> str:
    """Return what people call copy number COPY, from 0, of what has TITLE; they count from 1: Leaf switch 1."""
    return f"{title} {copy + 1}"


def title_of(design: Design, name: str) -> str:
    """Return what people call the node, link, copy or cable that NAME says; NAME itself where there is none such."""
    record_id, copy = CopyId.read(name)
    if record_id in design.nodes:
        title = design.nodes[record_id].title
        return title if copy is None else copy_title(title, copy)
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


def noun(number: float, singular: str, plural: str = "") -> str:
    """Return the noun that goes with NUMBER, without it: cable, cables."""
    return singular if number == 1 else plural or singular + "s"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return NUMBER with its noun: 1 cable, 1,024 cables."""
    return f"{number:,} {noun(number, singular, plural)}"


def listed(titles: Sequence[str], most: int = 3) -> str:
    """Return TITLES as a person lists them, each once; beyond MOST the rest is a number."""
    titles = list(dict.fromkeys(titles))
    if len(titles) > most + 1:
        return f"{', '.join(titles[:most])} and {len(titles) - most} more"
    if len(titles) < 2:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} and {titles[-1]}"
