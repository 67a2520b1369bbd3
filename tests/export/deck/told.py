"""Decks with the documents that a checker recomputes their sentences from."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final, cast
from unittest.mock import patch

from designer.analysis.energy.sites import site_years
from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.records import Alternatives
from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.export.bills.bill import bill_of
from designer.export.bills.files import bill_document
from designer.export.deck import context
from designer.export.deck.deck import deck_of
from designer.export.deck.records import Bound, Claim, Deck
from designer.export.text.text_form import document_of_design
from designer.model.assumptions.places import PLACES
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.review.documents.money_document import alternatives_document
from designer.review.documents.results_document import results_document
from designer.review.documents.sites_document import site_document
from designer.review.findings import Finding
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


def told(design: Design, level: Level = "board") -> tuple[Deck, dict[str, Any]]:
    """Return the deck of DESIGN, and what `analyze`, `compare`, `bom` and the text form say of it."""
    results = analysed(design)
    findings = review(design, results, TODAY, library=LIBRARY)
    with patch.object(context, "alternatives", _compared):
        deck = deck_of(design, LIBRARY, results, findings, TODAY, level)
    return deck, documents_of(design, results, findings)


_analysed: Final = Remembered[Results](kept=12)


def analysed(design: Design) -> Results:
    """Return the whole analysis of DESIGN, worked out once for all tests that ask for the same one."""
    return _analysed.of((design,), None, partial(analyze, design, library=LIBRARY))


_known: Final = Remembered[Alternatives](kept=1)


def _compared(design: Design, library: Library, results: Results, **asked: Any) -> Alternatives:
    """Return the alternatives, worked out once where the deck and `compare` ask for the very same."""
    make = partial(alternatives, design, library, results, **asked)
    return _known.of((design, library, results), tuple(sorted(asked.items())), make)


def documents_of(design: Design, results: Results, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what `analyze`, `compare`, `bom` and the text form say of DESIGN."""
    document = results_document(results, findings, book=design.settings.prices)
    ways = _compared(design, LIBRARY, results, start=TODAY.isoformat())
    document["compare"] = alternatives_document(ways, results)
    document["bom"] = bill_document(bill_of(design, results, "", TODAY))
    document["design"] = document_of_design(design, LIBRARY)
    if design.settings.sites:
        places = [PLACES[name] for name in design.settings.sites]
        document["sites"] = [site_document(year) for year in site_years(design, places, library=LIBRARY)]
    return document


def claims(deck: Deck) -> list[Claim]:
    """Return all sentences of DECK that are bound to figures: titles, subtitles, quantities, ends of curves."""
    return [claim for slide in deck.slides for claim in slide.claims]


def at(document: Any, bound: Bound) -> float | None:
    """Return the value of the document at the place that a claim names."""
    here: Any = document
    for key in bound.path.split("."):
        if key == "#":
            return float(len(here))
        here = here[int(key) if isinstance(here, list) else key]
    found = cast("dict[str, Any]", here).get("value") if isinstance(here, dict) else here
    return None if found is None else float(found)
