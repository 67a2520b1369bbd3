"""The analysis of window tests: silent until a test asks for figures, then through the same bytes as the process."""

import os
from collections import OrderedDict
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from designer import worker
from designer.analysis.sections import ALL
from designer.ui.jobs.analysis_job import AnalysisJob

TODAY: Final = date(2026, 11, 24)
KEPT_BYTES: Final = 256 * 1024 * 1024
"""Answers that are kept for the tests to come, which open the same designs and make the same edits."""

_answers: "OrderedDict[bytes, bytes]" = OrderedDict()
_shared: Path | None = None


def share_answers(folder):
    """Keep what is worked out in FOLDER too, for the other processes of the same run; None keeps it here alone."""
    global _shared
    _shared = folder


class QuietJob(AnalysisJob):
    """Remembers what is asked last, and answers it in this process when a test says so.

    Attributes:
        answering: Whether each question is answered at once, as the fixture `figures` has it.
        only: Which analyses are worked out, for tests whose edits move the network alone; all, unless a test says so.
    """

    answering = False
    only = ALL

    def __init__(self):
        super().__init__()
        self._question = None

    def ask(self, question):
        self._question = question
        self._newest = question.revision
        if self.answering:
            self.answer()

    def answer(self):
        """Answer the newest question, and those that its answer leads to."""
        while (question := self._question) is not None:
            self._question = None
            self._tell(_answer(question, self.only))

    def _tell(self, packed, *, early=False):
        """Read large answers at once, too: tests look at the figures in the next line."""
        reply = worker.decode_reply(packed)
        self._take(reply, early=early)

    @contextmanager
    def held(self):
        """Answer no edit inside, and at its end the newest: for a design that is built edit by edit."""
        answering, self.answering = self.answering, False
        yield
        self.answering = answering
        if answering:
            self.answer()

    def ask_aside(self, aside):
        request = worker.encode_aside(aside.kind, aside.revision, aside.design, aside.traffic, aside.fail, aside.links)
        self._tell_aside(aside, _reply(request))

    def cancel(self):
        self._question = None
        super().cancel()

    def warm_up(self):
        """Nothing to start."""


def _answer(question, only):
    """Return the packed reply to QUESTION, with no more than the analyses ONLY."""
    return _reply(
        worker.encode_request(
            question.revision,
            question.design,
            TODAY,
            only=only,
            traffic=question.traffic,
            fail=question.fail,
            library=question.library,
            load=question.load,
        )
    )


def _reply(request):
    """Return what the worker answers to REQUEST: the same bytes are answered alike, so they are worked out once."""
    digest = sha256(request)
    key = digest.digest()
    if key in _answers:
        _answers.move_to_end(key)
        return _answers[key]
    packed = _answers[key] = _worked_out(request, digest.hexdigest())
    while sum(map(len, _answers.values())) > KEPT_BYTES:
        _answers.popitem(last=False)
    return packed


def _worked_out(request, name):
    """Return the answer to REQUEST as another process of this run left it under NAME, or work it out and leave it."""
    if _shared is None:
        return worker.answer(request)
    path = _shared / name
    if path.exists():
        return path.read_bytes()
    packed = worker.answer(request)
    written = _shared / f"{name}.{os.getpid()}"
    written.write_bytes(packed)
    written.replace(path)  # at once and whole, whoever else works the same out
    return packed
