"""Words for the needs of a job's machines: what each is called, and what is not known of it."""

from collections.abc import Collection

from designer.analysis.workloads.goodput.drawn_needs import MOST_COPIES, DrawnNeeds
from designer.model.design import Design


def names_of(design: Design, ids: Collection[str], most: int = 4) -> str:
    """Return what IDS are called, and how many more there are beyond the first MOST."""
    titles = list(dict.fromkeys(design.nodes[one].title for one in ids if one in design.nodes))
    more = len(titles) - most
    return ", ".join(titles[:most]) + (f" and {more:,} more" if more > 0 else "")


def unknown_notes(design: Design, drawn: DrawnNeeds) -> tuple[str, ...]:
    """Return what to know about what is not said to fail, or not followed."""
    if drawn.too_many:
        return (f"More than {MOST_COPIES:,} machines are not followed one by one: what takes them is not told.",)
    if not drawn.unknown:
        return ()
    return (f"How often {names_of(design, drawn.unknown)} fail, or for how long, is not set: it is left out.",)
