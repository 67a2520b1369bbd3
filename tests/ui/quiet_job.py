"""The analysis of window tests: silent until a test asks for figures, then through the same bytes as the process."""

from collections import OrderedDict
from contextlib import contextmanager
from datetime import date
from typing import Final

from designer import worker
from designer.ui.analysis_job import AnalysisJob

TODAY: Final = date(2026, 11, 24)
KEPT: Final = 48
"""Answers about designs that many tests open, such as a template as it was made."""

_answers: "OrderedDict[tuple, tuple]" = OrderedDict()


class QuietJob(AnalysisJob):
    """Remembers what is asked last, and answers it in this process when a test says so.

    Attributes:
        answering: Whether each question is answered at once, as the fixture `figures` has it.
    """

    answering = False

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
            self._tell(_answer(question))

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
        self._tell_aside(aside, worker.answer(request))

    def cancel(self):
        self._question = None
        super().cancel()

    def warm_up(self):
        """Nothing to start."""


def _answer(question):
    """Return the packed reply to QUESTION; a design that is opened again is not analysed again."""
    design, library = question.design, question.library
    key = id(design), id(library), question.revision, question.traffic, question.fail, question.load
    if key in _answers:
        _answers.move_to_end(key)
        return _answers[key][0]
    packed = worker.answer(
        worker.encode_request(
            question.revision,
            design,
            TODAY,
            traffic=question.traffic,
            fail=question.fail,
            library=library,
            load=question.load,
        )
    )
    _answers[key] = packed, design, library  # which are held, so that no other gets their ids
    if len(_answers) > KEPT:
        _answers.popitem(last=False)
    return packed
