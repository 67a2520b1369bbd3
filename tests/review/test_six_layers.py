"""Six layers in six minutes: the sentences follow the design, agree with the headline, and are those of the guide."""

import pytest

from designer.analysis.run import analyze
from designer.edit.nodes.nodes import remove
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.figures.figure_text import figure_text
from designer.review.headline_figures import headline_value
from designer.review.learning.six_layers import Said, six_layers
from tests.review.six_layers_page import PAGE, page


@pytest.fixture(scope="module")
def sample(library):
    design = build_template("ai-stack", library, {})
    return design, analyze(design)


def told(design, results):
    return {stop.key: stop for stop in six_layers(design, results)}


def test_the_page_of_the_guide_is_what_the_sample_says():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_each_stop_asks_what_newcomers_ask_and_shows_what_is_there(sample):
    design, results = sample
    stops = six_layers(design, results)
    assert len(stops) == 6
    assert [stop.question for stop in stops] == [
        "What is the AI stack?",
        "Training or inference hardware?",
        "What is a vector database for?",
        "What does the cloud cost?",
        "Why do chips decide the cost?",
        "What feeds it all?",
    ]
    for stop in stops:
        assert stop.view in design.views or set(stop.ids) <= set(design.nodes)
        assert stop.view or stop.ids
        assert any(isinstance(piece, Said) for piece in stop.pieces), stop.key


@pytest.mark.parametrize(
    ("stop", "key"),
    [("stack", "first_token"), ("cloud", "month"), ("machines", "accelerator_hour"), ("facility", "buy")],
)
def test_a_figure_of_the_headline_is_written_as_there(sample, stop, key):
    design, results = sample
    assert figure_text(headline_value(key, results, design.settings.prices)) in told(design, results)[stop].text


def test_another_model_and_more_systems_rewrite_the_sentences(sample, library):
    design = build_template("ai-stack", library, {"model": "8B", "systems": "8"})
    before, after = told(*sample), told(design, analyze(design))
    assert "may run on 64" in after["training"].text
    assert "may run on 32" in before["training"].text
    changed = {key for key in before if before[key].text != after[key].text}
    assert changed >= {"stack", "training", "cloud", "machines", "facility"}


def test_what_is_taken_away_is_said_to_be_missing(sample):
    design, _ = sample
    rest = remove(design, ["index", "job", "api", "documents"]).applied(design)
    stops = told(rest, analyze(rest))
    assert "has no vector database" in stops["data"].text
    assert "trains nothing" in stops["training"].text
    assert "paid by the token" not in stops["cloud"].text


def test_a_design_whose_machines_are_not_dearest_does_not_say_that_they_are(sample):
    design, _ = sample
    servers = [node.id for node in design.nodes.values() if node.kind == "server"]
    rest = remove(design, servers).applied(design)
    text = told(rest, analyze(rest))["machines"].text
    assert "They hold the chips" not in text
    assert "not the machines with the chips" in text


@pytest.mark.parametrize("results", [None, "empty"])
def test_an_empty_design_or_one_without_figures_says_so(sample, results):
    design = Design() if results else sample[0]
    stops = six_layers(design, analyze(design) if results else None)
    assert all(stop.text for stop in stops)
    if results is None:
        assert all(not isinstance(piece, Said) for stop in stops for piece in stop.pieces)
        assert "not there yet" in stops[0].text
    else:
        assert "Nobody asks" in stops[0].text
