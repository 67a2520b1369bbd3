"""Drawings for the floor made beside the window: hostile PDFs do nothing, and none takes long or much."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2")

ROOT = Path(__file__).resolve().parents[4]

PROGRAM = """
import json, sys, time
from pathlib import Path
from designer.model.records import RefusedInput
from designer.ui.views.floor.underlay_work import pdf_page, pdf_pages
opened = []
sys.addaudithook(lambda what, found: opened.append(what) if what.startswith(("socket", "subprocess", "os.exec")) else 0)
said = {}
for path in map(Path, sys.argv[1:]):
    begun = time.monotonic()
    try:
        pages = pdf_pages(None, path)
        data = pages.only if pages.only is not None else pdf_page(None, path, 1)
        words = f"png {int.from_bytes(data[16:20], 'big')}x{int.from_bytes(data[20:24], 'big')}"
    except RefusedInput as problem:
        words = str(problem)
    said[path.name] = words, time.monotonic() - begun
from tests.bench.timing import peak_mb
used = peak_mb() * 1e6
print(json.dumps({"said": said, "opened": opened, "used": used}))
"""


def pdf(content: bytes = b"", box: str = "0 0 842 595", more: str = "", objects: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page by hand, with an entry for each object in its table."""
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
        "/Resources << /XObject << /F0 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *objects,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(bodies) + 1, table, end)


def form(content: bytes, inner: int | None = None) -> bytes:
    held = b" /Resources << /XObject << /F0 %d 0 R >> >>" % inner if inner else b""
    return b"<< /Type /XObject /Subtype /Form /BBox [0 0 842 595]%s /Length %d >>\nstream\n%s\nendstream" % (
        held,
        len(content),
        content,
    )


def test_hostile_pdfs_do_nothing_and_a_plain_one_is_drawn(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    script = "/OpenAction << /S /JavaScript /JS (app.launchURL('http://localhost:9/')) >>"
    files = {
        # 842 x 595 points at 150 dpi: 842 / 72 * 150 = 1754 by 1240 (1239.6) pixels.
        "plain.pdf": pdf(b"10 10 200 100 re f"),
        "script.pdf": pdf(more=script),
        "launch.pdf": pdf(more=f"/OpenAction << /S /Launch /F ({outside}) >>"),
        "huge-page.pdf": pdf(b"0 0 1 rg 0 0 1e30 1e30 re f", box="0 0 1e9 1e9"),
        "needle.pdf": pdf(box="0 0 1e7 0.001"),
        "no-size.pdf": pdf(box="0 0 0 0"),
        "itself.pdf": pdf(b"/F0 Do", objects=(form(b"/F0 Do", 5),)),
        "nested.pdf": pdf(b"q " * 200_000),
        "cut.pdf": pdf(b"10 10 200 100 re f")[:300],
        "zeros.pdf": b"%PDF-" + bytes(100_000),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *(str(tmp_path / name) for name in files)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)
    assert found["opened"] == []
    assert found["used"] < 400e6
    for name, (words, seconds) in found["said"].items():
        assert words.startswith("png ") or name in words, words
        assert "\n" not in words
        assert seconds < 10, name
    assert found["said"]["plain.pdf"][0] in {"png 1754x1240", "png 1755x1240"}
    assert outside.read_text() == "secret"
