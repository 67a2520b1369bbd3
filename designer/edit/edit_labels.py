"""Words for the labels of edits."""

from collections.abc import Collection, Mapping

from designer.model.design import Design, Link
from designer.model.kinds import KINDS
from designer.model.marks import Mark, MarkKind
from designer.model.naming import ends_title, title_of
from designer.model.parts.part import Medium
from designer.model.relations import RELATIONS

MARK_TITLES: Mapping[MarkKind, str] = {"note": "Note", "frame": "Frame", "arrow": "Arrow", "picture": "Picture"}
_LONGEST = 40


def relation_words(design: Design, medium: Medium, a: str, b: str) -> str:
    """Return a relation as a sentence without its full stop: "LangChain asks vLLM".

    Raises:
        KeyError: MEDIUM is no relation.
    """
    first, second = (title_of(design, end) for end in (a, b))
    return f"{first} {RELATIONS[medium].verb} {second}"


def link_words(design: Design, link: Link) -> str:
    """Return what LINK joins: a relation as a sentence, a cable by its name, else by its ends "link DGX to Leaf"."""
    if link.medium in RELATIONS:
        return relation_words(design, link.medium, link.a, link.b)
    return link.name or f"link {ends_title(design, link)}"


def named(design: Design, ids: Collection[str]) -> str:
    """The one thing by name, or how many they are."""
    if len(ids) != 1:
        return f"{len(ids)} items"
    (only,) = ids
    if only in design.nodes:
        return design.nodes[only].title
    if only in design.links:
        return link_words(design, design.links[only])
    if only in design.marks:
        return mark_called(design.marks[only])
    return only


def mark_called(mark: Mark) -> str:
    """Return the name that a person uses for MARK: what it is, with the beginning of what it says."""
    words = " ".join(mark.text.split())
    title = MARK_TITLES[mark.kind].lower()
    return f"{title} {words[:_LONGEST].rstrip()}{'…' if len(words) > _LONGEST else ''}" if words else title


def kind_title(kind: str) -> str:
    """The kind for people, "thing" when nobody knows it."""
    return KINDS[kind].title if kind in KINDS else "Thing"
