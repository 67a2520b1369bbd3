"""The sentence of the bottleneck is one: above the canvas, in the stack, on a slide, in a report and in `analyze`."""

import pytest

from designer.cli.main import run as run_command_line
from designer.cli.opening import save_design
from designer.edit.nodes.nodes import set_fact
from designer.edit.templates.templates import build_template
from designer.model.figures.figure_text import NARROW_SPACE
from designer.review.bottleneck_words import bottleneck_words
from designer.ui.app.growth_bar import growth_at
from designer.ui.present.slide import slides_of
from tests.export.report.reports import report_for

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window):
    """The AI stack, open."""
    window.files.new_from("ai-stack", {})
    return window.workspace


@pytest.fixture
def said(work, tmp_path, capsys, library):
    """The sentence of the design that is open, as each place says it."""

    def everywhere():
        document = work.document
        results = document.results
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        save_design(path, document.design, library)
        capsys.readouterr()
        assert run_command_line(["analyze", str(path)]) == 0
        printed = capsys.readouterr().out.partition("\n  Bottleneck ")[2].partition("\n\n")[0]
        page = report_for(document.design, results, ())
        chapter = next(chapter for chapter in page.chapters if chapter.id == "workloads")
        slide = slides_of(document.design, results, ())[0][1]
        return {
            "bar": f"{work.growth.fullest.text()} {work.growth.more.text()}",
            "stack": work.stack.hint,
            "slide": slide.bottleneck,
            "report": " ".join(one.text for one in chapter.blocks[0].said),
            "analyze": " ".join(printed.split()),
        }

    return everywhere


def test_every_place_says_the_same_and_follows_the_design(work, said):
    sentences = []
    for users in (8_000.0, 30_000.0):
        work.document.edit(lambda design, users=users: set_fact(design, "users", "users", users))
        words = bottleneck_words(work.document.design, work.document.results.workloads).sentence
        found = said()
        assert found["bar"] == found["stack"] == found["slide"] == words
        assert found["report"].endswith(words)
        assert found["analyze"] == words.replace(NARROW_SPACE, ",")
        sentences.append(words)
    first, second = sentences
    assert "may be too little" in first
    assert "is too small" in second


def test_the_strip_shows_the_figure_of_the_sentence_with_its_range(work):
    layer = next(one for one in work.document.results.workloads.layers if one.layer == "silicon")
    item = work.headline.item("bottleneck")
    assert item.figure == layer.utilisation
    # The API takes half: 13.3 requests a second at the peak (10 to 26.7), of which four accelerators answer 3.3 (2.4
    # to 4.1).
    assert (item.number, item.unit, item.tail) == ("62%", "Serving DGX H100", "· 38–150%")
    assert item.tone == "warn"
    assert work.growth.fullest.text().startswith("Serving DGX H100 is full first, at 62% (38–150%)")


def test_the_slider_moves_the_sentence_and_leaves_its_ticks(work):
    before, ticks = work.growth.fullest.text(), work.growth.marks.ticks
    assert [name for _, name in ticks][:1] == ["vLLM"]
    work.document.what_if.grow(growth_at(80))
    assert work.growth.fullest.text() != before
    assert "is too small" in work.growth.fullest.text()
    assert [name for _, name in work.growth.marks.ticks] == [name for _, name in ticks]
    assert "the demand that is set" in work.growth.more.text()


def test_a_template_in_the_cloud_says_what_more_costs_a_month(library):
    """The rent of an instance stands beside the other steps, and an index of unknown price says so."""
    from designer.analysis.run import analyze

    design = build_template("cloud-stack", library, {"users": "8000"})
    work = analyze(design).workloads
    steps = {lift.step: lift for lift in work.growth.lifts}
    assert steps["instance"].usd.unit == "USD/month"
    assert "price unknown" in bottleneck_words(design, work).sentence


def test_the_sentence_stands_once_above_the_stack(window):
    window.files.new_from("rag-service", {})
    work = window.workspace
    assert not work.growth.isHidden()
    window.commands.run("view.stack")
    assert work.stack.hint.startswith(work.growth.fullest.text())
    assert not work.views.hint.isVisible()
