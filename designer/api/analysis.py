"""An analysis with its findings: figures by name, the reasons of each, and what `analyze --json` prints."""

from collections.abc import Mapping
from functools import cached_property
from html import escape
from typing import Any

import msgspec

from designer.analysis.results import Results
from designer.api.words import figure_line, why_lines
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.records import RefusedInput
from designer.review.documents.results_document import findings_document, results_document
from designer.review.documents.sites_document import kept_sites_document
from designer.review.effects.preview import State
from designer.review.findings import Finding
from designer.review.headline_figures import BY_KEY, headline_value

_FIGURE_FIELDS = frozenset(Figure.__struct_fields__)


class Analysis:
    """Everything that the analysis and the review say of one design.

    It never changes, so that threads may share it.

    Attributes:
        design: The design that it is of.
        results: The records of the analysis; None stands for a section that was not asked for.
        findings: What the review found, the gravest first.
    """

    def __init__(
        self, design: Design, results: Results, findings: tuple[Finding, ...], library: Library | None = None
    ) -> None:
        self.design, self.results, self.findings, self._library = design, results, findings, library

    @property
    def state(self) -> State:
        """Return design, results and findings as one record, as exports and comparisons take them."""
        return State(self.design, self.results, self.findings)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Return the headline figures that were worked out, by key, amounts in the money of the project."""
        book = self.design.settings.prices
        found = {key: headline_value(key, self.results, book) for key in BY_KEY}
        return {key: figure for key, figure in found.items() if figure is not None}

    def json(self, *, why: bool = False) -> dict[str, Any]:
        """Return what `analyze --json` prints; WHY adds formula, terms and sources to each figure."""
        document = results_document(self.results, self.findings, why=why, book=self.design.settings.prices)
        if self.results.energy is not None:
            document |= kept_sites_document(self.design, self._library)
        return document

    @cached_property
    def _document(self) -> dict[str, Any]:
        return self.json()

    def value(self, key: str) -> float | None:
        """Return the number KEY, a headline figure ("facility") or a dotted key of `analyze --json` ("power.pue").

        Amounts by dotted keys are US dollars, as in that document; those of headline figures in the project's money.

        Returns:
            The number in the unit of its figure; None where it is not known.

        Raises:
            RefusedInput: the analysis has no such figure.
        """
        # Keys of headline figures have no dots, those of the document are sections with something in them.
        if key in BY_KEY:
            figure = self.figures.get(key)
            return None if figure is None else figure.value
        found = _at(self._document, key)
        if isinstance(found, Mapping):
            return found["value"]
        return found

    def figure(self, key: str) -> Figure:
        """Return the figure KEY, named as in `value`, with its terms down to facts with their sources.

        Raises:
            RefusedInput: the analysis has no such figure, or it is a plain count without reasons.
        """
        if key in BY_KEY:
            if key not in self.figures:
                raise RefusedInput(f"{BY_KEY[key].title} is no figure of this design, or was not worked out.")
            return self.figures[key]
        found = _at(self.json(why=True), key)
        if not isinstance(found, Mapping):
            raise RefusedInput(f"{key} is a plain number, without a formula to show.")
        return _figure_of(found)

    def why(self, key: str) -> str:
        """Return why the figure KEY is what it is: itself, its formula and all that it is made of, a line each.

        Raises:
            RefusedInput: as `figure`.
        """
        return "\n".join(why_lines(self.figure(key)))

    def findings_json(self) -> list[dict[str, Any]]:
        """Return the findings as `check --json` prints them."""
        return findings_document(self.findings)

    def __repr__(self) -> str:
        told = ", ".join(f"{BY_KEY[key].caption}: {figure_line(figure)}" for key, figure in self.figures.items())
        return f"<Analysis of {self.design.name!r}: {told}; {len(self.findings)} findings>"

    def _repr_html_(self) -> str:
        """Return the headline figures and the findings as a small table, as notebooks show it."""
        rows = [_row(BY_KEY[key].title, figure_line(figure)) for key, figure in self.figures.items()]
        rows += [_row(one.severity.title(), one.message) for one in self.findings if one.severity != "note"]
        return f"<table><caption>{escape(self.design.name)}</caption>{''.join(rows)}</table>"


def _row(head: str, text: str) -> str:
    return f'<tr><th style="text-align:left">{escape(head)}</th><td>{escape(text)}</td></tr>'


def _at(document: Mapping[str, Any], key: str) -> Any:
    """Return the figure or number that the dotted KEY leads to.

    Raises:
        RefusedInput: it leads nowhere, or to something else.
    """
    found: Any = document
    for place, name in enumerate(key.split(".")):
        if not isinstance(found, Mapping) or name not in found:
            within = ".".join(key.split(".")[:place]) or "the document"
            names = ", ".join(str(one) for one in found) if isinstance(found, Mapping) else "nothing inside it"
            raise RefusedInput(f"There is no figure {key[:120]!r}: {within} has {names[:400]}.")
        found = found[name]
    if isinstance(found, Mapping) and not {"value", "unit"} <= found.keys():
        raise RefusedInput(f"{key[:120]} is no single figure; it has {', '.join(str(one) for one in found)[:400]}.")
    if not isinstance(found, Mapping | int | float | None) or isinstance(found, bool):
        raise RefusedInput(f"{key[:120]} is no figure.")
    return found


def _figure_of(document: Mapping[str, Any]) -> Figure:
    """Return the figure that `document_of` made DOCUMENT of; what else stands in it is left out."""
    # Sections put figures of their own beside the fields of one: `power.it_w` is a figure and holds `max`.
    own = {
        name: value for name, value in document.items() if name in _FIGURE_FIELDS and name not in ("terms", "likely")
    }
    terms = tuple(_figure_of(term) for term in document.get("terms", ()))
    return msgspec.structs.replace(msgspec.convert(own, Figure), terms=terms)
