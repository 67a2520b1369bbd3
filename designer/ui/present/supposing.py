"""Suppositions before the audience: something fails, more people ask, more servers stand there; nothing is changed.

The presentation has an analysis process of its own, so that neither the design nor the window behind it knows of it.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from designer.edit.nodes.nodes import set_node
from designer.export.deck.supposed import NOTHING, moved_figures
from designer.model.design import Design
from designer.model.kinds import BEARING, KINDS
from designer.model.naming import title_of
from designer.model.records import RefusedInput
from designer.model.wording import listed
from designer.review.reply import Reply
from designer.ui.app.document import Document
from designer.ui.app.what_if import WhatIf, base_of, count_of, one_of
from designer.ui.jobs.analysis_job import AnalysisJob, Question
from designer.ui.panels.failures.failure_words import cost_words
from designer.ui.widgets.callbacks import Run, connect_given

LOADS: Final = (2.0, 4.0)
"""By what the demand can be multiplied."""
FACTORS: Final = (2, 4)
"""By what the servers can be multiplied."""
_FAILING: Final = ("power", "switch", "host", "storage", "cooling")
"""Roles of what can be failed, those that take the most along first; racks and rooms come last."""
_MOST_WORDS: Final = 3
_LOAD: Final = "load:"
_SERVERS: Final = "servers:"


def start_job() -> AnalysisJob:
    """Return the analysis of a presentation, in a process of its own."""
    return AnalysisJob()


class Choice(NamedTuple):
    """Something that can be supposed.

    Attributes:
        key: For `Supposing.toggle`.
        title: In words.
        line: How many there are.
        icon: File in resources/icons without ".svg".
        heading: Whether it is a caption.
    """

    key: str
    title: str
    line: str = ""
    icon: str = ""
    heading: bool = False


class Supposing(QObject):
    """Things that are supposed, and what the analysis says of it.

    Attributes:
        what_if: What fails, and how many times as many people ask.
        servers: How many times as many servers stand there.
        design: The design as supposed: that of the document, unless there are more servers.
        reply: The answer to what is supposed; None while nothing is, or it is being worked out.
        problem: Why it could not be worked out; "" where it could.
    """

    changed = Signal()
    """Something else is supposed, or its answer came."""

    def __init__(self, document: Document, parent: QObject, changed: Run) -> None:
        super().__init__(parent)
        connect_given((self.changed, changed))
        self._document = document
        self._job: AnalysisJob | None = None
        self._revision = 0
        self.what_if = WhatIf(document.session, self)
        connect_given((self.what_if.changed, self._ask))
        self.servers = 1
        self.design = document.design
        self.reply: Reply | None = None
        self.problem = ""

    @property
    def active(self) -> bool:
        """Return whether anything is supposed."""
        return bool(self.what_if.failed) or self.what_if.load != 1.0 or self.servers != 1

    @property
    def working(self) -> bool:
        """Return whether an answer is awaited."""
        return self.active and self.reply is None and not self.problem

    @property
    def words(self) -> str:
        """Return what is supposed in one sentence; "" for nothing."""
        return f"What if {listed(list(self._parts()), 4)}?" if self.active else ""

    @property
    def cost(self) -> str:
        """Return what it costs, in the words of a failure; "" while that is not known or nothing fails."""
        if self.reply is None or self.reply.results is None:
            return self.problem
        before, _ = self._document.standing
        words = cost_words(self.design, before, self.reply.results) if self.what_if.failed else ()
        return " ".join(words[:_MOST_WORDS])

    @property
    def moved(self) -> tuple[str, ...]:
        """Return the figures that it moves, before and after; () while they are not known."""
        if self.reply is None or self.reply.results is None:
            return ()
        before, _ = self._document.standing
        return moved_figures(before, self.reply.results, self._document.design.settings.prices)

    @property
    def told(self) -> str:
        """Return what is supposed and what it moves, as it stands on a slide; "" for nothing."""
        if not self.active:
            return ""
        return f"Supposed: {listed(list(self._parts()), 4)}. {' · '.join(self.moved) or NOTHING.capitalize()}."

    def _parts(self) -> Iterator[str]:
        if names := [title_of(self._document.design, name) for name in self.what_if.failed]:
            yield f"{listed(names, 3)} {'fails' if len(names) == 1 else 'fail'}"
        if self.what_if.load != 1.0:
            yield f"{self.what_if.load:g} times as many ask"
        if self.servers != 1:
            yield f"there are {self.servers} times as many servers"

    def choices(self) -> tuple[Choice, ...]:
        """Return what can be supposed of the design as it is."""
        design = self._document.design
        found: list[Choice] = []
        results, _ = self._document.standing
        work = results.workloads if results is not None else None
        if work is not None and any(load.offered_per_s.value for load in work.services):
            found += [Choice(f"{_LOAD}{load:g}", f"{load:g} times as many ask", icon="users") for load in LOADS]
        if any(_is_server(design, node_id) for node_id in design.nodes):
            found += [Choice(f"{_SERVERS}{many}", f"{many} times as many servers", icon="server") for many in FACTORS]
        if found:
            found.insert(0, Choice("", "More", heading=True))
        failing = sorted(
            (node for node in design.nodes_in_order() if _order(node.kind) is not None),
            key=lambda node: _order(node.kind) or 0,
        )
        if failing:
            found.append(Choice("", "Let one fail", heading=True))
        for node in failing:
            many = count_of(design, node.id)
            kind = KINDS[node.kind]
            around = design.nodes.get(node.parent or "")
            where = f" in {around.title}" if around is not None else ""
            line = f"{kind.title}{where}, one of {many}" if many > 1 else f"{kind.title}{where}"
            found.append(Choice(node.id, node.title, line, kind.icon))
        return tuple(found)

    def toggle(self, key: str) -> None:
        """Suppose what KEY of a choice or the id of a node says, or no longer."""
        if key.startswith(_LOAD):
            load = float(key.removeprefix(_LOAD))
            self.what_if.grow(1.0 if self.what_if.load == load else load)
        elif key.startswith(_SERVERS):
            many = int(key.removeprefix(_SERVERS))
            self.servers = 1 if self.servers == many else many
            self._ask()
        elif key in self._document.design.nodes:
            down = self.supposed(key)
            kept = [name for name in self.what_if.failed if base_of(self._document.design, name) != key]
            self.what_if.fail_just(kept if down else [*kept, one_of(self._document.design, key)])

    def supposed(self, key: str) -> bool:
        """Return whether what KEY of a choice says is supposed now."""
        if key.startswith(_LOAD):
            return self.what_if.load == float(key.removeprefix(_LOAD))
        if key.startswith(_SERVERS):
            return self.servers == int(key.removeprefix(_SERVERS))
        return bool(key) and self.what_if.has_failed(key)

    def take_back(self) -> None:
        """Suppose nothing."""
        if not self.active:
            return
        self.servers = 1
        self.what_if.load = 1.0
        self.what_if.failed = ()
        self._ask()

    def follow(self) -> None:
        """Take the design as it is now."""
        self.what_if.follow()
        if self.active:
            self._ask()

    def warm_up(self) -> None:
        """Start the process before it is asked."""
        self._started().warm_up()

    def close(self) -> None:
        """End the process."""
        if self._job is not None:
            self._job.close()
            self._job = None

    def _started(self) -> AnalysisJob:
        if self._job is None:
            self._job = start_job()
            self._job.setParent(self)
            connect_given((self._job.answered, self._take), (self._job.failed, self._fail))
        return self._job

    def _ask(self) -> None:
        self.reply, self.problem = None, ""
        self.design = self._document.design
        self._revision += 1
        if not self.active:
            if self._job is not None:
                self._job.cancel()
            self.changed.emit()
            return
        if self.servers != 1:
            try:
                self.design = more_servers(self.design, self.servers)
            except RefusedInput as problem:
                self.problem = str(problem)
                self.changed.emit()
                return
        results, _ = self._document.standing
        network = results.network if results is not None else None
        traffic = network.traffic if network is not None else "all-to-all"
        fail, load = self.what_if.failed, self.what_if.load
        self.changed.emit()
        self._started().ask(Question(self._revision, self.design, traffic, fail, self._document.library, load))

    def _take(self, reply: Reply) -> None:
        if reply.revision == self._revision and self.active:
            self.reply = reply
            self.changed.emit()

    def _fail(self, revision: int, problem: str) -> None:
        if revision == self._revision:
            self.problem = problem
            self.changed.emit()


def more_servers(design: Design, many: int) -> Design:
    """Return DESIGN with MANY times as many of each server, in the same racks and on the same switches.

    Raises:
        RefusedInput: so many are not allowed.
    """
    for node_id in [node_id for node_id in design.nodes if _is_server(design, node_id)]:
        design = set_node(design, node_id, copies=design.nodes[node_id].copies * many).applied(design)
    return design


def _is_server(design: Design, node_id: str) -> bool:
    kind = KINDS.get(design.nodes[node_id].kind)
    return kind is not None and kind.id in BEARING and not kind.managed


def _order(kind_id: str) -> int | None:
    """Return the place of a kind among what can fail; None for what cannot."""
    kind = KINDS.get(kind_id)
    if kind is None:
        return None
    if kind.outlets:
        # There are many of these, and one of them takes little along.
        return len(_FAILING) + 1
    if kind.role in _FAILING:
        return _FAILING.index(kind.role)
    return len(_FAILING) if kind.container else None
