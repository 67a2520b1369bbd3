"""Labels of cables: both ends, codes that say what the label says, letters of 8 points."""

import csv
import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import segno

from designer.drawing.paper.cable_labels import ACROSS, DOWN, LABEL_MM, label_sheets
from designer.drawing.paper.records import LEAST_LABEL_PT, Code, Sheet, Words
from designer.edit.templates.templates import build_template
from designer.export.cables.cable_schedule import CableSchedule, cable_schedule
from designer.export.paper.codes import code_rows
from designer.export.paper.labels import NO_CABLES, cable_labels, code_text, write_labels
from designer.model.design import Design, Link, Node
from designer.model.records import RefusedInput
from designer.paint.paper.pdf import paper_measure
from tests.paper_sizes import paper_text
from tests.shipped import LIBRARY

DPI = 600


def schedule_of(template: str, **values: str) -> CableSchedule:
    return cable_schedule(build_template(template, LIBRARY, values), LIBRARY.parts)


@pytest.fixture(scope="module")
def service() -> CableSchedule:
    return schedule_of("rag-service")


@pytest.fixture(scope="module")
def sheets(service: CableSchedule) -> list[Sheet]:
    return list(label_sheets(cable_labels(service), paper_measure(), "Labels"))


def test_each_cable_has_two_labels_with_the_ends_changed_over(service: CableSchedule) -> None:
    labels = list(cable_labels(service))
    assert len(labels) == 2 * len(service)
    for first, second in zip(labels[::2], labels[1::2], strict=True):
        assert first.cable == second.cable
        assert (first.own, first.other) == (second.other, second.own)
        assert first.code == second.code


def test_codes_on_paper_are_the_codes_of_the_labels(tmp_path: Path, service: CableSchedule) -> None:
    """The modules are read back from the painted page: middle of each, dark or light."""
    write_labels(tmp_path / "l.pdf", service)
    sheet = next(iter(label_sheets(cable_labels(service), paper_measure(), "")))
    codes = [item for item in sheet.items if isinstance(item, Code)]
    assert codes
    with pypdfium2.PdfDocument(tmp_path / "l.pdf") as document:
        picture = document[0].render(scale=DPI / 72, grayscale=True).to_numpy()
    picture = picture.reshape(picture.shape[:2])
    lines = list(service.lines())
    for number, code in enumerate(codes):
        wanted = code_rows(code_text(lines[number // 2]))
        count = len(wanted)
        # Middles of the modules, in pixels of the picture.
        steps = (np.arange(count) + 0.5) * code.side / count
        columns = np.rint((code.x + steps) / 25.4 * DPI).astype(int)
        rows = np.rint((code.y + steps) / 25.4 * DPI).astype(int)
        seen = picture[np.ix_(rows, columns)] < 128
        assert (seen == np.array([list(row) for row in wanted], dtype=bool)).all(), number


def test_a_code_holds_the_name_of_the_cable_and_both_ends(service: CableSchedule) -> None:
    line = next(iter(service.lines()))
    text = code_text(line)
    assert text == f"{line.id}\n{line.a.label}\n{line.b.label}"
    made = segno.make(text, error="m", micro=False, boost_error=False, mask=3)
    assert code_rows(text) == tuple(bytes(row) for row in made.matrix)
    assert made.mask == 3
    assert made.error == "M"


def test_letters_are_at_least_eight_points_and_inside_their_label(tmp_path: Path, service: CableSchedule) -> None:
    write_labels(tmp_path / "l.pdf", service)
    found = paper_text(tmp_path / "l.pdf")
    assert found.least_pt >= LEAST_LABEL_PT - 1e-4
    assert found.over == ()


def test_words_stay_inside_their_label_whatever_the_names_are() -> None:
    long = "A name of a hundred letters that goes on and on without an end in sight until the label is full of it"
    nodes = {
        one: Node(id=one, part="nvidia/qm9700", kind="switch", name=f"{long} {one * 60}", order=place)
        for place, one in enumerate("ab")
    }
    links = {"l": Link(id="l", a="a", b="b", medium="fabric", cables=2)}
    design = LIBRARY.embedded(Design(nodes=nodes, links=links))
    measure = paper_measure()
    (sheet,) = label_sheets(cable_labels(cable_schedule(design, LIBRARY.parts)), measure, "")
    for item in sheet.items:
        if isinstance(item, Words):
            width = measure(item.text, item.pt, item.bold)
            left = item.x - (width / 2 if item.align == "middle" else 0.0)
            column = int((left - 7.2) / 66.04)
            assert left + width <= 7.2 + column * 66.04 + LABEL_MM[0]
            assert "…" not in item.text
    assert any("see the cable schedule" in item.text for item in sheet.items if isinstance(item, Words))


def test_sheets_hold_twenty_four(sheets: list[Sheet], service: CableSchedule) -> None:
    assert len(sheets) == -(-2 * len(service) // (ACROSS * DOWN))


def test_the_table_for_a_printer_has_a_row_for_each_label(tmp_path: Path, service: CableSchedule) -> None:
    count = write_labels(tmp_path / "l.csv", service)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "l.csv").read_text("utf-8-sig"))))
    assert len(rows) == count == 2 * len(service)
    assert rows[0]["Cable"] == rows[1]["Cable"]
    assert rows[0]["This end"] == rows[1]["Other end"]
    assert {row["End"] for row in rows} == {"A", "B"}


def test_without_cables_there_are_no_labels(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=NO_CABLES[:20]):
        write_labels(tmp_path / "l.pdf", cable_schedule(Design(), LIBRARY.parts))
    with pytest.raises(RefusedInput, match=r"\.pdf, \.csv"):
        write_labels(tmp_path / "l.png", schedule_of("rag-service"))
