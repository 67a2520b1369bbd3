"""P10 and P90 of the headline amounts come with the answer: the window draws nothing of its own."""

from datetime import date

import pytest

from designer import worker
from designer.analysis import uncertainty
from designer.edit.templates.templates import build_template
from designer.review.headline_figures import HEADLINE_FIGURES, headline_value, likely_ranges, take_likely
from tests.shipped import LIBRARY


def test_what_the_process_drew_is_what_the_window_shows(monkeypatch: pytest.MonkeyPatch):
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    reply = worker.decode_reply(worker.answer(worker.encode_request(1, design, date(2026, 11, 27))))
    assert reply.results is not None, reply.error
    assert set(reply.likely) == {"buy", "run", "month", "accelerator_hour", "ownership"}
    take_likely(reply.results, reply.likely)

    def draw(*_: object, **__: object) -> None:
        raise AssertionError("drawn in the window")

    book = design.settings.prices
    with monkeypatch.context() as patched:
        patched.setattr(uncertainty, "draws_of", draw)
        shown = {told.key: headline_value(told.key, reply.results, book) for told in HEADLINE_FIGURES}
    for key, likely in reply.likely.items():
        figure = shown[key]
        assert figure is not None
        assert figure.likely == likely
    # Equal figures of another answer, drawn here, have the very same ranges.
    again = worker.decode_reply(worker.answer(worker.encode_request(2, design, date(2026, 11, 27))))
    assert again.results is not None
    assert likely_ranges(again.results) == reply.likely
