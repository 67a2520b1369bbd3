"""Differences of two designs: records, figures, findings and cost, as `diff` tells them."""

from typing import Any

from designer.api.document import Document
from designer.api.documents import changes_document, difference_document
from designer.review.effects.preview import effect_between


def compare(first: Document, second: Document) -> dict[str, Any]:
    """Return what leads from FIRST to SECOND, as `diff A B --json` prints it.

    Returns:
        {a, b: names; changes: each record with its fields before and after; devices: what comes and goes; figures:
        each headline figure before and after; mended, raised: what the review no longer says, and says anew}.
    """
    effect = effect_between(first.analyze().state, second.analyze().state)
    return {
        "a": first.name,
        "b": second.name,
        "changes": changes_document(first.design, second.design),
        **difference_document(effect),
    }
