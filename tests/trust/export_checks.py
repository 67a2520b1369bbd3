"""What a file for others may not hold: formulas, scripts, and references to what lies elsewhere; by kind of file."""

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import yaml
from ezdxf.filemanagement import readfile
from typing_extensions import override

from designer.locations import RESOURCES

_FORMULA: Final = re.compile(r"[\s\ufeff\u200b-\u202e]*[=+\-@＝＋－＠\t\r]")
_REFERRING: Final = frozenset(["href", "src", "action", "data", "poster", "background", "formaction"])
_STYLE: Final = re.compile(r"url\s*\(|@import|expression\s*\(|javascript:", re.IGNORECASE)
_OWN_FONT: Final = re.compile(
    r'@font-face\{font-family:"Inter";font-weight:400 700;'
    r'src:url\(data:font/woff;base64,[A-Za-z0-9+/=]+\) format\("woff"\)\}'
)
"""The letters of a drawing, in the drawing."""
_DXF_LOADING: Final = frozenset(
    {"IMAGE", "IMAGEDEF", "PDFUNDERLAY", "DWFUNDERLAY", "DGNUNDERLAY", "OLEFRAME", "OLE2FRAME", "ACAD_PROXY_ENTITY"}
)
_DRAWN: Final = "data:image/svg+xml;base64,"
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|URI|Launch|GoToR|GoToE|SubmitForm|ImportData|EmbeddedFile|RichMedia|XFA|AA|OpenAction)\b"
)
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PLAIN_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"tEXt", b"zTXt", b"iTXt", b"sRGB", b"gAMA"}
)
_PLAIN_TAGS: Final = frozenset(["str", "int", "float", "bool", "null", "map", "seq"])
_FUNCTIONS: Final = re.compile(r"\b(HYPERLINK|WEBSERVICE|IMPORT\w*|FILTERXML|RTD|DDE|CALL|EXEC|INDIRECT|cmd)\b", re.I)
_LOADING: Final = frozenset(
    {
        "script",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "img",
        "image",
        "audio",
        "video",
        "form",
        "foreignobject",
        "use",
        "frame",
        "applet",
        "meta",
    }
)


def of_csv(path: Path) -> list[str]:
    """Return the cells that a spreadsheet would run."""
    text = path.read_bytes().decode("utf-8-sig")
    return [
        f"formula {cell[:30]!r}"
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
        if _FORMULA.match(cell) and not _is_number(cell)
    ]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def of_xlsx(path: Path) -> list[str]:
    """Return formulas that are more than sums of cells, links to elsewhere, and programs."""
    found: list[str] = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            body = book.read(name)
            if re.search(r"vba|macro|activeX|externalLink|embeddings|connections|customXml", name, re.IGNORECASE):
                found.append(f"part {name}")
            if name.endswith(".rels") and (b'TargetMode="External"' in body or re.search(rb'Target="[a-z]+:', body)):
                found.append(f"link to elsewhere in {name}")
            if not name.endswith(".xml"):
                continue
            for element in ElementTree.fromstring(body).iter():
                tag = element.tag.rpartition("}")[2]
                words = element.text or ""
                if tag in ("ddeLink", "oleLink", "hyperlink") and "location" not in element.attrib:
                    found.append(tag)
                if tag in ("f", "formula", "formula1", "definedName") and (
                    _FUNCTIONS.search(words) or "|" in words or "[" in words or "#REF" in words
                ):
                    found.append(f"formula {words[:40]!r}")
    return found


def of_pptx(path: Path) -> list[str]:
    """Return links to elsewhere and programs of a deck, and what is wrong with the tables behind its charts."""
    found: list[str] = []
    with zipfile.ZipFile(path) as deck:
        for name in deck.namelist():
            body = deck.read(name)
            if re.search(r"vba|macro|activeX|externalLink|customXml", name, re.IGNORECASE):
                found.append(f"part {name}")
            if name.endswith(".rels") and (b'TargetMode="External"' in body or re.search(rb'Target="[a-z]+:', body)):
                found.append(f"link to elsewhere in {name}")
            if name.endswith(".xml"):
                tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(body).iter()}
                found += [
                    f"{tag} in {name}" for tag in sorted(tags & {"hlinkClick", "hlinkHover", "oleObj", "control"})
                ]
            if name.endswith(".xlsx"):
                table = path.with_suffix(".chart.xlsx")
                table.write_bytes(body)
                found += [f"{name}: {problem}" for problem in of_xlsx(table)]
    return found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += _tag_problems(tag, {name: value or "" for name, value in attrs})
        self._style = tag == "style"

    @override
    def handle_data(self, data: str) -> None:
        if self._style and _STYLE.search(data):
            self.found.append("a style that loads")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._style = False

    @override
    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.found.append(f"declaration {decl[:40]!r}")

    @override
    def handle_pi(self, data: str) -> None:
        self.found.append(f"instruction {data[:40]!r}")


