"""The open design as the panels know it: the session, what the analysis says, and who is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from designer.analysis.counts import cables_recounted, counts
from designer.analysis.results import Counts, Results
from designer.catalog.library import Library
from designer.drawing.difference import PLACED
from designer.edit.session import Session
from designer.model.changes import AnyRecord, ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.named_numbers import keep_changed_names
from designer.model.records import RefusedInput
from designer.review.findings import Finding
from designer.ui.app.what_if import WhatIf
from designer.ui.jobs.in_thread import let_go
from designer.ui.jobs.large_edits import LargeEdits
from designer.ui.jobs.on_demand_analysis import Beside
from designer.ui.jobs.window_first import window_first
from designer.ui.reality.found_files import FoundFiles
from designer.ui.reality.reality_work import BuiltFound, ReadingsFound, find_built, find_readings
from designer.ui.widgets.timers import after_pause

COUNTED: Final = ("kind", "part", "parent", "copies", "order", "name")
"""Fields of a node on which a count, or the tree of its reasons, depends; the name stands in that tree too."""
_LAYOUT: Final = PLACED - {"order"}
"""Fields of a node that say where it lies in the picture, and how; copies and cables go by the order."""
SMALL: Final = 1_000
"""Nodes up to which the results of before are forgotten in no time."""
FORGOTTEN_MS: Final = 300
"""How long the results of before are kept when others have come."""


class Document(QObject):
    """One open design.

    Attributes:
        session: Where the design changes.
        library: The parts that can be placed: those on hand, and those that only the design holds.
        results: The last analysis; None before the first.
        findings: What the review says about those results.
        fresh: Whether results are of the present revision.
        counts: Quick counts of the present revision, even while the analysis runs; by tier only when it has answered.
        what_if: What is taken as failed.
        beside: What is asked beside the results: who fills links, what drawn flows reach.
        built: What was found of the built network, compared with the design.
        readings: Power that was measured, beside the design's.
        large: Makes edits of thousands of things while the window goes on.
        place: Return the file that the design lies in and which of its designs it is; None of one never saved.
    """

    revised = Signal()
    """There is another revision; told before all else, so that its analysis runs while the panels follow."""

    changed = Signal(ChangeSet)
    """A ChangeSet was committed, undone or redone."""

    analysed = Signal()
    """Results, findings or their freshness changed."""

    network_known = Signal()
    """What the links of the present revision carry is known, ahead of the other results."""

    library_changed = Signal()
    """Other parts can be placed now."""

    refused = Signal(str)
    """An edit was refused: one plain line."""

    done = Signal(str)
    """An edit was made: its name."""

    def __init__(
        self, session: Session, library: Library, parent: QObject | None = None, amounts: Counts | None = None
    ) -> None:
        """AMOUNTS are the counts of the design without its tiers, where they are known."""
        super().__init__(parent)
        self.session = session
        self.place: Callable[[], tuple[Path, str] | None] = _nowhere
        self._shipped = library
        self.library = library.joined(session.design)
        self.results: Results | None = None
        self.findings: tuple[Finding, ...] = ()
        self.fresh = False
        self.counts: Counts = counts(session.design, tiers=False) if amounts is None else amounts
        self.what_if = WhatIf(session, self)
        self.beside = Beside(session, self)
        self.large = LargeEdits(session, self)
        self.large.counted.connect(self._foresee)
        self.built: FoundFiles[BuiltFound] = FoundFiles(self, self._with_library, find_built)
        self.readings: FoundFiles[ReadingsFound] = FoundFiles(self, self._with_library, find_readings)
        self._foreseen: Counts | None = None
        self._before: list[Results] = []
        self._many = False
        self._forgetting = after_pause(self, FORGOTTEN_MS, self._forget)
        self._stop = session.listen(self._on_change)

    def set_library(self, library: Library) -> None:
        """Take other parts on hand; those that only the design holds stay with them."""
        self._shipped = library
        joined = library.joined(self.design)
        if joined != self.library:
            self.library = joined
            self.library_changed.emit()

    @property
    def design(self) -> Design:
        """The current design."""
        return self.session.design

    def _with_library(self) -> tuple[Design, Library]:
        return self.design, self.library

    @property
    def standing(self) -> tuple[Results | None, tuple[Finding, ...]]:
        """Return what the analysis and the review say of the design with nothing failed."""
        if self.what_if.failed and self.what_if.before is not None:
            return self.what_if.before, self.what_if.findings_before
        return self.results, self.findings

    def edit_many(self, make: Callable[[Design], ChangeSet], many: int, words: str) -> bool:
        """Commit what MAKE proposes of so MANY records, in a thread where they are thousands; WORDS say what is done.

        The window goes on meanwhile; the answer comes when it is done, and is that of `edit`.
        """
        return not self.attempt_many(make, many, words)

    def attempt_many(self, make: Callable[[Design], ChangeSet], many: int, words: str) -> str:
        """Commit what MAKE proposes as `edit_many` does; the answer is why it was refused, "" when it was not."""
        if many < self.large.many:
            return self.attempt(make)
        try:
            changeset = self.large.commit(make, words)
        except RefusedInput as problem:
            if not self.large.closed:
                self.refused.emit(str(problem))
            return str(problem)
        if changeset:
            self.done.emit(changeset.label)
        return ""

    def edit(self, make: Callable[[Design], ChangeSet], *, joins_last: bool = False) -> bool:
        """Commit what MAKE proposes and say whether the design now is so; a refusal changes nothing."""
        return not self.attempt(make, joins_last=joins_last)

    def attempt(self, make: Callable[[Design], ChangeSet], *, joins_last: bool = False) -> str:
        """Commit what MAKE proposes; the answer is why it was refused, "" when it was not."""
        try:
            with window_first():
                changeset = make(self.session.design)
                self.session.commit(changeset, joins_last=joins_last)
        except RefusedInput as problem:
            self.refused.emit(str(problem))
            return str(problem)
        if changeset:
            self.done.emit(changeset.label)
        return ""

    def undo(self) -> None:
        """Take the last edit back."""
        changeset = self._step(self.large.undo)
        if changeset is not None:
            self.done.emit(f"Undone: {changeset.label}")

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        changeset = self._step(self.large.redo)
        if changeset is not None:
            self.done.emit(f"Done again: {changeset.label}")

    def _step(self, step: Callable[[], ChangeSet | None]) -> ChangeSet | None:
        try:
            return step()
        except RefusedInput as problem:
            if not self.large.closed:
                self.refused.emit(str(problem))
            return None

    def _foresee(self, counted: Counts) -> None:
        self._foreseen = counted

    def set_results(self, results: Results, findings: tuple[Finding, ...]) -> None:
        """Take what the analysis says about the present revision."""
        # Thousands of figures take a moment to give back: that is done when the new ones are painted.
        self.keep_for_a_moment(self.results)
        self.results = results
        self.findings = findings
        self.counts = results.counts
        self.fresh = True
        self.beside.follow(results)
        self.analysed.emit()

    def keep_for_a_moment(self, before: Results | None) -> None:
        """Keep results that are no longer asked for until the new ones are painted."""
        if before is not None:
            self._before.append(before)
            self._many = self._many or before.counts.nodes > SMALL
            self._forgetting.start()

    def set_network(self, early: Results) -> None:
        """Counts and link loads of the present revision; all else stays as it was before until it comes."""
        # Early figures are of the links alone; only for the same failure may they stand beside the older results.
        if self.results is not None and self.results.failed == early.failed:
            network, before = early.network, self.results.network
            if network is not None and before is not None:
                # Slower figures of the network come with the rest; until then those of the revision before stay.
                kept = {
                    "bisection_gbps": before.bisection_gbps,
                    "min_cut": before.min_cut,
                    "by_network": before.by_network,
                }
                network = structs.replace(network, **kept)
            self.keep_for_a_moment(self.results)
            self.results = structs.replace(self.results, counts=early.counts, network=network)
            self.counts = early.counts
            self.network_known.emit()

    def _forget(self) -> None:
        held: list[Results] = self._before
        self._before = []
        if self._many:
            let_go(held)

    def close(self) -> None:
        """Stop listening."""
        self._forgetting.stop()
        self.built.close()
        self.readings.close()
        self.large.close()
        self._stop()

    def _on_change(self, changeset: ChangeSet) -> None:
        self.fresh = False
        if any(True for _ in changeset.ids("parts")):
            self.set_library(self._shipped)
        self.what_if.follow()
        self.revised.emit()
        foreseen, self._foreseen = self._foreseen, None
        if foreseen is not None:
            self.counts = foreseen
        elif _recounts(changeset):
            links, nodes = _links_changed(changeset)
            if not nodes:
                self.counts = cables_recounted(self.counts, self.session.design, links)
            else:
                # Nodes that are new multiply no cable that was there.
                new = all(before is None for before, _ in nodes)
                known = cables_recounted(self.counts, self.session.design, links) if new else None
                self.counts = counts(self.session.design, tiers=False, cabled=known)
        self.beside.follow(None)
        # Where things lie is nothing that is compared; only the picture of a small design shows it.
        moved = _is_layout(changeset)
        if not moved:
            self.readings.follow()
        if not moved or len(self.design.nodes) <= SMALL:
            self.built.follow()
        keep_changed_names(changeset)
        self.changed.emit(changeset)
        self.analysed.emit()


_Pair = tuple[AnyRecord | None, AnyRecord | None]


def _links_changed(changeset: ChangeSet) -> tuple[dict[str, tuple[Link | None, Link | None]], list[_Pair]]:
    """Return the links of CHANGESET as they were and are, and all else that counts in the same way."""
    found: dict[str, tuple[Link | None, Link | None]] = {}
    others: list[_Pair] = []
    for (table, record_id), (before, after) in changeset.changes.items():
        if table == "links":
            found[record_id] = (
                before if isinstance(before, Link) else None,
                after if isinstance(after, Link) else None,
            )
        else:
            others.append((before, after))
    return found, others


def _is_layout(changeset: ChangeSet) -> bool:
    """Return True when CHANGESET only moves, folds or locks things in the picture."""
    for (table, _), (before, after) in changeset.changes.items():
        if table in {"views", "marks", "pictures"}:
            continue
        if not (isinstance(before, Node) and isinstance(after, Node)):
            return False
        if any(
            name not in _LAYOUT and getattr(before, name) != getattr(after, name) for name in before.__struct_fields__
        ):
            return False
    return True


def _recounts(changeset: ChangeSet) -> bool:
    """Return True when CHANGESET may change a count: it adds, takes away, holds or multiplies something."""
    for (table, _), (before, after) in changeset.changes.items():
        if table in {"views", "marks", "pictures", "sources", "settings"}:
            continue
        if not (isinstance(before, Node) and isinstance(after, Node)):
            return True
        if any(getattr(before, field) != getattr(after, field) for field in COUNTED):
            return True
    return False


def _nowhere() -> None:
    """Return that the design lies in no file."""
