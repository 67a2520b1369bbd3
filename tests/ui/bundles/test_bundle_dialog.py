"""A bundle in the window: told before it is taken, taken with the open design as one undo, and taken back."""

import pytest
from msgspec.msgpack import encode
from PySide6.QtCore import Qt

from designer import clock
from designer.catalog.bundles.taking import bring_back, taken_bundles
from designer.edit.session import Session
from designer.edit.settings import set_name
from designer.model.design import Design, Node
from designer.model.figures.figure_text import number_text
from designer.model.records import RefusedInput
from designer.store.project import read_project, write_project
from designer.store.variants import add_variant, variants_of
from designer.ui.app.document import Document
from designer.ui.app.library_store import Shelf
from designer.ui.bundles.bundle_dialog import BundleDialog
from designer.ui.bundles.bundle_work import BundleLook, look_at
from designer.ui.bundles.open_designs import OpenDesign
from designer.ui.catalog.imports.import_tasks import unpacked
from tests.shipped import LIBRARY

BUNDLE = f"""\
format: stackwright-bundle
version: 1
name: Team prices
author: Purchasing
date: "{clock.today()}"
currency: USD
sources:
- {{id: quote-17, publisher: Quote 17}}
prices:
- part: nvidia/qm9700
  prices: [{{low: 21000, typical: 21000, high: 21000, basis: quote, sources: [quote-17]}}]
"""


def test_a_bundle_is_told_taken_and_undone(qtbot, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "team.bundle"
    path.write_text(BUNDLE, "utf-8")
    kind = LIBRARY.part("nvidia/qm9700").kind
    design = LIBRARY.embedded(Design(nodes={"spine": Node(id="spine", kind=kind, part="nvidia/qm9700", copies=4)}))
    shelf = Shelf(LIBRARY, folder=tmp_path / "own")
    document = Document(Session(design), LIBRARY)
    shelf.changed.connect(lambda: document.set_library(shelf.library))
    dialog = BundleDialog(path, shelf, document)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.taking.isEnabled)
    assert dialog.taking.text() == "Take it"
    told = {(row.what, row.change): row for row in dialog.table.shown_rows()}
    assert told["price", "−42%"].after == f"{number_text(21_000)} USD"
    assert any(row.what == "figure" and row.name == "To buy" for row in dialog.table.shown_rows())
    dialog.take()
    assert [one.name for one in taken_bundles(tmp_path / "own")[0]] == ["Team prices"]
    qtbot.waitUntil(lambda: document.design.parts["nvidia/qm9700"].prices[0].typical == 21_000, timeout=20_000)
    document.undo()
    assert document.design == design
    bring_back(tmp_path / "own")
    assert taken_bundles(tmp_path / "own")[0] == ()


def test_what_is_no_bundle_says_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "team.bundle"
    path.write_text("x: 1\n", "utf-8")
    with pytest.raises(RefusedInput, match="no bundle"):
        look_at(lambda *_: True, path, tmp_path, (), clock.today())  # type: ignore[arg-type]


def named(design: Design, name: str) -> Design:
    return set_name(design, name).applied(design)


class _Quiet:
    """A teller whom nobody hears."""

    def __call__(self, done: int, total: int, name: str, /) -> bool:
        return True

    def partial(self, make: object, /) -> None:
        return


def test_all_open_designs_and_variants_that_are_not_open_are_told(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path, project = tmp_path / "team.bundle", tmp_path / "pod.stackwright"
    path.write_text(BUNDLE, "utf-8")
    kind = LIBRARY.part("nvidia/qm9700").kind

    def spines(name: str, copies: int) -> Design:
        nodes = {"spine": Node(id="spine", kind=kind, part="nvidia/qm9700", copies=copies)}
        return named(LIBRARY.embedded(Design(nodes=nodes)), name)

    write_project(project, spines("Pod", 4))
    add_variant(project, spines("Pod", 8), "Twice")
    add_variant(project, spines("Pod", 2), "Half")
    twice = next(one.id for one in variants_of(read_project(project)) if one.name == "Twice")
    opened = (
        OpenDesign("Twice", encode(spines("Twice", 8)), project, twice),
        OpenDesign("Empty", encode(named(Design(), "Empty"))),
    )
    look = unpacked(look_at(_Quiet(), path, tmp_path / "own", opened, clock.today()), BundleLook)
    assert [row.design for row in look.rows if row.what == "design"] == [
        "Twice",
        "Empty",
        "Pod (as saved)",
        "Half (as saved)",
    ]
    assert look.words == "Of 4 designs, 3 would change."
    assert look.updated == ("nvidia/qm9700",)
    steps = {row.design: row.change for row in look.rows if row.name == "To buy"}
    assert len(set(steps.values())) == 3, steps
    assert next(row.name for row in look.rows if row.design == "Empty") == "None of its parts changes."