def _tag_problems(tag: str, attributes: Mapping[str, str]) -> list[str]:
    """Return what is wrong with an element of HTML or SVG."""
    tag = tag.lower()
    found: list[str] = []
    inner = {name.rpartition("}")[2].lower(): value for name, value in attributes.items()}
    drawn = tag == "image" and inner.get("href", "").startswith("data:image/png;base64,")
    charset = tag == "meta" and (
        set(inner) <= {"charset"}
        or inner.get("name") in ("viewport", "generator")
        or inner.get("http-equiv") == "Content-Security-Policy"
    )
    if tag == "img" and inner.get("src", "").startswith(_DRAWN):
        # A drawing inside the page is looked at as one in a file of its own.
        drawn = True
        found += of_svg_text(b64decode(inner["src"].removeprefix(_DRAWN)).decode("utf-8"))
    if tag in _LOADING and not drawn and not charset:
        found.append(f"<{tag}>")
    for name, value in inner.items():
        if name.startswith("on") or _STYLE.search(value):
            if not re.fullmatch(r"url\(#[\w.-]+\)", value.strip()):
                found.append(f"{name}={value[:30]!r}")
        elif name in _REFERRING and not drawn and value and not value.startswith("#"):
            found.append(f"{name}={value[:30]!r}")
    return found


_OWN_SCRIPT: Final = re.compile(
    r'<script type="application/json" id="data">(?P<data>[^<]*)</script>\n<script>(?P<script>.*?)</script>', re.DOTALL
)
_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="(?P<words>[^"<>]*)">')


def of_html(path: Path) -> list[str]:
    """Return elements and attributes that run or load something; of a page of views, in its pictures too.

    That page may have its own script, word for word, whose hash its policy names, and data without a tag.
    """
    text = path.read_text("utf-8")
    found: list[str] = []
    own = _OWN_SCRIPT.search(text)
    if own is not None:
        script = (RESOURCES / "viewer" / "viewer.js").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(own["script"].encode()).digest()).decode()
        policy = _POLICY.search(text)
        words = policy["words"] if policy is not None else ""
        if (
            own["script"] != script
            or f"script-src 'sha256-{digest}';" not in words
            or "default-src 'none'" not in words
        ):
            found.append("a script that is not the page's own")
        document = json.loads(own["data"])
        for one in (*document["slides"], *document["views"]):
            found += of_svg_text(zlib.decompress(base64.b64decode(one["picture"])).decode())
        text = _POLICY.sub("", text.replace(own[0], ""), count=1)
    reader = _Tags()
    reader.feed(text)
    reader.close()
    return found + reader.found


def of_svg(path: Path) -> list[str]:
    """Return elements and attributes that run or load something, and entities."""
    return of_svg_text(path.read_text("utf-8"))


def of_svg_text(text: str) -> list[str]:
    """Return the same of a drawing that is no file."""
    found = ["a document type"] if "<!ENTITY" in text.upper() or "<!DOCTYPE" in text.upper() else []
    for element in ElementTree.fromstring(text).iter():
        found += _tag_problems(element.tag.rpartition("}")[2], element.attrib)
        if element.tag.endswith("style") and _STYLE.search(_OWN_FONT.sub("", element.text or "")):
            found.append("a style that loads")
    return found


def of_dxf(path: Path) -> list[str]:
    """Return entities that load or run something, drawings from outside, links, and what the audit finds."""
    document = readfile(path)
    found = [f"audit: {error.message}" for error in document.audit().errors]
    found += [f"a {entity.dxftype()}" for entity in document.entitydb.values() if entity.dxftype() in _DXF_LOADING]
    found += [f"block {block.name!r} from outside" for block in document.blocks if block.block.is_xref]
    found += ["a link"] if "PE_URL" in document.appids else []
    return found


def of_pdf(path: Path) -> list[str]:
    """Return actions and files inside, in plain objects and in packed ones."""
    body = path.read_bytes()
    plain = _STREAM.sub(b"", body)
    found = [word.decode() for word in _ACTIVE.findall(_without_texts(plain))]
    for packed in _STREAM.findall(body):
        try:
            inner = zlib.decompress(packed)
        except zlib.error:
            continue
        if b"/ObjStm" in body and inner[:1].isdigit():
            found += [word.decode() for word in _ACTIVE.findall(_without_texts(inner))]
    return found


