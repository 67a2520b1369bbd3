"""The page of results: figures on top, filters left, points, parallel axes or a table, the best ones at the right."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from designer.model.figures.figure_text import count_text
from designer.ui.explore_window.filter_pane import FilterPane
from designer.ui.explore_window.parallel import MOST_AXES, ParallelAxes
from designer.ui.explore_window.point_card import Leader, PointCard
from designer.ui.explore_window.result_table import ResultTable
from designer.ui.explore_window.scatter import Scatter, ScatterPicture
from designer.ui.explore_window.summary_strip import SummaryCell, SummaryStrip
from designer.ui.explore_window.variant_words import Tried, VariantWords, could_save, end_words
from designer.ui.explore_window.variants import Mask, Own, Range, Variants
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import Choice, label, line
from designer.ui.widgets.lists.row_list import Row, RowList

VIEWS: Final = (("points", "Points"), ("axes", "Parallel axes"), ("table", "Table"))
MOST_BEST: Final = 40
"""Variants in the list of the best; the table has them all."""
_RIGHT: Final = 280
_EMPTY: Final = np.empty(0, np.bool_)


class ResultsPage(QWidget):
    """Shows one sweep while it runs and when it is done.

    Attributes:
        variants: The rows; None before the first.
        words: Says what they are.
        meeting: Rows that meet what is asked.
        best: The best of them; -1 for none.
        chosen: The row that is picked; -1 for none.
        own: The present design.
        tried: What was gone through.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        opened: Callable[[int], object],
        compared: Callable[[int], object],
        presented: Callable[[int], object],
        name_of: Callable[[str], str],
    ) -> None:
        """Make it; OPENED, COMPARED and PRESENTED are told the row, NAME_OF returns the name of a part."""
        super().__init__(parent)
        self.variants: Variants | None = None
        self.words: VariantWords | None = None
        self.meeting: Mask = _EMPTY
        self.best, self.chosen = -1, -1
        self.own: Own | None = None
        self.tried = Tried(0)
        self.view = "points"
        self._name_of = name_of
        self._coloured = False
        self._opened, self._compared, self._presented = opened, compared, presented
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.strip = SummaryStrip(self)
        down.addWidget(self.strip)
        across = QHBoxLayout()
        across.setSpacing(0)
        self.filters = FilterPane(self, asked=self.ask, ticked=self._tick, cleared=self.clear, name_of=name_of)
        across.addWidget(self.filters)
        across.addWidget(self._make_middle(), 1)
        across.addWidget(self._make_right())
        down.addLayout(across, 1)
        self._show_chosen()

    # ---- Parts ----

    def _make_middle(self) -> QWidget:
        self.stack = QStackedWidget(self)
        points = QWidget(self)
        down = QVBoxLayout(points)
        down.setContentsMargins(16, 10, 8, 8)
        down.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.y_axis = self._choice("Up", "Figure on the axis up")
        self.x_axis = self._choice("Across", "Figure on the axis across")
        self.colour = self._choice("Colour", "What points are coloured and shaped by")
        for title, choice in (("Up", self.y_axis), ("Across", self.x_axis), ("Colour", self.colour)):
            said = label(title, "muted", points)
            said.setBuddy(choice)
            top.addWidget(said)
            top.addWidget(choice, 1)
        down.addLayout(top)
        self.scatter = Scatter(
            points,
            picked=self.pick,
            wanted=self._opened,
            brushed=self._brush,
            moved=self._place_card,
            words_of=self._whole,
        )
        down.addWidget(self.scatter, 1)
        self.fit_button = push_button(
            "See all",
            self.scatter,
            self._fit,
            look="link",
            takes_enter=False,
            tip="See all points (0); the wheel zooms, a drag moves, with Shift it asks for what is in the box",
        )
        self.leader = Leader(self.scatter)
        self.card = PointCard(
            self.scatter,
            opened=self._open_chosen,
            compared=self._compare_chosen,
            presented=self._present_chosen,
            closed=self._unpick,
        )
        self.axes = ParallelAxes(self, asked=self._ask_axis, name_of=self._name_of)
        tabled = QWidget(self)
        below = QVBoxLayout(tabled)
        below.setContentsMargins(16, 10, 8, 8)
        self.only_meeting = check_box("Only those that meet the goal", tabled, self._show_table)
        below.addWidget(self.only_meeting)
        self.table = ResultTable(tabled, picked=self.pick, opened=self._opened)
        below.addWidget(self.table, 1)
        for page in (points, self.axes, tabled):
            self.stack.addWidget(page)
        return self.stack

    def _choice(self, _: str, name: str) -> Choice:
        made = Choice(name, self, chosen=self._axes_chosen)
        made.setMinimumContentsLength(8)
        return made

    def _make_right(self) -> QWidget:
        right = QWidget(self)
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right.setProperty("look", "panel-right")
        right.setFixedWidth(_RIGHT)
        down = QVBoxLayout(right)
        down.setContentsMargins(1, 14, 0, 12)
        down.setSpacing(8)
        self.best_title = label("", "title", right, wraps=True)
        self.best_title.setContentsMargins(19, 0, 16, 0)
        down.addWidget(self.best_title)
        self.best_list = RowList(
            "Best variants that meet the goal", right, activated=self._listed_wanted, current_changed=self._listed
        )
        self.best_list.wrap_words()
        self.best_list.setDragEnabled(False)
        down.addWidget(self.best_list, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(19, 0, 16, 0)
        inside.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self.open_button = push_button("Open this one", right, self._open_chosen, look="primary", takes_enter=False)
        self.compare_button = push_button(
            "Compare", right, self._compare_chosen, takes_enter=False, name="Compare with mine"
        )
        buttons.addWidget(self.open_button, 3)
        buttons.addWidget(self.compare_button, 2)
        inside.addLayout(buttons)
        self.present_button = push_button(
            "Present it", right, self._present_chosen, takes_enter=False, tip="Show the deck of this variant"
        )
        inside.addWidget(self.present_button)
        inside.addWidget(line(right))
        self.why_title = label("", "strong", right, wraps=True)
        self.why = label("", "muted", right, wraps=True)
        self.why.setAccessibleName("Why it is the best, or lost")
        self.bound_button = push_button("Show the bound", right, self._show_bound, look="link", takes_enter=False)
        inside.addWidget(self.why_title)
        inside.addWidget(self.why)
        inside.addWidget(self.bound_button, 0, Qt.AlignmentFlag.AlignLeft)
        down.addLayout(inside)
        return right

    # ---- Rows ----

    def show_variants(self, variants: Variants, tried: Tried) -> None:
        """Show VARIANTS, of which TRIED says how many there could be; what is asked and picked stays."""
        number = self.chosen_number
        if self.variants is not None:
            variants.ask_again(self.variants)
        self.variants, self.tried = variants, tried
        self.words = VariantWords(variants, self._name_of)
        # Rows come in no order, so that the one that was picked may stand elsewhere now.
        found = np.flatnonzero(variants.table.numbers == number) if number is not None else []
        self.chosen = int(found[0]) if len(found) else -1
        self._offer_axes(variants)
        self.refresh()

    @property
    def chosen_number(self) -> int | None:
        """Return the number of the variant that is picked; None for none."""
        if self.variants is None or not 0 <= self.chosen < len(self.variants):
            return None
        return int(self.variants.table.numbers[self.chosen])

    def set_own(self, own: Own | None) -> None:
        """Take the present design, which stands among its variants."""
        self.own = own
        if self.variants is not None:
            self.refresh()

    def set_goals(self, goals: Mapping[str, Range]) -> None:
        """Ask for GOALS, by key."""
        if self.variants is not None:
            for key, wanted in goals.items():
                if key in self.variants.axes:
                    self.variants.ask(key, wanted)
            self.refresh()

    def _offer_axes(self, variants: Variants) -> None:
        choices = [(key, axis.words.title) for key, axis in variants.axes.items()]
        counts = variants.counts or tuple(variants.axes)
        usual = (counts[0] if counts else "", counts[1] if len(counts) > 1 else counts[0] if counts else "")
        for choice, key in ((self.x_axis, usual[0]), (self.y_axis, usual[1])):
            now = str(choice.currentData() or "")
            choice.show_choices(choices, now if now in variants.axes else key)
        words = [(key, one.title) for key, one in variants.classes.items()]
        others = [(key, axis.words.title) for key, axis in variants.axes.items() if key not in variants.classes]
        now = str(self.colour.currentData() or "")
        names = [key for key, one in variants.classes.items() if len(one.labels) > 1]
        # What is a word says more by its colour than a number does, which has an axis of its own.
        words_first = [key for key in names if key not in variants.axes] + names
        first = next(iter(words_first), "")
        self.colour.show_choices(
            [("", "nothing"), *words, *others], now if self._coloured and now in dict(words + others) else first
        )

    # ---- What is asked ----

    def ask(self, key: str, wanted: Range) -> None:
        """Ask that the axis KEY lies in the range WANTED."""
        if self.variants is not None:
            self.variants.ask(key, wanted)
            self.refresh()

    def _ask_axis(self, key: str, wanted: Range) -> None:
        """Ask for a range of a parallel axis; on one of words it ticks those in it."""
        variants = self.variants
        if variants is None or key in variants.axes:
            self.ask(key, wanted)
            return
        for code in range(len(variants.classes[key].labels)):
            variants.tick(key, code, on=wanted.low <= code <= wanted.high)
        self.refresh()

    def _tick(self, key: str, code: int, on: bool) -> None:
        if self.variants is not None:
            self.variants.tick(key, code, on)
            self.refresh()

    def _brush(self, across: Range, up: Range) -> None:
        if self.variants is not None:
            self.variants.ask(str(self.x_axis.currentData()), across)
            self.variants.ask(str(self.y_axis.currentData()), up)
            self.refresh()

    def clear(self) -> None:
        """Ask for nothing."""
        if self.variants is not None:
            self.variants.clear()
            self.refresh()

    # ---- Showing ----

    def turn_to(self, view: str) -> None:
        """Show the points, the parallel axes or the table."""
        self.view = view
        self.stack.setCurrentIndex([name for name, _ in VIEWS].index(view))
        self._show_view()

    def refresh(self) -> None:
        """Show all anew by what is asked now."""
        variants = self.variants
        if variants is None or self.words is None:
            return
        self.meeting = variants.meeting()
        self.best = variants.best(variants.counts[0], self.meeting) if variants.counts else -1
        # Counts at each filter are made without its own wish, so that moving it back shows what it leaves out.
        self.filters.show_variants(variants, int(self.meeting.sum()))
        self._show_strip(variants, self.words)
        self._show_best(variants, self.words)
        self._show_view()
        self._show_chosen()

    def _show_view(self) -> None:
        if self.variants is None:
            return
        if self.view == "points":
            self._show_points(self.variants)
        elif self.view == "axes":
            keys = (*self.variants.table.parameters, *self.variants.counts)
            left = [key for key in self.variants.table.figures if key not in keys]
            self.axes.show_variants(self.variants, (*keys, *left)[:MOST_AXES], self.meeting, self.chosen)
        else:
            self._show_table()

    def _show_points(self, variants: Variants) -> None:
        x, y = (variants.axes.get(str(choice.currentData())) for choice in (self.x_axis, self.y_axis))
        if x is None or y is None:
            return
        key = str(self.colour.currentData() or "")
        labels, codes = variants.colours(key)
        if key in variants.classes:
            labels = tuple(self._name_of(name) or "none" for name in labels)
        one = variants.classes.get(key) or variants.axes.get(key)
        title = "" if one is None else one.title if key in variants.classes else one.words.title  # type: ignore[union-attr]
        front = variants.front(x.key, y.key)
        money = x.words.is_money and x.direction < 0
        self.scatter.show_picture(
            ScatterPicture(
                variants=variants,
                x=x,
                y=y,
                labels=labels or ("variants",),
                codes=codes,
                meeting=self.meeting,
                front=front,
                best=self.best,
                own=self.own,
                front_words="best for the money" if money else "nothing beats these in both",
                title=title,
            )
        )

    def _show_table(self, *_: object) -> None:
        if self.variants is None or self.words is None or self.view != "table":
            return
        self.table.show_variants(self.variants, self.words, self.meeting, only_meeting=self.only_meeting.isChecked())
        if self.chosen >= 0:
            self.table.go_to(self.chosen)

    def _show_strip(self, variants: Variants, words: VariantWords) -> None:
        cells = [SummaryCell("Meet the goal", count_text(int(self.meeting.sum())), f"of {count_text(len(variants))}")]
        if variants.counts:
            cells += self._best_cells(variants, words)
        self.strip.show_cells(tuple(cells))

    def _best_cells(self, variants: Variants, words: VariantWords) -> list[SummaryCell]:
        first = variants.axes[variants.counts[0]]
        name = "Cheapest" if first.words.is_money else f"Best, {first.words.title}"
        cells: list[SummaryCell] = []
        if self.best < 0:
            cells.append(SummaryCell(name, "none", "meets all that is asked"))
        else:
            pieces = first.words.pieces(float(first.values[self.best]))
            proof = words.proof(self.tried, self.best)
            least = variants.at_least[first.key][self.best]
            name = f"{name}, {end_words(first.key)}" if least else name
            cells.append(SummaryCell(name, pieces.number, f"{pieces.unit}, {proof}", good=words.is_proven(self.tried)))
        own = self.own
        if own is not None and first.key in own.values:
            pieces = first.words.pieces(own.values[first.key])
            mine = f"Yours, {end_words(first.key)}" if first.key in own.at_least else "Yours"
            cells.append(SummaryCell(mine, pieces.number, pieces.unit))
            saved = could_save(variants, own, self.best)
            if saved is not None and saved[1] > 0:
                pieces = first.words.pieces(saved[1])
                said = "Could save" if first.words.is_money else "Could gain"
                cells.append(SummaryCell(said, pieces.number, f"{pieces.unit}{self._at_what(variants, own)}"))
        if len(variants.counts) > 1:
            second = variants.axes[variants.counts[1]]
            if own is not None and second.key in own.values:
                pieces = second.words.pieces(own.values[second.key])
                mine = f"{second.words.title}, yours"
                if second.key in own.at_least:
                    mine = f"{mine}, {end_words(second.key)}"
                cells.append(SummaryCell(mine, pieces.number, pieces.unit))
            if self.best >= 0 and np.isfinite(second.values[self.best]):
                pieces = second.words.pieces(float(second.values[self.best]))
                said = f"{second.words.title}, this one"
                if variants.at_least[second.key][self.best]:
                    said = f"{said}, {end_words(second.key)}"
                cells.append(SummaryCell(said, pieces.number, pieces.unit))
        return cells

    def _at_what(self, variants: Variants, own: Own) -> str:
        """Return whether the best one gives less of the second figure than the OWN design: saving has its price."""
        if len(variants.counts) < 2 or self.best < 0:
            return ""
        second = variants.axes[variants.counts[1]]
        here, mine = float(second.values[self.best]), own.values.get(second.key)
        if mine is None or not np.isfinite(here) or not second.direction:
            return ""
        if abs(here - mine) <= 1e-9 * max(abs(here), abs(mine)):
            return ""
        return f" with {'more' if here > mine else 'less'} {second.words.name}"

    def _show_best(self, variants: Variants, words: VariantWords) -> None:
        if not variants.counts:
            self.best_title.setText("Nothing counts")
            return
        key = variants.counts[0]
        money = variants.axes[key].words.is_money
        rows = variants.ranked(key, MOST_BEST, self.meeting)
        self.best_title.setText("Cheapest that meet it" if money else "Best that meet it")
        shown = [
            Row(
                str(int(variants.table.numbers[row])),
                words.title(int(row)),
                "\n".join(filter(None, (words.figures(int(row), without=key), words.rest(int(row))))),
                aside=words.figure(key, int(row)),
            )
            for row in rows
        ]
        if not shown:
            hint = "Take a filter back, or move its range." if len(variants) else "The best come in here."
            shown = [Row("", "None meets all that is asked" if len(variants) else "No rows yet", hint, dim=True)]
        self.best_list.blockSignals(True)
        self.best_list.selectionModel().blockSignals(True)
        self.best_list.show_rows(shown)
        self._list_chosen()
        self.best_list.selectionModel().blockSignals(False)
        self.best_list.blockSignals(False)

    def _list_chosen(self) -> None:
        number = self.chosen_number
        rows = self.best_list.row_model.rows
        place = next((at for at, row in enumerate(rows) if row.key and row.key == str(number)), -1)
        if place >= 0:
            self.best_list.setCurrentIndex(self.best_list.row_model.index(place))
        else:
            self.best_list.clearSelection()

    # ---- The one that is picked ----

    def pick(self, row: int) -> None:
        """Pick ROW in all views; -1 picks none."""
        # The same row again is shown again too: the card may have been out of sight.
        self.chosen = row
        self._show_chosen()

    def _unpick(self) -> None:
        self.pick(-1)

    def _show_chosen(self) -> None:
        variants, words, row = self.variants, self.words, self.chosen
        there = variants is not None and 0 <= row < len(variants)
        shown = row if there else self.best
        for button in (
            self.open_button,
            self.compare_button,
            self.present_button,
            self.card.open_button,
            self.card.compare_button,
            self.card.present_button,
        ):
            button.setEnabled(shown >= 0)
        if variants is None or words is None:
            return
        if self.scatter.chosen != row:
            self.scatter.chosen = row
            self.scatter.update()
        self._list_quietly()
        if self.view == "axes":
            self._show_view()
        if self.view == "table" and there:
            self.table.go_to(row)
        self._show_why(words, shown)
        if there:
            best = row == self.best
            verdict = self._best_words(words) if best else words.verdict(row)
            self.card.show_words(words.title(row), words.figures(row), words.rest(row), verdict, good=best)
        self._place_card()

    def _best_words(self, words: VariantWords) -> str:
        assert self.variants is not None
        money = self.variants.axes[self.variants.counts[0]].words.is_money
        name = "Cheapest" if money else "Best"
        if words.is_proven(self.tried):
            return f"Proven {name.lower()} of all that meet the goal: {words.proof(self.tried, self.best)}"
        return f"{name} that meets the goal, {words.proof(self.tried, self.best)}"

    def _show_why(self, words: VariantWords, row: int) -> None:
        """Say at the right why the best is the best, or why the picked one is not."""
        self.bound_button.setVisible(self.best >= 0 and row == self.best)
        self.bound_button.setText("Show the bound" if words.is_proven(self.tried) else "Why no proof")
        if row < 0:
            self.why_title.setText("")
            self.why.setText("")
        elif row == self.best:
            self.why_title.setText("Why it is proven" if words.is_proven(self.tried) else "How sure it is the best")
            self.why.setText(f"{self._best_words(words)}.")
        else:
            self.why_title.setText("Why it is not the best")
            self.why.setText(words.verdict(row))

    def _show_bound(self) -> None:
        if self.words is not None:
            self.why.setText(self.words.bound(self.tried, self.best))
            self.bound_button.hide()

    def _place_card(self) -> None:
        # Called while the plot is being made, before there is a card.
        if not hasattr(self, "card"):
            return
        self.fit_button.adjustSize()
        self.fit_button.move(self.scatter.width() - self.fit_button.width() - 8, 2)
        self.fit_button.setVisible(not self.scatter.is_fitted)
        point: QPointF | None = self.scatter.place_of(self.chosen) if self.chosen >= 0 else None
        self.card.stand_at(point, self.scatter.area())
        self.leader.join(point, self.card)

    def _list_quietly(self) -> None:
        model = self.best_list.selectionModel()
        model.blockSignals(True)
        self._list_chosen()
        model.blockSignals(False)
        self.best_list.viewport().update()

    def _listed(self, *_: object) -> None:
        row = self.best_list.chosen
        if self.variants is None or row is None or not row.key:
            return
        found = np.flatnonzero(self.variants.table.numbers == int(row.key))
        if len(found):
            self.pick(int(found[0]))

    def _listed_wanted(self, *_: object) -> None:
        self._listed()
        self._open_chosen()

    @property
    def _wanted(self) -> int:
        return self.chosen if self.chosen >= 0 else self.best

    def _open_chosen(self) -> None:
        if self._wanted >= 0:
            self._opened(self._wanted)

    def _compare_chosen(self) -> None:
        if self._wanted >= 0:
            self._compared(self._wanted)

    def _present_chosen(self) -> None:
        if self._wanted >= 0:
            self._presented(self._wanted)

    def _axes_chosen(self, _: str) -> None:
        # From now on a person has chosen: rows that come in with more values change the colours no more.
        self._coloured = True
        self._show_view()
        self._show_chosen()

    def _fit(self) -> None:
        self.scatter.fit()

    def _whole(self, row: int) -> str:
        return self.words.whole(row) if self.words is not None and row >= 0 else ""

    def recolour(self) -> None:
        """Take the colours of the current theme."""
        self.scatter.recolour()
        self.axes.recolour()
