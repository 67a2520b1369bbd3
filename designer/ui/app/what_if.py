"""Failures that a person supposes while looking: beside the design, which knows nothing of them."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from designer.analysis.failing import failed_of
from designer.analysis.results import Results
from designer.edit.session import Session
from designer.model.copy_ids import CopyId, copy_id
from designer.model.design import Design
from designer.review.findings import Finding


class WhatIf(QObject):
    """Nodes, links, copies and cables that are taken as failed.

    Attributes:
        failed: Ids as the analysis takes them: "leaf" is all of it, "leaf[0]" one copy, "uplinks[0]" one cable.
        load: By what the demand that is set is multiplied for a look.
        before: What the analysis says of the design with nothing failed; None when that is not known.
        findings_before: What the review says of that.
    """

    changed = Signal()
    """Other things have failed now."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.failed: tuple[str, ...] = ()
        self.before: Results | None = None
        self.findings_before: tuple[Finding, ...] = ()
        self.load = 1.0
        self._before_of: tuple[int, str, float] | None = None

    def toggle(self, ids: Collection[str], *, every: bool = False) -> None:
        """Take one copy or cable of each of IDS as failed, or EVERY one; or mend them when all have failed so."""
        design = self._session.design
        known = [one for one in dict.fromkeys(ids) if one in design.nodes or one in design.links]
        names = {one: one if every else one_of(design, one) for one in known}
        kept = [name for name in self.failed if base_of(design, name) not in names]
        down = set(self.failed) if every else {base_of(design, name) for name in self.failed}
        # When all of them have failed already, nothing is added: KEPT alone mends them.
        if not down.issuperset(known):
            already = [name for name in self.failed if base_of(design, name) in names and not every]
            new = [name for one, name in names.items() if every or one not in down]
            kept += [*already, *new]
        self._take(kept)

    def toggle_names(self, names: Collection[str]) -> None:
        """Take just what NAMES say as failed too ("leaf" for all of it, "leaf[3]"), or mend them when all have."""
        names = tuple(dict.fromkeys(names))
        if set(self.failed).issuperset(names):
            self._take([name for name in self.failed if name not in names])
        else:
            design = self._session.design
            kept = [name for name in self.failed if base_of(design, name) not in names]
            self._take(dict.fromkeys([*kept, *names]))

    def fail_just(self, names: Collection[str]) -> None:
        """Take what NAMES say as failed, and nothing else."""
        self._take(dict.fromkeys(names))

    def grow(self, load: float) -> None:
        """Look at the design with LOAD times the demand that is set."""
        if load != self.load:
            self.load = load
            self.changed.emit()

    def mend(self) -> None:
        """Take nothing as failed."""
        self._take(())

    def has_failed(self, record_id: str) -> bool:
        """Return True when a node or link, or some of it, is taken as failed."""
        return any(base_of(self._session.design, name) == record_id for name in self.failed)

    def follow(self) -> None:
        """Forget what the design no longer has."""
        if self.failed:
            unknown = set(failed_of(self._session.design, self.failed).unknown)
            self._take([name for name in self.failed if name not in unknown])

    def remember(self, results: Results, findings: tuple[Finding, ...], revision: int, traffic: str) -> None:
        """RESULTS and FINDINGS are of the design with nothing failed, at REVISION and under TRAFFIC."""
        self.before, self.findings_before = results, findings
        self._before_of = (revision, traffic, self.load)

    def knows_before(self, revision: int, traffic: str) -> bool:
        """Return True when it is known what REVISION does under TRAFFIC with nothing failed."""
        return self._before_of == (revision, traffic, self.load)

    def _take(self, failed: Collection[str]) -> None:
        if tuple(failed) != self.failed:
            self.failed = tuple(failed)
            self.changed.emit()


def one_of(design: Design, record_id: str) -> str:
    """Return the id of one copy of a node or one cable of a link; the id itself when there is but one."""
    return copy_id(record_id, 0) if count_of(design, record_id) > 1 else record_id


def count_of(design: Design, record_id: str) -> int:
    """Copies of a node, or cables of a link."""
    if record_id in design.nodes:
        return design.total_copies(record_id)
    return design.total_cables(design.links[record_id])


def base_of(design: Design, name: str) -> str:
    """The node or link that NAME, such as "leaf[0]", is all or one of."""
    return name if name in design.nodes or name in design.links else CopyId.read(name).id
