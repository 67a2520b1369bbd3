"""Material for a report: that of a deck, the slides whose claims it repeats, and drawings."""

from functools import cached_property
from typing import Final

from msgspec.structs import replace

from designer.drawing.current_theme import in_theme
from designer.drawing.design_views import VIEWS_BY_ID
from designer.drawing.report_page import Note, Plate, ReportTable
from designer.drawing.theme_tokens import ThemeName, theme_named
from designer.drawing.view_request import ViewRequest
from designer.export.bills.bill import bill_of
from designer.export.bills.records import Bill
from designer.export.deck.context import DeckContext
from designer.export.deck.deck import deck_of
from designer.export.deck.records import Bound, Claim, Deck, DeckSlide
from designer.model.deck_settings import DeckSettings, Level
from designer.model.design import View
from designer.model.kinds import BEARING, STORAGES, SWITCHES
from designer.model.naming import title_of
from designer.model.wording import counted
from designer.review.effects.grouping import FindingGroup

_EQUIPMENT: Final = frozenset(BEARING) | SWITCHES | STORAGES
_ROWS: Final[dict[Level, int | None]] = {"board": 12, "manager": 30, "engineer": None}
"""Rows of a table for each audience; None is all."""


class ReportContext(DeckContext):
    """One design with its results, as the chapters ask for it."""

    @cached_property
    def deck(self) -> Deck:
        """Return the deck of the same design as it is computed: its claims are told here too."""
        # What a person hides, orders and words on slides is said of the slides alone.
        plain = replace(self.design, settings=replace(self.design.settings, deck=DeckSettings()))
        return deck_of(plain, self.library, self.results, self.findings, self.today, self.level)

    @cached_property
    def bill(self) -> Bill:
        """Return the bill of materials."""
        return bill_of(self.design, self.results, today=self.today)

    def slide(self, name: str) -> DeckSlide | None:
        """Return a slide of the deck; None where it is left out."""
        return next((one for one in self.deck.slides if one.id == name), None)

    def title(self, name: str) -> Claim | None:
        """Return the title of a slide as a sentence."""
        slide = self.slide(name)
        return ended(slide.title) if slide is not None else None

    def subtitle(self, name: str) -> Claim | None:
        """Return the line below the title of a slide as a sentence."""
        slide = self.slide(name)
        return ended(slide.subtitle) if slide is not None and slide.subtitle is not None else None

    @cached_property
    def rented_kinds(self) -> frozenset[str]:
        """Return the kinds that are paid by the hour."""
        cost = self.results.cost
        return frozenset(line.kind for line in cost.rent_lines) if cost is not None else frozenset()

    @cached_property
    def owns_machines(self) -> bool:
        """Return whether machines, switches or storage of one's own are drawn."""
        kinds = {node.kind for node in self.design.nodes.values()} - self.rented_kinds
        return not kinds.isdisjoint(_EQUIPMENT)

    @property
    def pays(self) -> bool:
        """Return whether anything is bought, rented or paid each month."""
        return any(figure is not None and figure.value for figure in map(self.headline, ("buy", "run")))

    @property
    def nothing_found(self) -> Claim:
        """Return that the review found nothing."""
        return Claim(
            text="The review found no error, no warning and no note.", bound=(Bound(path="findings.#", value=0.0),)
        )

    def name_of(self, record_id: str) -> str:
        """Return the name of a node or a link."""
        return title_of(self.design, record_id)

    def plate(self, view: View, caption: str, alt: str = "") -> Plate:
        """Return a view as a picture; ALT says what is seen on it where the caption does not."""
        from designer.paint.text_widths import text_widths  # it loads Qt, which only a picture needs

        # Racks are told apart by their colours in a hall that is seen from above, and by words elsewhere.
        theme: ThemeName = "light" if view.shows == "isometric" else "print"
        with in_theme(theme_named(theme)):
            request = ViewRequest(self.design, view, text_widths(), self.results, self.findings)
            drawing = VIEWS_BY_ID[view.shows].draw(request)
        return Plate(drawing, caption, alt or caption, theme)

    def table(
        self,
        title: str,
        columns: tuple[tuple[str, float], ...],
        rows: list[tuple[str, ...]],
        numbers: tuple[int, ...] = (),
        note: str = "",
    ) -> ReportTable:
        """Return a table with as many rows as the audience is shown; the note says how many more there are.

        Args:
            title: Above it.
            columns: Heading and share of the width of each.
            rows: The most important first.
            numbers: Places of columns of numbers.
            note: Below it.
        """
        most = _ROWS[self.level]
        if most is not None and len(rows) > most + 1:
            more = f"And {counted(len(rows) - most, 'more row')}: the report for engineers has all."
            note = f"{more} {note}".strip()
            rows = rows[:most]
        return ReportTable(
            title=title,
            header=tuple(name for name, _ in columns),
            rows=tuple(rows),
            widths=tuple(share for _, share in columns),
            numbers=numbers,
            note=note,
        )


def notes(texts: tuple[str, ...]) -> Note:
    """Return lines in small letters."""
    return Note(text=" ".join(texts))


def ended(claim: Claim) -> Claim:
    """Return CLAIM as a sentence that ends with a full stop."""
    return replace(claim, text=f"{claim.text.rstrip('.')}.")


def finding_claim(group: FindingGroup) -> Claim:
    """Return what the review found as a claim; what is against the design is the opposite of what is hoped for."""
    return Claim(text=group.message, stance="said" if group.severity == "note" else "opposite")


def said(*claims: Claim | None) -> tuple[Claim, ...]:
    """Return those of CLAIMS that there are."""
    return tuple(claim for claim in claims if claim is not None)
