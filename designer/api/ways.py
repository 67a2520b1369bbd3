"""Owning, renting and paying by the token for what a design is asked."""

from collections.abc import Sequence
from typing import Any

from designer.analysis.money.alternatives import alternatives
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.clock import today
from designer.model.design import Design
from designer.review.documents.money_document import alternatives_document


def ways_document(
    design: Design, library: Library, results: Results, instances: Sequence[str], apis: Sequence[str], months: int
) -> dict[str, Any]:
    """Return the comparison of ways as `compare --json` prints it; RESULTS have power, cost and workloads.

    Raises:
        RefusedInput: an instance or a model API is not known.
    """
    found = alternatives(
        design, library, results, instances=instances, apis=apis, months=months, start=today().isoformat()
    )
    return alternatives_document(found, results)
