"""Presenter mode: the deck or the saved views, walked; what if in front of the audience, and the design untouched."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from shiboken6 import isValid

from designer import clock
from designer.analysis.availability.playing import with_availability
from designer.analysis.run import analyze
from designer.drawing.slides.motion import seen_of, shared_drawing
from designer.drawing.slides.page import SignItem, TextItem
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.edit.views import add_view
from designer.export.deck.deck import deck_of
from designer.model.design import Design
from designer.model.figures.figure_text import shown
from designer.review.findings import Finding
from designer.ui.present import painted_drawings, presenter, supposing
from designer.ui.present.console import timer_text
from designer.ui.present.presenter import Presenter
from designer.ui.present.saved_views_dialog import ViewDialog, ViewsDialog
from designer.ui.present.show import Clock, Eye
from designer.ui.present.slide import sentence_of, slides_of
from tests.ui.quiet_job import QuietJob
from tests.ui.seen import button, line

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture(autouse=True)
def _answered_here(monkeypatch):
    """The presentation's own analysis answers at once, without a process."""

    def start():
        job = QuietJob()
        job.answering = True
        return job

    monkeypatch.setattr(supposing, "start_job", start)


@pytest.fixture
def presenting(superpod, qtbot):
    """Start a presentation by its command, wait until its slides are there, and end it after the test."""
    begun = []

    def start(command="present.start"):
        superpod.commands.run(command)
        made = superpod.context.presenter
        begun.append(made)
        qtbot.waitUntil(lambda: made.count > 0)
        return made

    yield start
    for made in begun:
        if isValid(made):
            made.close()
    superpod.context.presenter = None


@pytest.fixture
def deck(presenting):
    return presenting()


def settled(qtbot, presenter):
    qtbot.waitUntil(lambda: not presenter.show_.making and not presenter.show_.supposing.working)


def press(presenter, *keys):
    for key in keys:
        QTest.keyClick(presenter, key)


def spine(document):
    return next(node.id for node in document.design.nodes.values() if node.title == "Spine switch")


def titles(presenter):
    return [page.title for page in presenter.show_.pages]


def test_it_walks_the_saved_views_by_keyboard(superpod, presenting, qtbot):
    presenter = presenting("present.start_views")
    views = superpod.workspace.document.design.views_in_order()
    assert presenter.count == len(views) == 4
    assert presenter.slide.title == views[0].caption
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
        press(presenter, key)
        assert presenter.page == page
    assert presenter.accessibleName().startswith("Slide 2 of 4: ")


def test_f5_shows_the_deck_and_v_the_saved_views(superpod, deck, qtbot):
    document = superpod.workspace.document
    wanted = deck_of(document.design, document.library, document.results, document.findings, clock.today())
    assert titles(deck) == [slide.title.text for slide in wanted.slides]
    press(deck, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: deck.count == 4)
    assert deck.show_.source == "views"
    press(deck, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: deck.count == len(wanted.slides))


