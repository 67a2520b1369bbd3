"""The content of the one-page report, ready to be set by a painter: pure text and one drawing."""

from designer.drawing.drawing import Drawing
from designer.model.records import Record


class ReportFigure(Record, frozen=True, kw_only=True):
    """One headline number: "To buy", "8.9–11.8", "M$", "servers 78%, network 13%"."""

    label: str
    number: str
    unit: str
    note: str


class ReportRow(Record, frozen=True, kw_only=True):
    """A row of the cost table; `share` is 0 to 1, None when unknown."""

    label: str
    number: str
    share: float | None = None


class ReportRisk(Record, frozen=True, kw_only=True):
    """One risk in plain words."""

    severity: str
    message: str
    detail: str


class ReportSure(Record, frozen=True, kw_only=True):
    """A figure of performance with its range, and what is known of its error."""

    label: str
    number: str
    detail: str


class ReportPage:
    """Everything on the page.

    Attributes:
        title: Name of the design.
        date: As people write it.
        lead: What it is, in one sentence.
        figures: Four headline numbers.
        drawing: The picture.
        paragraphs: (heading, text) pairs.
        costs: Purchase by kind.
        sure: Figures of performance, with how sure they are.
        risks: The biggest, worst first.
        footer: How far the numbers can be trusted.
    """

    def __init__(
        self,
        *,
        title: str,
        date: str,
        lead: str,
        figures: tuple[ReportFigure, ...],
        drawing: Drawing,
        paragraphs: tuple[tuple[str, str], ...],
        costs: tuple[ReportRow, ...],
        sure: tuple[ReportSure, ...],
        risks: tuple[ReportRisk, ...],
        footer: str,
    ) -> None:
        self.title = title
        self.date = date
        self.lead = lead
        self.figures = figures
        self.drawing = drawing
        self.paragraphs = paragraphs
        self.costs = costs
        self.sure = sure
        self.risks = risks
        self.footer = footer
