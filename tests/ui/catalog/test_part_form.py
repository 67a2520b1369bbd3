"""The form for own parts, typed by keys."""

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea

from designer import clock
from designer.catalog.own.own_parts import own_copy, save_own_parts
from designer.catalog.parts.kind_facts import facts_of_kind
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.model.kinds import KINDS
from designer.model.parts.part import Contained, Part, PortGroup, Price, Quantity
from designer.ui.app.library_store import Shelf
from designer.ui.catalog.part_form.form import PartForm
from designer.ui.catalog.part_form.rows import FieldGrid
from designer.ui.catalog.part_form.source_picker import KnownSources, SourceButton, SourceDialog
from designer.ui.widgets.fields import Choice
from designer.ui.widgets.look import window_look
from tests.long_runs import runs

TODAY = clock.today().isoformat()


@pytest.fixture
def own(tmp_path):
    return tmp_path / "own"


@pytest.fixture
def shelf(qapp, own, library):
    if not qapp.styleSheet():
        window_look().wear(theme_named("light"))
    return Shelf(library, folder=own)


@pytest.fixture
def make(qtbot, shelf, questions):
    made = []

    def form(part=None, *, duplicate=False):
        one = PartForm(shelf, part, None, duplicate=duplicate)
        one.questions = questions
        one.kept = []
        one.saved.connect(one.kept.append)
        one.show()
        one.setUpdatesEnabled(False)  # nobody looks at the picture here
        one.activateWindow()
        QCoreApplication.processEvents()
        made.append(one)
        return one

    yield form
    for one in made:
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def write(field, text):
    """Type TEXT into FIELD in place of what stands there."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def pick(choice, value):
    """Walk down CHOICE by the arrow keys until VALUE stands there."""
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.count()):
        if choice.currentData() == value:
            return
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentData() == value


def save(form):
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QCoreApplication.processEvents()


def on_disk(own):
    return read_library(own_folder=own)


def complaints(form):
    return [one.text() for one in form.findChildren(QLabel) if one.property("look") == "problem" and one.isVisible()]


def basics(form, name="Box 1", vendor="Acme"):
    write(form.identity.lines["name"], name)
    write(form.identity.lines["vendor"], vendor)


class TestNewPart:
    def test_a_part_is_described_and_kept(self, make, shelf, own):
        form = make()
        basics(form)
        assert form.identity.lines["id"].text() == "acme/box-1"
        write(form.identity.lines["part_number"], "AB-1")
        write(form.identity.lines["aliases"], "box, the box")
        write(form.identity.lines["tags"], "lab")
        write(form.identity.lines["summary"], "Our box.")
        write(form.identity.notes, "Ask first.")
        write(form.facts.row("power_max_w").value, "1.2 kW")
        write(form.facts.row("weight_kg").value, "450 lb")
        write(form.facts.row("depth_mm").value, "17.3 in")
        write(form.facts.row("liquid_heat_share").value, "60 %")
        QTest.mouseClick(form.ports.add, Qt.MouseButton.LeftButton)
        (ports,) = form.ports.grids
        for name, text in (
            ("name", "osfp"),
            ("media", "Compute fabric, storage"),
            ("count", "8"),
            ("connector", "OSFP"),
            ("rate_gbps", "0.4 Tb/s"),
            ("lanes", "4"),
            ("cages", "4"),
            ("breakouts", "2, 4"),
            ("protocols", "infiniband, ethernet"),
        ):
            write(ports.field(name), text)
        QTest.mouseClick(form.contained.add, Qt.MouseButton.LeftButton)
        (inside,) = form.contained.grids
        write(inside.field("part"), "nvidia/h100-sxm5-80gb")
        write(inside.field("count"), "8")
        QTest.mouseClick(form.prices.add, Qt.MouseButton.LeftButton)
        (price,) = form.prices.grids
        write(price.field("typical"), "40 000")
        write(price.field("high"), "$45,000")
        write(price.field("note"), "by mail")
        QTest.mouseClick(form.texts.add, Qt.MouseButton.LeftButton)
        (text,) = form.texts.grids
        write(text.field("name"), "airflow")
        write(text.field("text"), "front to back")
        save(form)
        assert form.kept == ["acme/box-1"]
        assert not form.isVisible()
        expected = Part(
            id="acme/box-1",
            kind="server",
            layer="servers_fabric",
            vendor="Acme",
            name="Box 1",
            part_number="AB-1",
            aliases=("box", "the box"),
            tags=("lab",),
            summary="Our box.",
            notes="Ask first.",
            facts={
                "power_max_w": Quantity(value=1200, status="user", date=TODAY),
                "weight_kg": Quantity(value=204.1165665, status="user", date=TODAY),
                "depth_mm": Quantity(value=439.42, status="user", date=TODAY),
                "liquid_heat_share": Quantity(value=0.6, status="user", date=TODAY),
            },
            ports=(
                PortGroup(
                    name="osfp",
                    media=("fabric", "storage"),
                    count=8,
                    connector="OSFP",
                    rate_gbps=400,
                    lanes=4,
                    cages=4,
                    breakouts=(2, 4),
                    protocols=("infiniband", "ethernet"),
                ),
            ),
            contains=(Contained(part="nvidia/h100-sxm5-80gb", count=8),),
            prices=(
                Price(low=40_000, typical=40_000, high=45_000, basis="user", date=TODAY, status="user", note="by mail"),
            ),
            texts={"airflow": "front to back"},
        )
        assert shelf.library.part("acme/box-1") == expected
        assert on_disk(own).part("acme/box-1") == expected
        assert on_disk(own).own == {"acme/box-1"}

    def test_the_fewest_words_are_enough(self, make, own):
        form = make()
        QTest.keyClicks(QApplication.focusWidget(), "Box")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClicks(QApplication.focusWidget(), "Own")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert form.kept == ["own/box"]
        assert on_disk(own).part("own/box").facts == {}

    def test_the_kind_changes_which_figures_are_offered_and_loses_none(self, make, own):
        form = make()
        basics(form)
        write(form.facts.row("psu_count").value, "6")
        assert "switching_tbps" not in form.facts.rows
        pick(form.identity.kind, "pdu")
        assert {"banks", "bank_amps", "psu_count"} <= set(form.facts.rows)
        assert "memory_gb" not in form.facts.rows
        assert any(one.text() == "Facility" for one in form.identity.findChildren(QLabel))
        save(form)
        kept = on_disk(own).part("acme/box-1")
        assert (kept.kind, kept.layer) == ("pdu", "facility")
        assert kept.facts["psu_count"].value == 6

    def test_any_other_figure_can_be_added(self, make, own):
        form = make()
        basics(form)
        pick(form.facts.more, "fuel_l_per_h")
        assert "fuel_l_per_h" not in form.facts.rows
        QTest.keyClick(form.facts.more, Qt.Key.Key_Tab)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        assert QApplication.focusWidget() is form.facts.row("fuel_l_per_h").value
        QTest.keyClicks(QApplication.focusWidget(), "10 gal/h")
        save(form)
        assert on_disk(own).part("acme/box-1").facts["fuel_l_per_h"].value == 37.85411784

    @pytest.mark.scaled
    @pytest.mark.parametrize(
        "kind",
        runs(
            ["cable", "instance", "cdu"],
            ["accelerator", "cable", "storage", "instance", "framework", "application", "cdu"],
        ),
    )
    def test_a_part_of_each_layer_can_be_kept(self, make, own, kind):
        form = make()
        basics(form)
        pick(form.identity.kind, kind)
        offered = facts_of_kind(kind)
        assert set(form.facts.rows) == set(offered)
        save(form)
        assert on_disk(own).part("acme/box-1").layer == KINDS[kind].layer

    def test_an_id_that_was_written_stays_and_one_that_is_taken_is_not_proposed(self, make):
        form = make()
        basics(form, "DGX H100", "NVIDIA")
        assert form.identity.lines["id"].text() == "nvidia/dgx-h100-2"
        write(form.identity.lines["id"], "own/mine")
        write(form.identity.lines["name"], "Other")
        assert form.identity.lines["id"].text() == "own/mine"


class TestRefusedInput:
    def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(self, make, own):
        form = make()
        write(form.facts.row("power_max_w").value, "12 parsecs")
        write(form.identity.lines["summary"], "typed before")
        save(form)
        said = complaints(form)
        assert "Give it a name." in said
        assert any(line.startswith("Power, maximum: 'parsecs' is no unit for W") for line in said)
        assert any("4 fields above need another look" in line for line in said)
        assert form.kept == []
        assert not own.exists()
        assert QApplication.focusWidget() is form.identity.lines["name"]
        assert form.identity.lines["summary"].text() == "typed before"
        assert form.facts.row("power_max_w").value.text() == "12 parsecs"
        basics(form)
        write(form.facts.row("power_max_w").value, "12 kW")
        save(form)
        assert on_disk(own).part("acme/box-1").facts["power_max_w"].value == 12_000

    def test_the_first_of_several_from_the_top_gets_the_keyboard(self, make, library):
        form = make(library.part("nvidia/qm9700"), duplicate=True)
        write(form.ports.grids[0].field("count"), "many")
        write(form.facts.row("weight_kg").value, "x")
        write(form.facts.row("depth_mm").value, "12 kg")
        save(form)
        assert any("3 fields above need another look" in line for line in complaints(form))
        assert QApplication.focusWidget() is form.facts.row("depth_mm").value

    def test_figures_out_of_bounds(self, make):
        form = make()
        basics(form)
        for fact, text, words in (
            ("efficiency", "1.5", "at most 1"),
            ("phases", "4", "at most 3"),
            ("power_max_w", "-1", "from 0"),
            ("power_max_w", "1e999", "not a number"),
            ("power_max_w", "<b>1</b>", "not a number"),
            ("weight_kg", "12 W", "use kg, g, t, lb or oz"),
        ):
            if fact not in form.facts.rows:
                form.facts.add(fact)
            field = form.facts.row(fact).value
            write(field, text)
            save(form)
            assert form.kept == [], text
            assert any(words in line for line in complaints(form)), text
            assert QApplication.focusWidget() is field, text
            write(field, "")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"low": "9", "value": "5"}, "the low end, 9, is above 5"),
            ({"high": "4", "value": "5"}, "below 5"),
            ({"value": "5", "date": "yesterday"}, "write the date as"),
            ({"value": "5", "low": "x"}, "not a number"),
        ],
    )
    def test_ranges_and_dates_of_a_figure(self, make, fields, words):
        form = make()
        basics(form)
        row = form.facts.row("weight_kg")
        write(row.value, fields.pop("value"))
        QTest.keyClick(row.more, Qt.Key.Key_Space)
        for name, text in fields.items():
            write(row.grid.field(name), text)
        save(form)
        assert form.kept == []
        assert any(words in line for line in complaints(form))
        assert QApplication.focusWidget() is row.grid.field(*fields)

    def test_ports(self, make):
        form = make()
        basics(form)
        form.ports.add_new()
        (grid,) = form.ports.grids
        sound = {"name": "p", "media": "fabric", "count": "8"}
        for fields, words in (
            ({"name": ""}, "Give the ports a name"),
            ({"media": "light"}, "nothing that ports carry"),
            ({"media": ""}, "Say what the ports carry"),
            ({"count": "1000000"}, "from 1 to 100,000"),
            ({"count": "1.5"}, "whole number"),
            ({"cages": "3"}, "cannot be divided evenly"),
            ({"breakouts": "1"}, "2 links or more"),
            ({"rate_gbps": "0"}, "above 0"),
            ({"lanes": "no"}, "not a number"),
        ):
            for name, text in (sound | fields).items():
                write(grid.field(name), text)
            save(form)
            assert form.kept == [], fields
            assert any(words in line for line in complaints(form)), fields
            for name in fields:
                write(grid.field(name), "")

    def test_prices(self, make):
        form = make()
        basics(form)
        form.prices.add_new()
        (grid,) = form.prices.grids
        day, currency = grid.field("date").text(), grid.field("currency").text()
        sound = {"typical": "40000", "low": "", "currency": currency, "date": day}
        for fields, words in (
            ({"typical": ""}, "not a number"),
            ({"low": "50000"}, "above 40000"),
            ({"currency": "dollars"}, "three letters"),
            ({"date": ""}, "write the date as"),
            ({"date": "2026-13-01"}, "write the date as"),
        ):
            for name, text in (sound | fields).items():
                write(grid.field(name), text)
            save(form)
            assert form.kept == [], fields
            assert any(words in line for line in complaints(form)), fields

    def test_a_part_inside_that_does_not_exist(self, make):
        form = make()
        basics(form)
        form.contained.add_new()
        write(form.contained.grids[0].field("part"), "nvidia/h100-sxm5-80gbb")
        save(form)
        assert any("did you mean nvidia/h100-sxm5-80gb?" in line for line in complaints(form))

    def test_two_port_groups_of_one_name(self, make):
        form = make()
        basics(form)
        for _ in range(2):
            form.ports.add_new()
            for name, text in {"name": "p", "media": "fabric", "count": "8"}.items():
                write(form.ports.grids[-1].field(name), text)
        save(form)
        assert any("Ports above are called p already" in line for line in complaints(form))
        assert form.kept == []

    def test_ids(self, make):
        form = make()
        basics(form)
        for part_id, words in (
            ("../../x", "not allowed"),
            ("nvidia/dgx-h100", "already"),
            ("a b", "not allowed"),
            ("", "Give it an id"),
        ):
            write(form.identity.lines["id"], part_id)
            save(form)
            assert form.kept == [], part_id
            assert any(words in line for line in complaints(form)), part_id

    def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(self, make, own):
        own.write_text("a file in the way")
        form = make()
        basics(form)
        save(form)
        assert form.kept == []
        assert any("cannot be written" in line for line in complaints(form))
        assert form.identity.lines["name"].text() == "Box 1"
        own.unlink()
        save(form)
        assert form.kept == ["acme/box-1"]

    def test_a_sourced_figure_needs_a_source(self, make):
        form = make()
        basics(form)
        row = form.facts.row("weight_kg")
        write(row.value, "5")
        pick(row.status, "sourced")
        save(form)
        assert any("names its source" in line for line in complaints(form))
        assert row.grid.isVisible()


class TestCopyAndChange:
    def test_a_copy_that_is_not_touched_is_the_part_under_another_id(self, make, own, library):
        for part_id in ("nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8868"):
            form = make(library.part(part_id), duplicate=True)
            save(form)
            copy_id = f"own/{part_id.partition('/')[2]}"
            assert form.kept == [copy_id]
            assert on_disk(own).part(copy_id) == own_copy(library.part(part_id))

    @pytest.mark.scaled
    def test_every_shipped_part_comes_through_the_fields_unchanged(self, make, library):
        """The last of each kind, all of its fields; of every fourth kind in a quick run."""
        for part in list({part.kind: part for part in library.parts.values()}.values())[:: runs(4, 1)]:
            form = make(part, duplicate=True)
            problems = []
            assert form._read(problems) == own_copy(part, form._part.id)
            assert problems == []
            assert not form.changed

    def test_a_changed_figure_is_the_persons_own_and_the_others_keep_their_sources(self, make, own, library):
        form = make(library.part("nvidia/dgx-h100"), duplicate=True)
        row = form.facts.row("power_max_w")
        write(row.value, "9.5 kW")
        assert row.status.currentData() == "user"
        save(form)
        kept, before = on_disk(own).part("own/dgx-h100"), library.part("nvidia/dgx-h100")
        assert kept.facts["power_max_w"] == replace(
            before.facts["power_max_w"], value=9500, status="user", sources=(), date=TODAY
        )
        assert kept.facts["weight_kg"] == before.facts["weight_kg"]
        assert list(kept.facts) == list(before.facts)
        assert on_disk(own).part("nvidia/dgx-h100") == before

    def test_the_old_value_brings_its_source_back(self, make, library):
        form = make(library.part("nvidia/dgx-h100"), duplicate=True)
        row = form.facts.row("power_max_w")
        QTest.keyClick(row.value, Qt.Key.Key_End)
        QTest.keyClicks(row.value, "5")
        assert row.status.currentData() == "user"
        QTest.keyClick(row.value, Qt.Key.Key_Backspace)
        assert row.status.currentData() == "sourced"
        assert not form.changed

    def test_a_second_copy_has_another_id(self, make, library):
        save(make(library.part("nvidia/dgx-h100"), duplicate=True))
        form = make(library.part("nvidia/dgx-h100"), duplicate=True)
        save(form)
        assert form.kept == ["own/dgx-h100-2"]

    def test_an_own_part_is_changed_in_its_place(self, make, shelf, own, library):
        save_own_parts([own_copy(library.part("nvidia/qm9700"))], folder=own)
        shelf.reload()
        form = make(shelf.library.part("own/qm9700"))
        assert not form.identity.lines["id"].isEnabled()
        write(form.identity.lines["name"], "Our QM9700")
        QTest.mouseClick(
            next(one for one in form.findChildren(QPushButton) if one.accessibleName() == "Remove ports 2"),
            Qt.MouseButton.LeftButton,
        )
        write(form.facts.row("depth_mm").value, "")
        save(form)
        kept = on_disk(own).part("own/qm9700")
        assert (kept.name, kept.revision) == ("Our QM9700", "2")
        assert [group.name for group in kept.ports] == ["ports", "psu"]
        assert "depth_mm" not in kept.facts
        assert "weight_kg" in kept.facts

    def test_what_has_no_field_is_kept(self, make, own, library):
        cable = next(part for part in library.parts.values() if part.lengths)
        form = make(cable, duplicate=True)
        write(form.identity.lines["summary"], "ours")
        save(form)
        assert on_disk(own).part(form.kept[0]).lengths == cable.lengths

    def test_sources_of_the_figures_stay_beside_the_own_part(self, make, own, library):
        save(make(library.part("nvidia/dgx-h100"), duplicate=True))
        assert "nvidia-dgx-h100-guide" in (own / "sources.yaml").read_text()


class TestLeaving:
    def test_escape_leaves_at_once_when_nothing_was_typed(self, make, questions):
        form = make()
        QTest.keyClick(form, Qt.Key.Key_Escape)
        assert not form.isVisible()
        assert questions.asked == 0

    @pytest.mark.parametrize(
        ("answer", "stays", "kept"), [("cancel", True, []), ("discard", False, []), ("save", False, ["acme/box-1"])]
    )
    def test_escape_asks_when_something_was_typed(self, make, questions, answer, stays, kept):
        form = make()
        basics(form)
        questions.keep = answer
        QTest.keyClick(form.identity.lines["name"], Qt.Key.Key_Escape)
        assert questions.asked == 1
        assert form.isVisible() is stays
        assert form.kept == kept

    def test_saving_on_the_way_out_stays_when_it_is_refused(self, make, questions):
        form = make()
        write(form.identity.lines["name"], "Box")
        questions.keep = "save"
        form.close()
        assert form.isVisible()
        assert form.kept == []
        questions.keep = "discard"

    def test_every_field_counts_as_a_change(self, make, library):
        for touch in (
            lambda form: write(form.identity.notes, "x"),
            lambda form: form.prices.add_new(),
            lambda form: write(form.ports.grids[0].field("connector"), "x"),
            lambda form: form.read_in.set_text("arithmetic"),
            lambda form: write(form.facts.row("weight_kg").value, "1"),
        ):
            form = make(library.part("nvidia/dgx-h100"), duplicate=True)
            assert not form.changed
            touch(form)
            assert form.changed


class TestSources:
    def test_a_known_source_is_ticked_by_keys(self, qtbot, library):
        dialog = SourceDialog(KnownSources(library.sources), (), date(2026, 11, 24), None)
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.keyClicks(dialog.search, "dgx h100/h200 user guide")
        QTest.keyClick(dialog.search, Qt.Key.Key_Down)
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        assert dialog.chosen == ("nvidia-dgx-h100-guide",)
        assert dialog.result() == SourceDialog.DialogCode.Accepted

    def test_a_new_source_is_written(self, qtbot, library):
        known = KnownSources(library.sources)
        dialog = SourceDialog(known, ("arithmetic",), date(2026, 11, 24), None)
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
        assert known.written == {}
        write(dialog.publisher, "Acme, Box datasheet")
        write(dialog.retrieved, "soon")
        QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
        assert known.written == {}
        write(dialog.retrieved, "2026-11-20")
        QTest.keyClick(dialog.publisher, Qt.Key.Key_Return)
        assert dialog.chosen == ("arithmetic", "acme-box-datasheet")
        source = known.written["acme-box-datasheet"]
        assert (source.publisher, source.published, source.retrieved) == (
            "Acme, Box datasheet",
            "undated",
            "2026-11-20",
        )
        assert known.write("Acme: box datasheet", "", "").id == "acme-box-datasheet-2"

    def test_a_figure_with_a_chosen_source_is_called_sourced(self, make, own, monkeypatch):
        form = make()
        basics(form)
        row = form.facts.row("weight_kg")
        write(row.value, "5")
        form.prices.add_new()
        (price,) = form.prices.grids
        write(price.field("typical"), "100")

        def ticks(dialog):
            QTest.keyClicks(dialog.search, "arithmetic from")
            QTest.keyClick(dialog.list, Qt.Key.Key_Space)
            return dialog.DialogCode.Accepted

        monkeypatch.setattr(SourceDialog, "exec", ticks)
        for button in (row.grid.field("sources"), price.field("sources")):
            QTest.keyClick(button, Qt.Key.Key_Space)
        assert row.status.currentData() == "sourced"
        save(form)
        kept = on_disk(own).part("acme/box-1")
        assert (kept.facts["weight_kg"].status, kept.facts["weight_kg"].sources) == ("sourced", ("arithmetic",))
        assert (kept.prices[0].status, kept.prices[0].sources) == ("sourced", ("arithmetic",))
        assert on_disk(own).sources["arithmetic"].publisher

    def test_a_figure_that_was_said_to_be_unknown_stays_so_until_it_is_typed(self, make, shelf, own):
        unknown = Quantity(value=None, sources=("arithmetic",), date="2026-01-01", others="20 or 30")
        facts = {"weight_kg": unknown, "power_max_w": unknown}
        save_own_parts(
            [Part(id="own/b", kind="server", layer="servers_fabric", vendor="x", name="B", facts=facts)], (), own
        )
        shelf.reload()
        form = make(shelf.library.part("own/b"))
        write(form.facts.row("weight_kg").value, "25")
        save(form)
        assert on_disk(own).part("own/b").facts == {
            "weight_kg": Quantity(value=25, status="user", date=TODAY, others="20 or 30"),
            "power_max_w": unknown,
        }

    def test_a_new_source_is_kept_with_the_part(self, make, own):
        form = make()
        basics(form)
        row = form.facts.row("weight_kg")
        write(row.value, "5")
        pick(row.status, "sourced")
        source = form._sources.write("Acme, Box datasheet", "2026-04", "2026-11-20")
        button = row.grid.field("sources")
        button.set_text(source.id)
        assert button.text().startswith("Acme")
        save(form)
        library = on_disk(own)
        assert library.part("acme/box-1").facts["weight_kg"].sources == (source.id,)
        assert library.sources[source.id] == source


class TestReach:
    def test_sections_are_reached_by_keys(self, make, library):
        form = make(library.part("nvidia/dgx-h100"), duplicate=True)
        form.resize(1000, 640)
        for number, wanted in (
            (2, form.facts.row("power_max_w").value),
            (3, form.ports.add),
            (5, form.prices.add),
            (1, form.identity.lines["name"]),
        ):
            QTest.keyClick(form, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
            assert QApplication.focusWidget() is wanted

    def test_tab_goes_down_the_form(self, make):
        form = make()
        pick(form.identity.kind, "storage")
        for rows in (form.ports, form.texts, form.ports):
            rows.add_new()
        form.facts.add("fuel_l_per_h")
        form.identity.lines["name"].setFocus()
        seen = []
        for _ in range(200):
            focus = QApplication.focusWidget()
            if focus in seen:
                break
            seen.append(focus)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        identity = [one for name, one in form.identity.lines.items() if name not in ("name", "vendor")]
        wanted = [
            form.identity.lines["name"],
            form.identity.lines["vendor"],
            form.identity.kind,
            *identity,
            form.identity.availability,
            form.identity.notes,
            *(row.value for row in form.facts.rows.values()),
            form.facts.more,
            form.facts.add_more,
            *form.ports.grids[0].controls,
            *form.ports.grids[1].controls,
            form.ports.add,
            form.contained.add,
            form.prices.add,
            *form.texts.grids[0].controls,
            form.texts.add,
            form.read_in,
            form.save_button,
        ]
        assert [one for one in seen if one in wanted] == wanted

    def test_every_control_has_a_name(self, make, library):
        form = make(library.part("nvidia/dgx-h100"), duplicate=True)
        for kind in (QLineEdit, QPlainTextEdit, Choice, SourceButton):
            for one in form.findChildren(kind):
                assert one.accessibleName(), one

    def test_words_are_plain_text(self, make, shelf, own):
        name = '<img src="file:///x"><b>Box</b>'
        save_own_parts([Part(id="own/b", kind="server", layer="servers_fabric", vendor="<i>x</i>", name=name)], (), own)
        shelf.reload()
        form = make(shelf.library.part("own/b"))
        titles = [one for one in form.findChildren(QLabel) if name in one.text()]
        assert titles
        assert all(one.textFormat() == Qt.TextFormat.PlainText for one in form.findChildren(QLabel))
        assert form.identity.lines["name"].text() == name

    def test_nothing_is_wider_than_the_page(self, make, library):
        form = make(library.part("nvidia/dgx-h100"), duplicate=True)
        form.resize(1000, 640)
        for row in form.facts.rows.values():
            row.more.setChecked(bool(row.value.text()))
        QCoreApplication.processEvents()
        page = form.findChild(QScrollArea)
        assert page.widget().width() <= page.viewport().width()
        for grid in form.findChildren(FieldGrid):
            if grid.isVisible():
                assert grid.width() >= grid.minimumSizeHint().width()


@pytest.mark.parametrize("title", ["Add ports", "Cancel", "Texts"])
def test_enter_on_a_button_presses_that_button(make, own, title):
    form = make()
    basics(form)
    (button,) = [one for one in form.findChildren(QPushButton) if one.text() == title and one.isVisible()]
    pressed = []
    button.clicked.disconnect()
    button.clicked.connect(lambda: pressed.append(title))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [title]
    assert form.isVisible()
    assert not own.exists()