def test_a_number_and_enter_jump(deck):
    press(deck, Qt.Key.Key_4, Qt.Key.Key_Return)
    assert deck.page == 3
    press(deck, Qt.Key.Key_9, Qt.Key.Key_9, Qt.Key.Key_Return)
    assert deck.page == 3
    assert deck.told.text() == f"There is no slide 99; there are {deck.count}"
    press(deck, Qt.Key.Key_1, Qt.Key.Key_Backspace, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert deck.page == 1
    press(deck, Qt.Key.Key_Return)
    assert deck.page == 2


def test_the_list_of_slides_goes_where_it_is_told(deck):
    press(deck, Qt.Key.Key_G)
    assert deck.slide_list.isVisible()
    rows = deck.slide_list.row_model
    assert [row.title for row in rows.rows] == [f"{place}  {title}" for place, title in enumerate(titles(deck), 1)]
    deck.slide_list.setCurrentIndex(rows.index(5))
    QTest.keyClick(deck.slide_list, Qt.Key.Key_Return)
    assert (deck.page, deck.slide_list.isVisible()) == (5, False)


def test_black_and_white_until_the_next_key(deck):
    deck.resize(640, 360)
    for key, colour in ((Qt.Key.Key_B, "#000000"), (Qt.Key.Key_W, "#ffffff"), (Qt.Key.Key_Period, "#000000")):
        press(deck, key)
        picture = deck.surface.grab().toImage()
        seen = {picture.pixelColor(x, y).name() for x in range(20, picture.width(), 90) for y in range(20, 300, 40)}
        assert seen == {colour}
        assert deck.accessibleName().endswith("screen is black" if colour == "#000000" else "screen is white")
    press(deck, Qt.Key.Key_Right)
    assert (deck.page, deck.show_.blank) == (0, "")


def test_notes_over_the_slide_and_escape_leaves(superpod, deck, qtbot):
    press(deck, Qt.Key.Key_N)
    assert deck.notes_shown
    assert deck.notes.text() == superpod.workspace.document.design.settings.description
    assert "Notes: " in deck.accessibleDescription()
    with qtbot.waitSignal(deck.left):
        press(deck, Qt.Key.Key_Escape)
    assert superpod.isVisible()


def test_it_paints_the_slide(deck):
    deck.resize(800, 450)
    picture = deck.surface.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(60, 740, 8) for y in range(120, 420, 8)}
    assert len(colours) > 8


def test_a_failure_is_looked_at_and_taken_back_with_the_design_untouched(superpod, deck, qtbot):
    document = superpod.workspace.document
    before = document.design, document.session.revision, document.results, document.what_if.failed
    as_drawn = titles(deck)
    press(deck, Qt.Key.Key_F)
    assert deck.what_if.isVisible()
    deck.what_if.line.setText("spine")
    assert {row.title for row in deck.what_if.list.row_model.rows if not row.heading} >= {"Spine switch"}
    failing = spine(document)
    QTest.keyClick(deck.what_if.line, Qt.Key.Key_Return)
    settled(qtbot, deck)
    qtbot.waitUntil(lambda: deck.show_.made.deck.slides[1] != deck_of_document(document).slides[1])
    assert deck.show_.supposing.what_if.failed == (f"{failing}[0]",)
    assert deck.banner.text().startswith("What if Spine switch 1 fails? Bisection ")
    # Every slide names the change and what it moves, before and after; the slide of risk is of one failure more.
    for page in deck.show_.pages:
        said = " ".join(item.text for item in page.items if isinstance(item, TextItem) and "supposed/words" in item.key)
        assert said.startswith("Supposed: Spine switch 1 fails. ")
        assert " → " in said
    risk = next(slide for slide in deck.show_.made.deck.slides if slide.id == "risk")
    assert risk.title.text == "No further part of the network can stop the accelerators"
    assert risk.left[0].header[0] == "If one more fails"
    assert risk.left[0].rows[0][0] == "Spine switch 1: supposed"
    drawing = deck.show_.pages[-1].drawings[0].drawing
    assert [tile.id for tile in drawing.tiles if tile.emphasis == "failed"] == [failing]
    assert deck.page == 0
    # Esc closes the list, then takes it back, then leaves.
    press(deck, Qt.Key.Key_Escape)
    assert (deck.what_if.isVisible(), deck.show_.supposing.active) == (False, True)
    press(deck, Qt.Key.Key_Escape)
    assert not deck.show_.supposing.active
    assert titles(deck) == as_drawn
    assert not deck.banner.isVisible()
    assert (document.design, document.session.revision, document.results, document.what_if.failed) == before
    assert not document.session.undo_label


def deck_of_document(document):
    results = with_availability(document.design, document.results)
    return deck_of(document.design, document.library, results, document.findings, clock.today())


