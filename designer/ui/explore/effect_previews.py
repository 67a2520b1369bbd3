"""Asks a background process what an edit would do, one at a time, and remembers what it said of this design."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from designer import clock
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.plugins.consent import active_plugins
from designer.review.effects.records import Effect
from designer.ui.app.document import Document
from designer.ui.explore.effect_work import find_effect
from designer.ui.jobs.background import BackgroundJob
from designer.ui.jobs.background_process import Teller
from designer.worker import encode_request

Work = Callable[[Teller, tuple[Design, bytes], tuple[Design, bytes]], Effect]
"""Works out, in a process, what leads from one design with the request for its analysis to another."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Effect of an edit, and the key by which it was asked."""

    key: Hashable
    effect: Effect


class EffectPreviews(QObject):
    """Effects of edits on the present design, by a key; only what is asked is worked out."""

    found = Signal(Preview)
    """The effect that was asked last."""

    def __init__(self, document: Document, parent: QObject | None = None, work: Work = find_effect) -> None:
        super().__init__(parent)
        self._document = document
        self._work = work
        self._known: dict[Hashable, Effect] = {}
        self._of: Design | None = None
        self._asked: Hashable = None
        self._job = BackgroundJob(self, finished=self._finished, failed=self._failed)

    @property
    def document(self) -> Document:
        """The document on whose design the effects are."""
        return self._document

    @property
    def waiting(self) -> bool:
        """Return True when an answer is awaited."""
        return self._job.running

    def known(self, key: Hashable) -> Effect | None:
        """Return the effect that is known for KEY on the present design; None when it was not asked."""
        return self._known.get(key) if self._of is self._document.design else None

    def ask(self, key: Hashable, make: Callable[[Design], ChangeSet]) -> None:
        """Have the effect of what MAKE proposes worked out; the last one that was asked is told by `found`."""
        design = self._document.design
        if self._of is not design:
            self._known.clear()
            self._of = design
        effect = self._known.get(key)
        if effect is not None:
            self.found.emit(Preview(key, effect))
            return
        if self._job.running and self._asked == key:
            return
        self._asked = key
        try:
            after = make(design).applied(design)
        except RefusedInput as refusal:
            self._tell(Effect(words=str(refusal), problem=str(refusal)))
            return
        day, library, plugins = clock.today(), self._document.library, active_plugins()
        before, then = ((one, encode_request(0, one, day, library=library, plugins=plugins)) for one in (design, after))
        self._job.start(self._work, before, then)

    def give_up(self) -> None:
        """Ask nothing any more."""
        self._job.close()

    def _finished(self, effect: Effect) -> None:
        if self._of is self._document.design:
            self._tell(effect)

    def _failed(self, line: str) -> None:
        self._tell(Effect(words=line, problem=line))

    def _tell(self, effect: Effect) -> None:
        if not effect.problem:
            self._known[self._asked] = effect
        self.found.emit(Preview(self._asked, effect))
