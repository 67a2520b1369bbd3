"""A whole way through the catalog by keys: find, place, compare, add, price, bring up to date, import."""

import csv

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from designer.catalog.own.own_parts import read_parts_file, write_parts_file
from designer.catalog.reading import own_parts_folder, read_library
from designer.model.parts.part import Part, Quantity
from tests.pdf_words import pdf_words

SWITCH, OTHER = "nvidia/qm9700", "nvidia/qm9790"
OWN = "acme/leaf-9"


class Reader:
    """Somebody who goes from window to window of the catalog, by keys alone."""

    def __init__(self, person):
        self.person = person
        self.qtbot = person.qtbot

    def command(self, *words):
        """Run a command by its name."""
        self.person.take_front()
        self.person.keys("Ctrl+K")
        self.person.type(" ".join(words))
        self.person.keys("Return")

    def window(self, kind):
        """The open window of class KIND, in front."""

        def found():
            return [one for one in QApplication.topLevelWidgets() if type(one).__name__ == kind and one.isVisible()]

        self.qtbot.waitUntil(lambda: len(found()) == 1)
        (window,) = found()
        window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        return window

    def form(self):
        form = self.window("PartForm")
        self.person.answers.serve(form)
        return form

    def gone(self, kind):
        self.qtbot.waitUntil(
            lambda: not any(type(one).__name__ == kind and one.isVisible() for one in QApplication.topLevelWidgets())
        )

    def browser(self):
        self.person.take_front()
        self.person.keys("Ctrl+Shift+F")
        return self.window("CatalogBrowser")

    def tab_to(self, widget):
        """Press Tab until the keyboard is in WIDGET."""
        for _ in range(200):
            if QApplication.focusWidget() is widget:
                return
            self.person.keys("Tab")
        pytest.fail(f"Tab does not lead to {widget.accessibleName() or widget}")

    def press(self, window, title):
        """Go to the button TITLE by Tab and press it."""
        (button,) = [one for one in window.findChildren(QPushButton) if one.text() == title and one.isVisible()]
        self.tab_to(button)
        self.person.keys("Space")

    def write(self, field, text):
        self.tab_to(field)
        self.person.type(text)


def exported(reader, keys, path):
    """What the export of KEYS writes to PATH."""
    reader.person.answers.path = path
    with reader.qtbot.waitSignal(reader.person.window.exports.finished, timeout=20_000):
        reader.person.keys(keys)
    return path


@pytest.fixture
def reader(drawer):
    return Reader(drawer)


def own_on_disk():
    """The person's own parts as another start would find them."""
    library = read_library()
    assert library.problems == ()
    return {part_id: library.parts[part_id] for part_id in library.own}