def test_more_servers_rewrite_the_claims(superpod, deck, qtbot):
    document = superpod.workspace.document
    design, many = document.design, document.results.counts.accelerators.value
    press(deck, Qt.Key.Key_F)
    deck.show_.supposing.toggle("servers:2")
    qtbot.waitUntil(lambda: f"{2 * many:.0f} accelerators" in deck.slide.title)
    assert deck.banner.text().startswith("What if there are 2 times as many servers?")
    assert document.design is design
    deck.show_.supposing.toggle("servers:2")
    assert f" {many:.0f} accelerators" in deck.slide.title


def test_a_click_on_what_is_drawn_lets_it_fail(deck, qtbot):
    deck.resize(1280, 720)
    press(deck, Qt.Key.Key_End, Qt.Key.Key_F)
    QApplication.processEvents()
    item = deck.slide.drawings[0]
    tile = next(tile for tile in item.drawing.tiles if "Storage" in tile.title or "storage" in tile.title)
    at = place_of(deck, item, tile.rect.centre)
    assert deck.surface.tile_at(QPointF(at)) == tile.id
    QTest.mouseClick(deck.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert deck.show_.supposing.supposed(tile.id)
    assert deck.page == deck.count - 1


def place_of(presenter, item, point):
    """Return where POINT of a drawing is, in pixels of the surface."""
    fits = min(item.rect.width / item.sight.width, item.rect.height / item.sight.height, item.most)
    x = item.rect.centre[0] + (point[0] - item.sight.centre[0]) * fits
    y = item.rect.centre[1] + (point[1] - item.sight.centre[1]) * fits
    place = presenter.surface.place
    return QPoint(round(place.x() + x * place.width() / 1920), round(place.y() + y * place.width() / 1920))


def test_users_are_doubled_where_somebody_asks(window, qtbot):
    window.files.new_from("rag-service", {})
    document = window.workspace.document
    made = Presenter(document)
    qtbot.waitUntil(lambda: made.count > 0)
    keys = [choice.key for choice in made.show_.supposing.choices()]
    assert "load:2" in keys
    as_drawn = titles(made)
    made.show_.supposing.toggle("load:2")
    qtbot.waitUntil(lambda: " of 26.7 requests a second" in titles(made)[1])
    assert as_drawn[1].startswith("It answers all ")
    assert document.what_if.load == 1.0
    made.close()


def test_figures_count_on_their_way_or_jump_where_motion_is_unwanted(superpod, qtbot):
    document = superpod.workspace.document
    for moves in (True, False):
        made = Presenter(document, moves=moves)
        made.resize(960, 540)
        made.show()
        qtbot.waitUntil(lambda made=made: made.count > 0)
        made.show_.supposing.toggle("servers:4")
        qtbot.waitUntil(lambda made=made: made.show_.made.deck.draft != "" or "992" in made.slide.title)
        on_its_way = made.surface.moving
        seen = made.surface.page
        assert on_its_way is moves
        assert (seen is made.slide) is not moves
        qtbot.waitUntil(lambda made=made: not made.surface.moving, timeout=2000)
        assert made.surface.page is made.slide
        made.close()


def test_the_eye_flies_between_views_of_one_drawing_or_jumps_where_motion_is_unwanted(superpod, qtbot):
    document = superpod.workspace.document
    for moves in (True, False):
        made = Presenter(document, source="views", moves=moves)
        made.resize(960, 540)
        made.show()
        qtbot.waitUntil(lambda made=made: made.count > 0)
        pages = made.show_.pages
        shared = next(place for place in range(1, made.count) if shared_drawing(pages[place - 1], pages[place]))
        made.go(shared - 1)
        qtbot.waitUntil(lambda made=made: not made.surface.moving, timeout=2000)
        QApplication.processEvents()
        here, there = (page.drawings[0] for page in pages[shared - 1 : shared + 1])
        assert here.sight != there.sight
        made.go(shared)
        assert made.surface.moving is moves
        if moves:
            now = made.surface.page.drawings[0]
            assert now.sight != there.sight
            # It sets out from where the one before was looked at.
            assert abs(now.sight.width - seen_of(here).width) < abs(seen_of(there).width - seen_of(here).width)
            assert made.surface.grab().toImage().width() > 0
        qtbot.waitUntil(lambda made=made: not made.surface.moving, timeout=3000)
        assert made.surface.page is made.slide
        made.close()


def test_the_drawing_is_looked_at_from_near_and_a_double_click_goes_back(deck):
    deck.resize(1280, 720)
    press(deck, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert deck.show_.eye.zoom == pytest.approx(1.25**2)
    deck.surface.zoom(4.0, QPointF(300.0, 360.0))
    before = deck.show_.eye
    # A drag moves it, and is no click that walks on.
    surface = deck.surface
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 300))
    moved = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(340.0, 300.0),
        QPointF(340.0, 300.0),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(surface, moved)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(340, 300))
    assert deck.show_.eye.x > before.x
    assert deck.page == 0
    QTest.mouseDClick(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 300))
    assert deck.show_.eye == Eye()


