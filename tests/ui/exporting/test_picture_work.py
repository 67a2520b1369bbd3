"""A large design travels without its figures, and its pictures are the same."""

import pickle
from datetime import date

from designer.analysis.run import analyze
from designer.review.rules import review
from designer.ui.commands.actions.export_kinds import Snapshot
from designer.ui.exporting.picture_work import light, make_pictures
from tests.campus import campus
from tests.shipped import LIBRARY


class _Teller:
    def __call__(self, done, total, name):
        return True

    def partial(self, make):
        """Nobody wants partial results."""


def test_a_large_design_is_sent_without_figures_and_has_the_same_picture():
    design = campus(LIBRARY, 2, 2, 3, 12)
    results = analyze(design, library=LIBRARY)
    findings = tuple(review(design, results, date.today(), library=LIBRARY))
    whole = Snapshot(design, results, findings, LIBRARY.joined(design), "", "topology")
    sent = light(whole)
    assert sent.results.cost is None
    assert len(pickle.dumps(sent)) < len(pickle.dumps(whole)) / 2
    (of_whole,), (of_sent,) = (make_pictures(_Teller(), one, ["exports.bill"]) for one in (whole, sent))
    assert of_whole.png
    assert of_whole == of_sent