def test_from_the_first_search_to_the_bill(reader, tmp_path):
    person, keys, words = reader.person, reader.person.keys, reader.person.type

    # Find one, place it, and compare it with its sister.
    browser = reader.browser()
    words("qm97")
    keys("Return")
    (node,) = person.design.nodes.values()
    assert node.part == SWITCH
    assert person.design.parts[SWITCH] == person.studio.shelf.library.parts[SWITCH]
    keys("Ctrl+Space", "Down", "Space", "*")
    assert set(browser.table.marked) == {SWITCH, OTHER}
    assert person.studio.preferences.favourites == (OTHER,)
    keys("Ctrl+Return")
    comparison = reader.window("CompareDialog")
    assert comparison.comparison.names == ("Quantum-2 QM9700", "Quantum-2 QM9790")
    assert comparison.comparison.differing > 0
    keys("Escape")
    reader.gone("CompareDialog")
    reader.window("CatalogBrowser").close()

    # A part of one's own, and a second from it.
    person.take_front()
    keys("Ctrl+Shift+N")
    form = reader.form()
    words("Leaf 9")
    keys("Tab")
    words("Acme")
    keys("Tab")
    words("Switch")
    reader.write(form.facts.row("power_max_w").value, "1.2 kW")
    keys("Alt+3", "Return")
    (ports,) = form.ports.grids
    for name, text in (("name", "osfp"), ("media", "fabric"), ("count", "64"), ("rate_gbps", "400")):
        reader.write(ports.field(name), text)
    keys("Ctrl+S")
    reader.gone("PartForm")
    assert set(own_on_disk()) == {OWN}
    assert own_on_disk()[OWN].facts["power_max_w"].value == 1200
    assert own_on_disk()[OWN].ports[0].count == 64
    browser = reader.browser()
    words("leaf 9")
    assert browser.chosen.id == OWN
    keys("Return")
    assert sorted(node.part for node in person.design.nodes.values()) == [OWN, SWITCH]
    reader.press(browser, "Edit…")
    form = reader.form()
    field = form.facts.row("power_max_w").value
    reader.tab_to(field)
    field.selectAll()
    words("1500")
    keys("Ctrl+S")
    reader.gone("PartForm")
    assert own_on_disk()[OWN].facts["power_max_w"].value == 1500
    assert own_on_disk()[OWN].revision == "2"
    assert person.design.parts[OWN].facts["power_max_w"].value == 1200
    reader.window("CatalogBrowser").close()

    # The design is told, takes the newer facts over, and can go back.
    person.take_front()
    keys("Ctrl+Shift+U")
    updates = reader.window("UpdatesDialog")
    assert updates.list.checked == (OWN,)
    keys("Return")
    assert person.design.parts[OWN].facts["power_max_w"].value == 1500
    updates.close()
    reader.gone("UpdatesDialog")
    person.take_front()
    keys("Ctrl+Z")
    assert person.design.parts[OWN].facts["power_max_w"].value == 1200
    keys("Ctrl+Shift+Z")
    person.settle()

    # What it costs here: an own price, a discount on the rest, shown in euros.
    keys("Ctrl+Shift+B")
    book = reader.window("PriceBookDialog")
    words("leaf 9")
    keys("Return")
    words("30000")
    keys("Return")
    prices = person.design.settings.prices
    assert [(price.typical, price.basis) for price in prices.prices[OWN]] == [(30000, "user")]
    book.tabs.setCurrentIndex(2)
    reader.write(book.money.code, "EUR")
    reader.write(book.money.usd, "1.25")
    keys("Return")
    book.money.currency.setFocus()
    words("EUR")
    prices = person.design.settings.prices
    assert (prices.currency, prices.rate("EUR").usd) == ("EUR", 1.25)
    book.close()
    reader.gone("PriceBookDialog")
    person.take_front()
    person.settle()
    capital = person.work.headline.item("buy")
    assert capital.unit == "k€"
    rows = list(csv.DictReader(exported(reader, "Ctrl+B", tmp_path / "bill.csv").read_text("utf-8-sig").splitlines()))
    leaf = next(row for row in rows if row["Part"] == OWN)
    assert (leaf["Unit typical EUR"], leaf["Price basis"]) == ("24000.00", "user")
    assert any("1 EUR = 1.25 USD" in row["Part"] for row in rows)
    assert "k€" in pdf_words(exported(reader, "Ctrl+Shift+R", tmp_path / "report.pdf"))

    # All of it goes to a colleague, and theirs comes in.
    person.answers.path = tmp_path / "mine.yaml"
    reader.command("export your own parts")
    assert [part.id for part in read_parts_file(tmp_path / "mine.yaml")[0]] == [OWN]
    theirs = Part(
        id="beta/box",
        kind="server",
        layer="servers_fabric",
        vendor="Beta",
        name="Box",
        part_number="B-1",
        facts={"power_max_w": Quantity(value=700, status="user", date="2026-11-24")},
    )
    write_parts_file(tmp_path / "theirs.yaml", [theirs], [])
    person.answers.path = tmp_path / "theirs.yaml"
    reader.command("parts from a file")
    assert set(own_on_disk()) == {OWN, theirs.id}
    assert own_on_disk()[theirs.id] == theirs
    assert "1 part of theirs.yaml kept" in person.status
    reader.command("parts from a file")
    assert "You have all parts of theirs.yaml already" in person.status

    # One is taken away again; the design keeps what it uses.
    browser = reader.browser()
    words("leaf 9")
    reader.press(browser, "Remove…")
    assert set(own_on_disk()) == {theirs.id}
    assert OWN in person.design.parts
    assert not person.answers.told


def test_a_hostile_file_is_told_in_one_line_and_changes_nothing(reader, tmp_path):
    person = reader.person
    mine = tmp_path / "bomb.yaml"
    mine.write_text("a: &a [x, x]\nb: [*a, *a]\n", "utf-8")
    person.answers.path = mine
    reader.command("parts from a file")
    (told,) = person.answers.told
    assert "anchor or alias" in told
    assert "\n" not in told
    assert own_on_disk() == {}
    assert not own_parts_folder().exists()


def test_what_cannot_be_written_is_told_and_stays_in_the_form(reader):
    person = reader.person
    person.keys("Ctrl+Shift+N")
    form = reader.form()
    person.type("Leaf 9")
    person.keys("Tab")
    person.type("Acme")
    own_parts_folder().parent.mkdir(parents=True)
    own_parts_folder().write_text("a file where the folder should be", "utf-8")
    person.keys("Ctrl+S")
    assert form.isVisible()
    assert form.identity.lines["name"].text() == "Leaf 9"
    assert "cannot be written" in form.problem.text()
    own_parts_folder().unlink()
    person.keys("Ctrl+S")
    reader.gone("PartForm")
    assert [part.name for part in own_on_disk().values()] == ["Leaf 9"]
