"""A supposed deck: what moves is told before and after, and what fails next is told beside what has failed."""

import re
from collections.abc import Collection

import pytest

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.export.deck.deck import deck_of
from designer.export.deck.records import Deck, Table
from designer.export.deck.supposed import moved_figures
from designer.model.design import Design
from designer.review.rules import review
from tests.export.deck.claim_checker import points, service_points
from tests.export.deck.designs import template
from tests.export.deck.told import TODAY, documents_of
from tests.shipped import LIBRARY


def supposed(design: Design, fail: Collection[str]) -> tuple[Deck, Results]:
    results = analyze(design, library=LIBRARY, fail=fail)
    return deck_of(design, LIBRARY, results, review(design, results, TODAY, library=LIBRARY), TODAY), results


@pytest.mark.parametrize(
    ("name", "fail", "moved"),
    [
        ("dgx-superpod-h100", "leaf[0]", "Between the halves"),
        ("dgx-superpod-h100", "dgx-rest[0]", "Accelerators at work"),
        ("rag-service", "vector-host", "Answered a second"),
    ],
)
def test_what_one_failure_moves_is_told_before_and_after(name: str, fail: str, moved: str) -> None:
    design = template(name)
    before = analyze(design, library=LIBRARY)
    deck, after = supposed(design, (fail,))
    lines = moved_figures(before, after, design.settings.prices)
    assert lines[0].startswith(moved)
    for line in lines:
        then, now = re.sub(r"^[^\d≥]*? (?=at least|[\d])", "", line).split(" → ")
        assert then != now
    # Nothing moves of a design against itself.
    assert moved_figures(before, before, design.settings.prices) == ()
    risk = next(slide for slide in deck.slides if slide.id == "risk")
    table = risk.left[0]
    assert isinstance(table, Table)
    assert table.rows[0][0].endswith(": supposed")
    # By the documents alone: what is left is cut off by another failure, or it is not.
    document = documents_of(design, after, ())
    stopped = [one["id"] for one in document["resilience"]["lost"] if one["state"] == "lost"]
    services = {row["id"] for row in document["workloads"]["services"]} if document.get("workloads") else set[str]()
    if services & set(stopped):
        assert risk.title.text.startswith("What is supposed stops ")
    elif service_points(document):
        assert "too, " in risk.title.text or "more" in risk.title.text
    elif points(document):
        assert "cut off" in risk.title.text or "cuts off" in risk.title.text
        assert "too" in risk.title.text or "more" in risk.title.text
    else:
        assert risk.title.text.startswith("No further part")


def test_the_accelerators_that_are_told_are_those_of_the_analysis() -> None:
    """One server of 31 fails: 8 of 248 accelerators go."""
    design = template("dgx-superpod-h100")
    before = analyze(design, library=LIBRARY)
    _, after = supposed(design, ("dgx-rest[0]",))
    assert moved_figures(before, after, design.settings.prices)[0] == "Accelerators at work 248 → 240"
