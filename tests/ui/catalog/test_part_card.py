"""The card of a part: everything in plain text, footnotes that lead to sources, keys, themes, an empty state."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor

from designer.catalog.library import Library
from designer.model.parts.part import Part, Price, Quantity, Source
from designer.ui.catalog.part_card import PartCard
from tests.long_runs import runs

TODAY = date(2026, 11, 24)
HOSTILE = "<b>bold</b><img src='file:///etc/passwd'><script>alert(1)</script>&amp;"


@pytest.fixture
def card(qtbot):
    made = PartCard()
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    return made


def _text(card):
    return card.text.toPlainText()


def _show(card, library, part_id):
    card.show_part(library.parts[part_id], library, today=TODAY)


SHOWN = [
    ("nvidia/dgx-h100", ["DGX H100", "10.2 kW", "8 × 400G OSFP", "8 × H100 SXM5 80GB", "QM9700", "Needs", "Fits"]),
    ("nvidia/qm9700", ["25.6 Tb/s", "32 cages", "ports: hosts", "DGX H100"]),
    ("nvidia/h200-sxm-141gb", ["141 GB", "Suits", "206 FLOP", "Stands inside"]),
    ("cerebras/cs-3", ["62.5 PFLOP", "on the chip"]),
    ("groq/lpu-v1", ["305 chips", "does not suit", "Unknown and not guessed"]),
    ("nvidia/mma4z00-ns", ["two MPO-12/APC", "Switches", "Fibres"]),
    ("nvidia/mcp7y10-800g-split-qsfp112", ["OSFP to 2 × QSFP112", "Hosts"]),
    ("apc/ap8868", ["9.984 kW", "6 × C19 outlet", "class range"]),
    ("fortinet/fg-2200e", ["No price is known."]),
    ("aws/p5.48xlarge", ["55.04 USD", "per hour", "older than 30 days", "planned with"]),
    ("anthropic/claude-api", ["Batches"]),
    ("vllm/vllm", ["accelerators and PyTorch"]),
    ("lustre/lustre", ["GPL-2.0"]),
]


@pytest.mark.parametrize(("part_id", "words"), SHOWN, ids=[row[0] for row in SHOWN])
def test_it_says_what_is_known(card, library, part_id, words):
    _show(card, library, part_id)
    shown = _text(card).replace("\u2060", "")
    for word in words:
        assert word in shown
    assert library.parts[part_id].vendor in shown


@pytest.mark.scaled
def test_every_part_of_the_catalog_can_be_shown(card, library):
    """One of each kind and every eighth in a quick run."""
    kinds = {part.kind: part for part in library.parts.values()}.values()
    for part in (*kinds, *list(library.parts.values())[:: runs(8, 1)]):
        card.show_part(part, library, today=TODAY)
        assert part.name in _text(card)


def test_hostile_words_are_shown_as_they_are(card):
    part = Part(
        id="x/y",
        kind="server",
        layer="servers_fabric",
        vendor=HOSTILE,
        name=HOSTILE,
        summary=HOSTILE,
        notes=HOSTILE,
        texts={"input": HOSTILE},
        facts={"memory_gb": Quantity(value=1, conditions=HOSTILE, sources=("s",))},
        prices=(Price(low=1, typical=1, high=1, basis="list", date="2026-11-01", note=HOSTILE, region=HOSTILE),),
    )
    library = Library(parts={part.id: part}, sources={"s": Source(id="s", publisher=HOSTILE)})
    card.show_part(part, library, today=TODAY)
    assert _text(card).count(HOSTILE) == 9
    assert "<script>" not in card.text.toHtml()
    assert HOSTILE in card.plain_text()


def test_without_a_part_it_says_what_to_do(card, library):
    _show(card, library, "nvidia/qm9700")
    card.show_part(None, library)
    assert card.part is None
    assert card.plain_text() == ""
    assert not card.text.isVisible()
    assert "no part" in card.accessibleName()


def test_footnotes_lead_to_their_source(card, library):
    _show(card, library, "nvidia/dgx-h100")
    before = card.text.verticalScrollBar().value()
    card.text.anchorClicked.emit(QUrl("#source-1"))
    assert card.text.verticalScrollBar().value() > before
    assert "DGX H100" in _text(card)
    anchors = _anchors(card)
    assert anchors["href"]
    assert anchors["href"] <= anchors["name"]


def _anchors(card):
    found = {"href": set(), "name": set()}
    block = card.text.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            form = iterator.fragment().charFormat()
            if form.anchorHref():
                found["href"].add(form.anchorHref().lstrip("#"))
            found["name"].update(form.anchorNames())
            iterator += 1
        block = block.next()
    return found


def test_keys_scroll_and_tab_leaves_at_once(card, library, qtbot):
    _show(card, library, "nvidia/dgx-h100")
    card.text.setFocus()
    bar = card.text.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.keyClick(card.text, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(card.text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(card.text, Qt.Key.Key_Down)
    assert bar.value() > 0
    qtbot.keyClick(card.text, Qt.Key.Key_Tab)
    assert not card.text.hasFocus()


def test_words_can_be_chosen_and_copied(card, library, qtbot):
    _show(card, library, "nvidia/qm9700")
    card.text.setFocus()
    qtbot.keyClick(card.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "QM9700" in card.text.textCursor().selection().toPlainText()
    cursor = card.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    card.text.setTextCursor(cursor)
    card.copy_text()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("NVIDIA Quantum-2 QM9700\nSwitch")
    for heading in ("Power and cooling", "Ports", "Needs", "Fits", "Price", "Sources"):
        assert f"\n{heading}\n" in copied


def test_a_theme_repaints_and_keeps_the_place(card, library, wear):
    _show(card, library, "nvidia/dgx-h100")
    bar = card.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place, before = bar.value(), _text(card)
    wear("dark")
    assert bar.value() == place
    assert _text(card) == before


def test_another_part_starts_at_the_top(card, library):
    _show(card, library, "nvidia/dgx-h100")
    card.text.verticalScrollBar().setValue(200)
    _show(card, library, "nvidia/h200-sxm-141gb")
    assert card.text.verticalScrollBar().value() == 0


def test_placing_is_offered_only_when_it_is_wanted(card, library, qtbot):
    _show(card, library, "nvidia/qm9700")
    assert not card.place_button.isVisible()
    card.offer_place()
    assert card.place_button.isVisible()
    with qtbot.waitSignal(card.place_wanted) as told:
        card.place_button.click()
    assert told.args == ["nvidia/qm9700"]


def test_screen_readers_are_told(card, library):
    _show(card, library, "nvidia/qm9700")
    assert card.accessibleName() == "Part card: NVIDIA Quantum-2 QM9700"
    assert "Switch" in card.text.accessibleDescription()
    assert "32 × OSFP" in card.picture.accessibleName()


def test_own_parts_say_so(card):
    part = Part(id="a/b", kind="server", layer="servers_fabric", vendor="V", name="N")
    card.show_part(part, Library(parts={"a/b": part}, own=frozenset({"a/b"})), today=TODAY)
    assert "own part" in _text(card)