def test_what_lies_under_the_pointer_stays_there_as_it_is_zoomed():
    eye = Eye(2.0, 0.4, 0.6)
    near = eye.zoomed(1.5, 0.25, 0.7)
    assert eye.x + (0.25 - 0.5) / eye.zoom == pytest.approx(near.x + (0.25 - 0.5) / near.zoom)
    assert eye.y + (0.7 - 0.5) / eye.zoom == pytest.approx(near.y + (0.7 - 0.5) / near.zoom)
    assert eye.zoomed(0.01, 0.5, 0.5) == Eye()


def test_the_pointer_of_light_follows_the_mouse(deck):
    deck.resize(1280, 720)
    press(deck, Qt.Key.Key_L)
    assert deck.show_.pointer is not None
    QTest.mouseMove(deck.surface, QPoint(640, 360))
    deck.show_.point(960.0, 540.0)
    picture = deck.surface.grab().toImage()
    middle = deck.surface.place.center()
    ratio = picture.width() / deck.surface.width()
    colour = picture.pixelColor(round((middle.x() + 5) * ratio), round(middle.y() * ratio))
    assert colour.red() > 200 > colour.green()
    press(deck, Qt.Key.Key_Escape)
    assert deck.show_.pointer is None


def test_the_speaker_sees_both_slides_notes_and_time(deck, superpod):
    deck.start(superpod.screen(), superpod.screen())
    console = deck.console
    assert console.isVisible()
    assert console.notes.toPlainText() == superpod.workspace.document.design.settings.description
    assert (console.current.page.title, console.ahead.page.title) == tuple(titles(deck)[:2])
    press(console, Qt.Key.Key_PageDown)
    assert deck.page == 1
    assert console.place.text() == f"2 of {deck.count}"
    button(console, "Pause the timer").click()
    assert not deck.show_.clock.running
    assert button(console, "Let the timer go on").isVisible()
    console.slide_list.clicked.emit(console.slide_list.row_model.index(4))
    assert deck.page == 4
    press(console, Qt.Key.Key_End)
    assert console.ahead.page is None
    deck.close()
    assert deck.console is None


def test_the_timer_rests_and_begins_anew():
    now = [100.0]
    clock = Clock(lambda: now[0])
    now[0] += 65.0
    assert timer_text(clock.seconds) == "1:05"
    clock.toggle()
    now[0] += 500.0
    assert timer_text(clock.seconds) == "1:05"
    clock.toggle()
    now[0] += 3600.0
    assert timer_text(clock.seconds) == "1:01:05"
    clock.reset()
    assert timer_text(clock.seconds) == "0:00"


