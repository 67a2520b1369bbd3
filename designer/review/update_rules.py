"""Rules that hold a design against the catalog on hand."""

from collections.abc import Iterator

from designer.catalog.library import Library
from designer.edit.nodes.part_updates import PartUpdate, part_updates
from designer.model.design import Design
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.registry import rule


@rule({"newer-facts": "note"}, layer="")
def newer_facts(design: Design, library: Library) -> Iterator[Finding]:
    """Parts that the catalog describes otherwise than the design, an earlier revision left out."""
    updates = [update for update in part_updates(design, library) if not update.older]
    if not updates:
        return
    only = updates[0] if len(updates) == 1 else None
    yield Finding(
        rule="newer-facts",
        severity="note",
        message=f"The catalog has newer facts for {counted(len(updates), 'part')}"
        f": {listed([update.before.name for update in updates])}.",
        detail=_changes(only)
        if only
        else "The design keeps the facts that it was made with until you take the newer "
        "ones over. “Newer facts for the project's parts” in the Catalog menu shows them field by field.",
        ids=_users(design, {update.part_id for update in updates}),
        fix=Fix(label="Take them over", edit="accept_update", arguments={"part_id": only.part_id}) if only else None,
    )


def _changes(update: PartUpdate) -> str:
    """The first differences in words."""
    first = [f"{item.title}: {item.before} → {item.after}" for item in update.differences[:3]]
    more = len(update.differences) - len(first)
    return "; ".join(first) + (f"; and {counted(more, 'more difference')}." if more else ".")


def _users(design: Design, part_ids: set[str]) -> tuple[str, ...]:
    nodes = [node.id for node in design.nodes_in_order() if node.part in part_ids]
    return (*nodes, *(link.id for link in design.links.values() if link.cable_part in part_ids))
