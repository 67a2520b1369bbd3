"""Window that puts the open design in ten places: energy, water, carbon and price, and the hours of a year."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QHeaderView, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from designer.analysis.energy.sites import HoursOfYear, SiteYear
from designer.edit.settings import compare_at, stand_at
from designer.formulas.cooling.average_days import Cells
from designer.formulas.cooling.climates import CLIMATES
from designer.model.assumptions.grids import GRIDS
from designer.model.assumptions.places import PLACES, Place
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import UNKNOWN, shown
from designer.model.money.conversion import in_currency
from designer.review.sites import NO_POWER, best_line, site_notes
from designer.ui.commands.open_windows import WindowHost
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.jobs.background import BackgroundJob
from designer.ui.sites.hours_picture import HoursPicture
from designer.ui.sites.sites_work import find_site_years
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import Choice, Segments, label, line
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.pages import tool_page
from designer.ui.widgets.refresh_when_visible import InSight
from designer.ui.widgets.screen_room import resize_within_screen, screen_room

HOURS_SHOWN: Final[dict[str, tuple[str, str, Callable[[HoursOfYear], Cells]]]] = {
    "carbon": ("Carbon", "kg/h", lambda hours: hours.kg_per_h),
    "power": ("Power", "kW", lambda hours: hours.kw),
    "water": ("Water", "L/h", lambda hours: hours.litres_per_h),
    "compressors": ("Compressors", "% of days", lambda hours: (hours.compressors * 100.0).round(1)),
}
"""What the picture can show: its title, its unit and how it is had from the hours."""
PICK: Final = "Choose a place to see the hours of its year."
NO_HOURS: Final = "No hours are at hand for {}: its grid and weather are known as sums of a year."
_NAME_WIDE: Final = 260
_TABLE_WIDE: Final = 726
"""Pixels in which every figure of a place stands whole."""
_SIDE_WIDE: Final = 384
"""Pixels that the picture of hours takes beside the table, with all margins."""
_HOURS_HIGH: Final = 210
_SAID_HIGH: Final = 112
_SMALL: Final = 560
"""Pixels of a screen that is too low for all that is said."""


class SitesWindow(QDialog):
    """The table of places, the hours of the chosen one, and a button that lets the design stand there.

    Attributes:
        years: What is shown, found so far or at the end.
        table: The places.
    """

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._document = host.document
        self.years: tuple[SiteYear, ...] = ()
        self._problem = ""
        self._asked: tuple[Design, str] | None = None
        self.setWindowTitle("Compare sites")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        resize_within_screen(self, 1180, 700)
        self._job = BackgroundJob(
            self, progressed=self._show_progress, found=self._show, finished=self._finish, failed=self._refused
        )
        self._lay_out()
        connect_given((self.finished, self._job.close))
        in_sight = InSight(self, self.start)
        in_sight.follow(self._document.changed)
        self.start()

    def _lay_out(self) -> None:
        down, top = tool_page(self)
        top.addStretch(1)
        cools = label("Cools without compressors", "muted", self)
        top.addWidget(cools)
        self.economizer = Choice("What cools without compressors", self, chosen=self.start)
        self.economizer.show_choices(SITE_CHOICES["economizer"].options, "")
        self.economizer.setMinimumContentsLength(14)
        cools.setBuddy(self.economizer)
        top.addWidget(self.economizer)
        down.addLayout(top)
        down.addWidget(
            label("The same design with the climate, the grid and the price of each place.", "muted", self, wraps=True)
        )
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName("Places worked out")
        down.addWidget(self.bar)
        across = QHBoxLayout()
        across.setSpacing(18)
        self.table: RecordTable[SiteYear] = RecordTable("Places", self._columns(), self)
        connect_given((self.table.moved, self._show_hours), (self.table.wanted, self._why))
        across.addWidget(self.table, 2)
        room = screen_room(self).width() - _SIDE_WIDE
        self.table.setMinimumWidth(min(_TABLE_WIDE, room))
        if room < _TABLE_WIDE:
            # On a small screen the picture of hours keeps its room, and the last columns are scrolled to.
            self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        side = QVBoxLayout()
        side.setSpacing(8)
        self.place_title = label("", "section", self, wraps=True)
        side.addWidget(self.place_title)
        titles = [(key, title) for key, (title, _, _) in HOURS_SHOWN.items()]
        self.shows = Segments("Hours of a year", titles, "carbon", self, chosen=self._show_hours)
        side.addWidget(self.shows, 0, Qt.AlignmentFlag.AlignLeft)
        self.picture = HoursPicture(self)
        side.addWidget(self.picture, 1)
        self.picture.setMinimumHeight(_HOURS_HIGH)
        across.addLayout(side, 1)
        down.addLayout(across, 1)
        self.notes = label("", "muted", self, wraps=True)
        self.notes.setAccessibleName("What is best, and what is not known")
        self.sources = label("", "muted", self, wraps=True)
        self.sources.setAccessibleName("Where the figures of the chosen place come from")
        # What is said in full is a page of words: in a small window it scrolls, and the figures keep their room.
        said = QWidget(self)
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 8, 0)
        words.addWidget(self.notes)
        words.addWidget(self.sources)
        words.addStretch(1)
        scrolls = QScrollArea(self)
        scrolls.setWidgetResizable(True)
        scrolls.setFrameShape(QFrame.Shape.NoFrame)
        scrolls.setAccessibleName("Notes and sources")
        scrolls.setWidget(said)
        scrolls.setFixedHeight(_SAID_HIGH if screen_room(self).height() > _SMALL else _SAID_HIGH // 2)
        down.addWidget(scrolls)
        down.addWidget(line(self))
        foot = QHBoxLayout()
        self.stand_button = push_button("Stand here", self, self._stand, look="primary", takes_enter=False)
        self.stand_button.setToolTip(
            "Set climate, grid and price of electricity to those of the chosen place; undoable"
        )
        self.why_button = push_button("Why?", self, self._why, takes_enter=False)
        self.why_button.setAccessibleName("Why the carbon of the chosen place is what it is")
        foot.addWidget(self.stand_button)
        foot.addWidget(self.why_button)
        foot.addStretch(1)
        foot.addWidget(push_button("Close", self, self.reject, takes_enter=False))
        down.addLayout(foot)

    def _columns(self) -> tuple[Column[SiteYear], ...]:
        def money(year: SiteYear) -> Figure:
            return in_currency(year.usd_per_year, self._document.design.settings.prices)

        return (
            Column("Place", lambda year: year.place.title, width=178, tip=_about),
            _figures("Energy", lambda year: year.energy.facility_kwh, 96),
            _figures("PUE", lambda year: year.energy.pue, 64),
            _figures("Water", lambda year: year.energy.water_m3_per_year, 92),
            _figures("Carbon", lambda year: year.carbon, 88),
            _figures("Electricity", money, 0, ranged=True),
            Column(
                "In report",
                lambda _: "",
                sorts=False,
                width=70,
                about="Compare the design at this place in report and deck; undoable",
                read=lambda year: "in report and deck" if self._told(year) else "not in report and deck",
                checked=self._told,
                check=self._tell,
            ),
        )

    def _told(self, year: SiteYear) -> bool:
        return year.place.id in self._document.design.settings.sites

    def _tell(self, year: SiteYear) -> None:
        """Take a place into report and deck, or out of them, in the order of the table."""
        kept = {*self._document.design.settings.sites} ^ {year.place.id}
        self._document.edit(lambda design: compare_at(design, [name for name in PLACES if name in kept]))

    def start(self, *_: object) -> None:
        """Work all places out anew on the design as it is; what it is compared at changes no figure."""
        economizer = str(self.economizer.currentData() or "")
        asked = (self._document.design, economizer)
        if self._asked is not None and economizer == self._asked[1] and _same_years(asked[0], self._asked[0]):
            self.table.viewport().update()
            return
        self._asked = asked
        self._problem = ""
        self.bar.setRange(0, 0)
        self.bar.show()
        places = tuple(PLACES.values())
        self._job.start(find_site_years, self._document.design, places, economizer, self._document.library)

    def _show_progress(self, done: int, count: int, _: str) -> None:
        self.bar.setRange(0, max(1, count))
        self.bar.setValue(done)

    def _show(self, years: Sequence[SiteYear]) -> None:
        self.years = tuple(years)
        self.table.show_rows(self.years, lambda year: year.place.id)
        self.table.widen(0, _NAME_WIDE)
        if self.table.current() is None and self.years:
            self.table.choose(0)
        self._show_hours()
        prices = self._document.design.settings.prices
        self.notes.setText(" ".join((*best_line(self.years, prices), *site_notes(self.years))))

    def _finish(self, years: Sequence[SiteYear]) -> None:
        self.bar.hide()
        self._show(years)

    def _refused(self, why: str) -> None:
        self._asked = None
        self.bar.hide()
        self.notes.setText(why)

    def _show_hours(self, *_: object) -> None:
        """Show the hours of the chosen place."""
        year = self.table.current()
        title, unit, cells_of = HOURS_SHOWN[self.shows.value]
        self.stand_button.setEnabled(year is not None)
        self.why_button.setEnabled(year is not None and year.carbon.value is not None)
        if year is None:
            self.place_title.setText("")
            self.picture.show_hours(title, None, unit, PICK)
            self.sources.setText("")
            return
        self.place_title.setText(year.place.title)
        hours = None if year.hours is None else cells_of(year.hours)
        hint = NO_HOURS.format(year.place.title) if year.energy.facility_kwh.value else NO_POWER
        self.picture.show_hours(f"{title} in the hours of a year, {year.place.title}", hours, unit, hint)
        price = f"Price: {year.place.price_source}, {year.place.price_date}." if year.place.price_source else ""
        self.sources.setText(" ".join(filter(None, (*year.sources, price, year.place.note))))

    def _why(self) -> None:
        year = self.table.current()
        if year is not None and year.carbon.value is not None:
            title = f"Carbon of a year, {year.place.title}"
            WhyDialog(title, year.carbon, self._document.design.sources, self).open()

    def _stand(self) -> None:
        year = self.table.current()
        if year is not None:
            economizer = str(self.economizer.currentData() or "")
            place: Place = year.place
            if self._document.edit(lambda design: stand_at(design, place, economizer)):
                self._host.tell(f"The design stands in {place.title} now.")


def _same_years(one: Design, other: Design) -> bool:
    """Return whether ONE and OTHER differ at most in the places that report and deck tell."""
    tables = all(a is b for a, b in ((one.nodes, other.nodes), (one.links, other.links), (one.parts, other.parts)))
    return tables and replace(one.settings, sites=()) == replace(other.settings, sites=())


def _figures(
    title: str, figure_of: Callable[[SiteYear], Figure], width: int, *, ranged: bool = False
) -> Column[SiteYear]:
    """Return a column of figures; those that are not known stay last in either order."""

    def text(year: SiteYear) -> str:
        if not year.energy.facility_kwh.value:
            # Nothing with a known power is drawn: its year is not known, not nothing.
            return UNKNOWN
        pieces = shown(figure_of(year), ranged=ranged)
        return f"{pieces.signed_number} {pieces.unit.removesuffix('/year').removesuffix(' / year')}".rstrip()

    return Column(
        title,
        text,
        order=lambda year: figure_of(year).value or 0.0,
        group=lambda year: figure_of(year).value is None,
        right=True,
        rising=True,
        width=width,
    )


def _about(year: SiteYear) -> str:
    climate, grid = CLIMATES[year.place.climate], GRIDS[year.place.grid]
    return (
        f"{year.place.title}: climate {climate.zone} ({climate.title}), grid {grid.title}, {grid.kg_per_kwh:g} kg/kWh"
    )