def test_an_empty_design_has_slides_that_say_so(window, qtbot):
    window.files.new_empty()
    made = Presenter(window.workspace.document)
    made.show()
    qtbot.waitUntil(lambda: made.count > 0)
    assert "check" in {item.sign for item in made.slide.items if isinstance(item, SignItem)}
    assert "Nothing is drawn yet." in {item.text for item in made.slide.items if isinstance(item, TextItem)}
    assert made.show_.supposing.choices() == ()
    assert not made.surface.grab().isNull()
    press(made, Qt.Key.Key_V)
    assert made.told.text().startswith("No view is saved")
    made.close()


def test_a_design_with_errors_says_so_first(superpod, presenting, qtbot):
    document = superpod.workspace.document
    document.edit(lambda design: set_node(design, spine(document), copies=1))
    assert any(finding.severity == "error" for finding in document.findings)
    deck = presenting()
    assert any(word.startswith("Draft: ") for word in deck.slide.words)


def test_slides_follow_an_edit(superpod, deck, qtbot):
    document = superpod.workspace.document
    racks = titles(deck)[-1]
    document.edit(lambda design: set_node(design, spine(document), copies=5))
    qtbot.waitUntil(lambda: titles(deck)[-1] != racks)
    assert titles(deck) == [slide.title.text for slide in deck_of_document(document).slides]


def test_slides_that_were_opened_before_the_figures_came_show_them_when_they_come(superpod, presenting, qtbot):
    job = superpod.analysis
    document = superpod.workspace.document
    with job.held():
        document.edit(lambda design: add_view(design, name="Late", shows="topology"))
        document.results = None
        made = presenting()
        assert not any("M$" in word for page in made.show_.pages for word in page.words)
    # They came while the slides were in front.
    qtbot.waitUntil(lambda: made.show_.made.deck == deck_of_document(document))


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


def test_a_drawing_is_painted_once_for_audience_and_speaker(deck, superpod, qtbot, monkeypatch):
    painted = []
    real = painted_drawings.paint_slide_drawing
    monkeypatch.setattr(
        painted_drawings,
        "paint_slide_drawing",
        lambda painter, item, *, zoom: (painted.append((item.key, zoom)), real(painter, item, zoom=zoom)),
    )
    deck.resize(960, 540)
    deck.open_console()
    deck.console.resize(900, 600)
    press(deck, Qt.Key.Key_End)
    painted.clear()
    deck.show_.painted = painted_drawings.PaintedDrawings()
    deck.surface.grab()
    deck.console.current.grab()
    deck.surface.grab()
    assert painted == [("left/0", pytest.approx(0.5))]


def test_another_slide_and_another_answer_are_read_aloud(deck, qtbot, monkeypatch):
    heard = []
    monkeypatch.setattr(presenter, "announce", lambda widget, words: heard.append(words))
    press(deck, Qt.Key.Key_Right)
    assert heard == [f"Slide 2 of {deck.count}: {titles(deck)[1]}"]
    heard.clear()
    deck.show_.supposing.toggle("servers:2")
    qtbot.waitUntil(lambda: not deck.show_.making and deck.show_.supposing.reply is not None)
    assert heard[0].startswith("What if there are 2 times as many servers?")
    assert any(words == f"Slide 2 of {deck.count}: {titles(deck)[1]}" for words in heard[1:])


def test_the_mouse_is_hidden_while_the_pointer_of_light_is_on(deck):
    deck.resize(960, 540)
    press(deck, Qt.Key.Key_L)
    # Sent to it directly: the system's mouse tells nothing to the first window of a process.
    at, none = QPointF(320, 240), Qt.MouseButton.NoButton
    there = QMouseEvent(QEvent.Type.MouseMove, at, deck.surface.mapToGlobal(at), none, none, Qt.KeyboardModifier(0))
    QApplication.sendEvent(deck.surface, there)
    assert deck.surface.cursor().shape() == Qt.CursorShape.BlankCursor
    place = deck.surface.place
    assert deck.show_.pointer == pytest.approx((320 * 1920 / place.width(), 240 * 1080 / place.height()), abs=3)
