"""The checks of exports find what they look for; a check that finds nothing proves nothing."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.trust.export_checks import CHECKS

PNG = b"\x89PNG\r\n\x1a\n" + (0).to_bytes(4, "big") + b"IEND" + bytes(4)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'
DIAGRAM = '<?xml version="1.0"?><mxfile>{}</mxfile>'
GRAPH = '<?xml version="1.0"?><graphml>{}</graphml>'
BAD: list[tuple[str, str | bytes]] = [
    (".csv", 'a,"\n=1+1"\n'),
    (".csv", "a,@SUM(A1)\n"),
    (".csv", "a,'b\r=1+1\n"),
    (".html", '<p><img src="http://x.invalid/a.png"></p>'),
    (".html", '<p onclick="x()">a</p>'),
    (".html", "<style>@import url(http://x.invalid)</style>"),
    (".html", "<script>1</script>"),
    (".html", '<a href="javascript:x()">a</a>'),
    (".svg", SVG.format('<a x:href="http://x.invalid">a</a>')),
    (".svg", SVG.format('<image x:href="/etc/passwd"/>')),
    (".svg", SVG.format("<script>1</script>")),
    (".svg", SVG.format('<rect onload="x()"/>')),
    (".svg", SVG.format('<rect fill="url(http://x.invalid)"/>')),
    (".pdf", b"1 0 obj << /Type /Catalog /OpenAction 2 0 R >> endobj %%EOF"),
    (".pdf", b"1 0 obj << /A << /S /URI /URI (http://x.invalid) >> >> endobj %%EOF"),
    (".png", PNG + b"more"),
    (".json", '{"a": NaN}'),
    (".json", '{"a": 1, "a": 2}'),
    (".yaml", "a: !!python/object/apply:os.system [id]"),
    (".yaml", "a: &b c\nd: *b"),
    (".dot", 'graph { a [URL="http://x.invalid"] }'),
    (".dot", "graph { a [label=<<b>x</b>>] }"),
    (".graphml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><graphml/>'),
    (".graphml", GRAPH.format("<script/>")),
    (".drawio", DIAGRAM.format('<mxCell style="html=1;" value="&lt;b&gt;"/>')),
    (".drawio", DIAGRAM.format('<mxCell style="shape=image;image=http://x.invalid/a.png"/>')),
    (".drawio", DIAGRAM.format('<object link="http://x.invalid"/>')),
]
GOOD: list[tuple[str, str | bytes]] = [
    (".csv", "a,-1.5,'=1+1\r\n"),
    (".html", '<!doctype html><meta charset="utf-8"><a href="#b">=1+1 &lt;script&gt;</a>'),
    (".svg", SVG.format('<text fill="url(#g)">&lt;script&gt; http://x.invalid</text>')),
    (".pdf", b"1 0 obj << /Title (x /JavaScript \\) /URI) >> endobj %%EOF"),
    (".png", PNG),
    (".json", '{"a": "=1+1"}'),
    (".yaml", 'a: "!!python/x"'),
    (".dot", 'graph { a [label="URL=<b> // x"]; a -- b }'),
    (".graphml", GRAPH.format('<graph><node id="&lt;script&gt;"/></graph>')),
    (".drawio", DIAGRAM.format('<mxCell style="html=0;" value="&lt;script&gt; http://x.invalid"/>')),
]


@pytest.mark.parametrize(("suffix", "body"), BAD)
def test_what_is_bad_is_found(suffix: str, body: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    assert CHECKS[suffix](path)


@pytest.mark.parametrize(("suffix", "body"), GOOD)
def test_words_alone_are_good(suffix: str, body: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    assert CHECKS[suffix](path) == []


@pytest.mark.parametrize(
    ("name", "body", "bad"),
    [
        ("xl/worksheets/sheet1.xml", "<c><f>SUM(A1:A3)*B$2</f><v>1</v></c>", False),
        ("xl/worksheets/sheet1.xml", '<c><f>HYPERLINK("http://x.invalid")</f></c>', True),
        ("xl/worksheets/sheet1.xml", "<c><f>cmd|' /C calc'!A0</f></c>", True),
        ("xl/worksheets/sheet1.xml", "<c><t>=HYPERLINK(1)</t></c>", False),
        ("xl/worksheets/_rels/sheet1.xml.rels", '<r Target="http://x.invalid" TargetMode="External"/>', True),
        ("xl/vbaProject.bin", "x", True),
    ],
)
def test_a_workbook_may_sum_its_cells_alone(name: str, body: str, bad: bool, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr(name, body)
    (tmp_path / "x.xlsx").write_bytes(packed.getvalue())
    assert bool(CHECKS[".xlsx"](tmp_path / "x.xlsx")) == bad
