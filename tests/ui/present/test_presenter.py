import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.edit.views import add_view
from designer.model.design import Design
from designer.model.figures.figure_text import shown
from designer.review.findings import Finding
from designer.ui.present.presenter import Presenter
from designer.ui.present.saved_views_dialog import ViewDialog, ViewsDialog
from designer.ui.present.slide import sentence_of, slides_of
from tests.ui.seen import button, line

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def presenter(superpod, qtbot):
    superpod.commands.run("present.start")
    made = superpod.context.presenter
    yield made
    superpod.context.presenter = None


def test_it_walks_the_saved_views_by_keyboard(superpod, presenter, qtbot):
    views = superpod.workspace.document.design.views_in_order()
    assert presenter.count == len(views) == 4
    assert presenter.slide.headline == views[0].caption
    for key, page in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Space, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, 3),
        (Qt.Key.Key_Right, 3),
        (Qt.Key.Key_PageUp, 2),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, 1),
    ):
        qtbot.keyClick(presenter, key)
        assert presenter.page == page
    assert presenter.accessibleName().startswith("Slide 2 of 4: ")
    presenter.close()


def test_n_shows_the_notes_and_escape_leaves(superpod, presenter, qtbot):
    qtbot.keyClick(presenter, Qt.Key.Key_N)
    assert presenter.notes_shown
    qtbot.keyClick(presenter, Qt.Key.Key_Escape)
    assert not presenter.isVisible()
    assert superpod.isVisible()


def test_it_paints(superpod, presenter):
    presenter.showNormal()
    presenter.resize(800, 500)
    picture = presenter.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(60, 740, 8) for y in range(120, 420, 8)}
    assert len(colours) > 8
    presenter.close()


def test_a_design_without_views_has_one_slide(window, qtbot):
    window.files.new_empty()
    made = Presenter(window.workspace.document)
    assert made.count == 1
    assert made.slide.headline == "Untitled design"
    assert not made.grab().isNull()
    made.close()


def test_the_figures_are_those_of_the_analysis(library):
    design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    results = analyze(design)
    _, slide = slides_of(design, results, ())[0]
    buy, run, power, fails = slide.figures
    assert [figure.caption.split(",")[0] for figure in slide.figures] == ["To buy", "To run", "Power", "What can fail"]
    assert buy.unit == "M$"
    delivered = shown(results.cost.delivery.delivered_usd, ranged=False)
    assert buy.below.startswith(f"{delivered.signed_number} {delivered.unit} delivered and installed; servers ")
    assert run.unit == "k$ / month"
    assert power.unit == "kW"
    assert fails.number
    assert "homes" not in power.below  # no sourced figure of a home's power yet


def test_the_sentence_names_what_to_fix_first():
    notes = Finding(rule="a", severity="note", message="A note.")
    worst = Finding(rule="b", severity="error", message="The leaf has too many cables.")
    assert sentence_of(None, (worst, notes)) == "To fix first: the leaf has too many cables."
    assert sentence_of(None, (notes,)) == ""


def test_a_view_is_saved_with_its_caption(superpod, monkeypatch):
    monkeypatch.setattr(ViewDialog, "exec", fill_in)
    superpod.commands.run("present.save_view")
    view = superpod.workspace.document.design.views_in_order()[-1]
    assert (view.name, view.caption, view.notes, view.detail) == ("Spines", "Nothing waits.", "Say it slowly.", "plain")
    assert view.camera is not None
    assert view.camera.width > 0


def fill_in(dialog):
    line(dialog, "Name").setText("Spines")
    line(dialog, "Caption").setText("Nothing waits.")
    dialog.findChild(QPlainTextEdit).setPlainText("Say it slowly.")
    return 1


def test_views_are_listed_moved_and_removed(superpod, qtbot):
    document = superpod.workspace.document
    names = [view.id for view in document.design.views_in_order()]
    dialog = ViewsDialog(document, superpod)
    assert dialog.list.count() == 4
    button(dialog, "Later").click()
    assert [view.id for view in document.design.views_in_order()] == [names[1], names[0], *names[2:]]
    button(dialog, "Remove").click()
    assert names[0] not in document.design.views
    shown = []
    dialog.shown.connect(shown.append)
    dialog.list.setCurrentRow(0)
    button(dialog, "Go to it").click()
    assert shown == [document.design.views[names[1]]]
    dialog.deleteLater()


def test_a_camera_is_kept_exactly():
    design = add_view(Design(), "One").applied(Design())
    assert [view.name for view, _ in ((v, s) for v, s in slides_of(design, None, ()))] == ["One"]


def test_slides_that_were_opened_before_the_figures_came_show_them_when_they_come(superpod, qtbot):
    job = superpod.analysis
    with job.held():
        superpod.workspace.document.edit(lambda design: add_view(design, name="Late", shows="topology"))
        superpod.workspace.document.results = None
        superpod.commands.run("present.start")
        presenter = superpod.context.presenter
        assert {figure.number for figure in presenter.slide.figures} == {"–"}
    # They came while the slides were in front.
    assert "–" not in {figure.number for figure in presenter.slide.figures}
    whole = slides_of(
        superpod.workspace.document.design, superpod.workspace.document.results, superpod.workspace.document.findings
    )
    assert presenter.slide == whole[presenter.page][1]
    presenter.close()
    superpod.context.presenter = None