def _without_texts(body: bytes) -> bytes:
    """Return BODY without its texts in parentheses, which are words and not names."""
    return re.sub(rb"\((?:[^()\\]|\\.)*\)", b"()", body, flags=re.DOTALL)


def of_png(path: Path) -> list[str]:
    """Return chunks that no picture of ours has, and what stands behind its end."""
    body, place, found = path.read_bytes(), 8, list[str]()
    while place < len(body):
        size, kind = int.from_bytes(body[place : place + 4], "big"), body[place + 4 : place + 8]
        if kind not in _PLAIN_CHUNKS:
            found.append(f"chunk {kind!r}")
        place += size + 12
        if kind == b"IEND" and place != len(body):
            found.append("more behind the picture")
    return found


def of_json(path: Path) -> list[str]:
    """Return what is no JSON: numbers that are none, keys that stand twice."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(items)) != len(items):
            raise ValueError("a key stands twice")
        return dict(items)

    try:
        json.loads(path.read_text("utf-8"), object_pairs_hook=pairs, parse_constant=lambda word: 1 / 0)
    except (ValueError, ZeroDivisionError) as problem:
        return [str(problem)]
    return []


def of_yaml(path: Path) -> list[str]:
    """Return tags, anchors and aliases, and whatever the safe reader refuses."""
    text = path.read_text("utf-8")
    found: list[str] = []
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            tag = getattr(event, "tag", None)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                found.append("an anchor")
            if tag and str(tag).removeprefix("tag:yaml.org,2002:") not in _PLAIN_TAGS:
                found.append(f"tag {tag}")
    except yaml.YAMLError as problem:
        found.append(str(problem)[:60])
    return found


def of_dot(path: Path) -> list[str]:
    """Return attributes that link or load, labels in HTML, and what includes files, outside of quoted texts."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', path.read_text("utf-8"), flags=re.DOTALL)
    found = [f"unquoted {word}" for word in re.findall(r"[<>#`]|//|/\*", bare.replace("--", ""))]
    names = re.findall(r"(\w+)=", bare)
    loading = {
        "url",
        "href",
        "image",
        "shapefile",
        "target",
        "fontpath",
        "imagepath",
        "stylesheet",
        "edgeurl",
        "headurl",
    }
    return found + [f"attribute {name}" for name in names if name.lower() in loading]


def of_graphml(path: Path) -> list[str]:
    """Return entities, instructions, and elements that are none of a graph."""
    text = path.read_text("utf-8")
    found = ["a document type"] if "<!" in text else []
    if text.count("<?") != 1:
        found.append("an instruction")
    known = {"graphml", "key", "graph", "node", "edge", "data", "default"}
    for element in ElementTree.fromstring(text).iter():
        tag = element.tag.rpartition("}")[2]
        if tag not in known:
            found.append(f"<{tag}>")
        found += [
            f"attribute {name}" for name in element.attrib if name.rpartition("}")[2] in ("href", "schemaLocation")
        ]
    return found


def of_drawio(path: Path) -> list[str]:
    """Return entities, instructions, labels that are read as HTML, links, and pictures that are not in the file."""
    text = path.read_text("utf-8")
    found = ["a document type"] if "<!" in text else []
    if text.count("<?") != 1:
        found.append("an instruction")
    for element in ElementTree.fromstring(text).iter():
        found += [f"attribute {name}" for name in element.attrib if name in ("link", "href", "tooltip")]
        for part in element.get("style", "").split(";"):
            name, _, value = part.partition("=")
            if (name == "html" and value != "0") or (name == "image" and not value.startswith("data:image/png,")):
                found.append(f"style {part[:60]}")
            if name.startswith("shape") and value.startswith(("stencil", "http")):
                found.append(f"style {part[:60]}")
    return found


CHECKS: Final[Mapping[str, Callable[[Path], list[str]]]] = {
    ".csv": of_csv,
    ".xlsx": of_xlsx,
    ".pptx": of_pptx,
    ".html": of_html,
    ".svg": of_svg,
    ".pdf": of_pdf,
    ".png": of_png,
    ".json": of_json,
    ".yaml": of_yaml,
    ".yml": of_yaml,
    ".clab.yml": of_yaml,
    ".dot": of_dot,
    ".graphml": of_graphml,
    ".drawio": of_drawio,
    ".dxf": of_dxf,
}
"""By the ending of the file: returns what it holds that it may not."""
