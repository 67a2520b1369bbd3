"""Bad input gives one clear line, exit 1 (refused) or 2 (usage), and harms no file."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.store.lock import ProjectLock

ROOT = Path(__file__).resolve().parents[3]
HEAD = "format: stackwright-design\nversion: 1\n"
NODES = HEAD + "nodes:\n  - {id: a, part: nvidia/dgx-h100, copies: 4}\n  - {id: b, part: nvidia/qm9700}\n"
GOOD = NODES + "links:\n  - {id: l, a: a, b: b, medium: fabric, cables: 32}\n"
LAYERS = "".join(f"{c}: &{c} [{','.join(f'*{p}' for _ in range(9))}]\n" for p, c in zip("abcdefgh", "bcdefghi"))  # noqa: B905
BOMB = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n' + LAYERS + HEAD

# Name of a file, what it holds, and what the line must say.
BAD: list[tuple[str, str | bytes, str]] = [
    ("unknown-part.yaml", HEAD + "nodes: [{id: a, part: nvidia/dgx-h1000}]", "Did you mean nvidia/dgx-h100"),
    ("nowhere.yaml", GOOD.replace("b: b,", "b: zz,"), "link l goes to 'zz', which does not exist"),
    ("nan.yaml", GOOD.replace("copies: 4", "price_usd: .nan"), "the number nan; numbers must be finite"),
    ("inf.yaml", GOOD.replace("copies: 4", "facts: {power_max_w: .inf}"), "the number inf"),
    ("large.yaml", GOOD.replace("copies: 4", "facts: {power_max_w: 1.0e+308}"), "1e+308"),
    ("negative-fact.yaml", GOOD.replace("copies: 4", "facts: {power_max_w: -1}"), "power_max_w is -1"),
    ("negative.yaml", GOOD.replace("cables: 32", "cables: -1"), "cables is -1; it must be a whole number from 1 to"),
    ("none.yaml", GOOD.replace("cables: 32", "cables: 0"), "cables is 0"),
    ("half.yaml", GOOD.replace("cables: 32", "cables: 1.5"), "cables must be a whole number, without a fraction"),
    ("word.yaml", GOOD.replace("cables: 32", "cables: many"), "link 'l': cables must be a whole number, not text"),
    ("digits.yaml", GOOD.replace("cables: 32", "cables: " + "9" * 5000), "a number of thousands of digits"),
    ("huge.yaml", GOOD.replace("cables: 32", "cables: " + "9" * 30), "a number above 1e+18"),
    ("huge.json", '{"format":"stackwright-design","version":1,"nodes":[{"id":"a","kind":"pod","copies":1e9}]}', "1000"),
    ("exponent.yaml", GOOD.replace("cables: 32", "cables: 1.0e+999"), "cables must be a whole number"),
    ("exponent.json", '{"format":"stackwright-design","version":1,"assumptions":{"pue":1e999}}', "Number out of range"),
    ("assumption-exponent.yaml", HEAD + "assumptions: {pue: 1.0e+999}", "inf"),
    ("nan.json", '{"format":"stackwright-design","version":1,"assumptions":{"pue":NaN}}', "not valid JSON"),
    ("assumption.yaml", HEAD + "assumptions: {pue: 0.3}", "pue is 0.3; it must be from 1 to 5"),
    ("no-assumption.yaml", HEAD + "assumptions: {puee: 1.3}", "no assumption 'puee'"),
    ("bomb.yaml", BOMB, "YAML anchors or aliases"),
    ("deep.yaml", "[" * 100_000, "nesting depth"),
    ("deep-map.yaml", "\n".join(" " * i + "a:" for i in range(2000)), "nested more than 50 levels"),
    ("deep.json", "[" * 200_000, "nested too deep"),
    ("deep-map.json", '{"a":' * 100_000, "nested too deep"),
    ("cut.json", '{"format":"stackwright-design",', "not valid JSON"),
    ("empty.yaml", "", "It is empty"),
    ("spaces.json", " \n", "It is empty"),
    ("null.yaml", "null", "not a Stackwright design"),
    ("list.yaml", "- 1", "not a Stackwright design"),
    ("prose.yaml", "hello world", "not a Stackwright design"),
    ("binary.yaml", bytes(range(256)) * 8, "not text in UTF-8"),
    ("binary.json", bytes(range(255, -1, -1)) * 8, "not text in UTF-8"),
    ("bell.yaml", HEAD + 'name: "a\x07b"', "a character that is not allowed"),
    ("tab.yaml", "a:\n\tb: 1\n", "not valid YAML: found character"),
    ("object.yaml", '!!python/object/apply:os.system ["touch pwned"]', "not valid YAML"),
    ("twice-a-key.yaml", HEAD + "name: a\nname: b\n", "Line 4 has the key name twice"),
    ("twice-an-id.yaml", GOOD.replace("id: b,", "id: a,"), "two nodes with the id 'a'"),
    ("twice-a-link.yaml", GOOD + "  - {id: l, a: a, b: b, medium: fabric}\n", "two links with the id 'l'"),
    ("cycle.yaml", HEAD + "nodes: [{id: a, kind: rack, parent: b}, {id: b, kind: pod, parent: a}]", "inside itself"),
    ("own-parent.yaml", HEAD + "nodes: [{id: a, kind: rack, parent: a}]", "inside itself"),
    ("no-parent.yaml", HEAD + "nodes: [{id: a, kind: rack, parent: q}]", "stands in 'q', which does not exist"),
    ("no-kind.yaml", HEAD + "nodes: [{id: a}]", "Node 'a' needs a part, or a kind"),
    ("kind.yaml", HEAD + "nodes: [{id: a, kind: dragon}]", "unknown kind 'dragon'"),
    ("kinds.yaml", HEAD + "nodes: [{id: a, kind: [rack]}]", "Node 'a': kind must be text, not a list"),
    ("number-id.yaml", HEAD + "nodes: [{id: 1, kind: rack}]", "id must be text, not a whole number; put it in quotes"),
    ("spaced-id.yaml", HEAD + "nodes: [{id: a b, kind: rack}]", "node id 'a b' is not allowed"),
    ("long-id.yaml", HEAD + f"nodes: [{{id: {'a' * 500}, kind: rack}}]", "is not allowed"),
    ("path-id.yaml", HEAD + "nodes: [{id: ../a, kind: rack}]", "is not allowed"),
    ("a-list.yaml", HEAD + "nodes: [[a]]", "must be a mapping, not a list"),
    ("field.yaml", HEAD + "nodes: [{id: a, kind: rack, colour: red}]", "Node 'a': there is no field 'colour'"),
    ("top-field.yaml", HEAD + "colour: red", "there is no field 'colour'"),
    ("medium.yaml", GOOD.replace("medium: fabric", "medium: string"), "link 'l': medium cannot be 'string'"),
    ("no-medium.yaml", GOOD.replace("medium: fabric, ", ""), "link 'l': medium is missing"),
    ("version.yaml", GOOD.replace("version: 1", "version: 2"), "It has version 2; this Stackwright reads version 1"),
    ("copies.yaml", GOOD.replace("copies: 4", "copies: 9999999"), "copies is 9999999"),
    ("port.yaml", GOOD.replace("copies: 4", "ports: [{name: p, media: [fabric], count: -1}]"), "ports p is -1"),
    ("text.stackwright", "hello\n", "is not a Stackwright project"),
    ("empty.stackwright", "", "is not a Stackwright project"),
    ("torn.stackwright", b"SQLite format 3\0" + bytes(range(256)) * 20, "damaged"),
    ("design.txt", GOOD, "a project ends in .stackwright"),
    ("design", GOOD, "a project ends in .stackwright"),
]

Stackwright = Callable[..., Any]


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def is_one_line(said: Any) -> bool:
    return (
        said.err.startswith("stackwright: ")
        and said.err.count("\n") == 1
        and said.err.endswith("\n")
        and len(said.err) < 600
        and "Traceback" not in said.err
    )


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_is_refused_in_one_line(
    name: str, content: str | bytes, words: str, stackwright: Stackwright, tmp_path: Path
) -> None:
    path = put(tmp_path / name, content)
    target = put(tmp_path / "target.yaml", "kept")
    for arguments in (("analyze", path, "--json"), ("import", path, "-o", target, "--force")):
        said = stackwright(*arguments)
        assert (said.code, said.out) == (1, "")
        assert is_one_line(said), said.err
        assert words in said.err
    raw = content if isinstance(content, bytes) else content.encode("utf-8")
    assert path.read_bytes() == raw
    assert target.read_text() == "kept"
    assert sorted(child.name for child in tmp_path.iterdir()) == sorted([name, "target.yaml"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("analyze missing.yaml", 1, "missing.yaml does not exist"),
        ("analyze missing.stackwright", 1, "missing.stackwright does not exist"),
        ("analyze folder.yaml", 1, "is a folder"),
        ("analyze folder.stackwright", 1, "is a folder"),
        ("check folder", 1, "is a folder"),
        ("new folder.stackwright", 1, "could not be saved"),
        ("new folder.yaml", 1, "it is a folder or a device, not a file"),
        ("new x.doc", 1, "write a project as .stackwright"),
        ("new nowhere/x.stackwright", 1, "No such file or directory"),
        ("new nowhere/x.yaml", 1, "No such file or directory"),
        ("new ai-stack x.yaml", 2, "write: stackwright new x.yaml --template ai-stack"),
        ("new x.yaml y.yaml", 2, "write: stackwright new x.yaml --template NAME"),
        (
            "new x.yaml --template nope",
            1,
            "no template 'nope'; there are ai-stack, dgx-superpod-h100, leaf-spine",
        ),
        ("new x.yaml --template dgx-superpod-h100 --set scale_units=5", 1, "can be 1, 2, 3, 4, 16, 64, not 5"),
        ("new x.yaml --template dgx-superpod-h100 --set units=1", 1, "no parameter 'units'; there are scale_units"),
        ("new x.yaml --template dgx-superpod-h100 --set scale_units=nan", 1, "must be a whole number"),
        ("new x.yaml --template dgx-superpod-h100 --set scale_units", 2, "--set takes KEY=VALUE"),
        ("new x.yaml --template fat-tree --set k=4 --set k=8", 2, "--set k was given twice"),
        ("new x.yaml --template fat-tree --set k=3", 1, "even"),
        ("new x.yaml --template leaf-spine --set nodes=1e99", 1, "nodes is 1e99"),
        ("analyze good.yaml --only nonsense", 2, "--only takes network, power, cooling, cost, resilience"),
        ("analyze good.yaml --only network,", 2, "--only takes"),
        ("analyze good.yaml --traffic nonsense", 2, "'nonsense' is not one of 'all-to-all', 'storage-read'"),
        ("analyze good.yaml --fail zz", 1, "'zz' cannot fail"),
        ("analyze good.yaml --fail a[4]", 1, "'a[4]' cannot fail"),
        ("analyze good.yaml --seed x", 2, "--seed"),
        ("analyze good.yaml --nonsense", 2, "No such option '--nonsense'"),
        ("analyze", 2, "Missing argument 'PROJECT'"),
        ("analyze good.yaml good.yaml", 2, "unexpected extra argument"),
        ("nonsense", 2, "No such command 'nonsense'"),
        ("catalog", 2, "needs one of check, export, import, list, show"),
        ("catalog nonsense", 2, "No such command 'nonsense'"),
        ("catalog show nope", 1, "There is no part 'nope' in the catalog"),
        ("bom good.yaml -o x.doc", 1, "a bill of materials is written as .csv, .xlsx, .html, .pdf, .json"),
        ("bom good.yaml -o nowhere/x.csv", 1, "No such file or directory"),
        ("bom good.yaml -o nowhere/x.xlsx", 1, "No such file or directory"),
        ("export good.yaml", 2, "Missing option '-o'"),
        ("export good.yaml -o x.bmp", 1, "export writes .svg, .png, .pdf, .pptx, .dxf, .html, .json"),
        ("export good.yaml -o x.svg --view nonsense", 1, "There is no view 'nonsense'"),
        ("export good.yaml -o x.svg --theme pink", 2, "'pink' is not one of"),
        ("export good.yaml -o x.svg --view report", 1, "a report is written as .pdf"),
        ("export good.yaml -o nowhere/x.svg", 1, "is not there"),
        ("export good.yaml -o nowhere/x.pdf --view report", 1, "x.pdf could not be written"),
        ("import good.yaml", 2, "Missing option '-o'"),
        ("schema nonsense", 2, "'nonsense' is not one of 'design', 'part'"),
        ("calc", 2, "calc needs the NAME of a calculator"),
        ("calc nonsense", 1, "There is no calculator 'nonsense'"),
        ("calc heat", 1, "heat needs watts"),
        ("calc heat --set watts=nan", 1, "watts must be a number, not 'nan'"),
        ("calc heat --set power=1", 1, "heat has no input 'power'; it has watts"),
        ("calc heat --set watts", 2, "--set takes KEY=VALUE"),
        ("calc heat --set watts=1 --set watts=2", 2, "--set watts was given twice"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line(
    arguments: str, code: int, words: str, stackwright: Stackwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "good.yaml", GOOD)
    for folder in ("folder", "folder.yaml", "folder.stackwright"):
        (tmp_path / folder).mkdir()
    before = sorted(child.name for child in tmp_path.rglob("*"))
    said = stackwright(*arguments.split())
    assert (said.code, said.out) == (code, "")
    assert said.err.startswith("stackwright: ")
    assert said.err.count("\n") == 1
    assert words in said.err
    assert sorted(child.name for child in tmp_path.rglob("*")) == before


def test_a_text_that_is_too_large_is_not_even_read(stackwright: Stackwright, tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    said = stackwright("analyze", path)
    assert (said.code, said.out) == (1, "")
    assert is_one_line(said)
    assert "large.json is larger than 24 MB" in said.err


def test_what_is_no_project_is_never_replaced(stackwright: Stackwright, tmp_path: Path) -> None:
    notes = put(tmp_path / "notes.stackwright", "shopping list\n")
    for arguments in (("new", notes), ("import", put(tmp_path / "good.yaml", GOOD), "-o", notes)):
        said = stackwright(*arguments)
        assert said.code == 1
        assert is_one_line(said)
        assert "notes.stackwright was not overwritten" in said.err
        assert notes.read_text() == "shopping list\n"


def test_a_project_is_replaced_and_an_empty_file_filled(stackwright: Stackwright, tmp_path: Path) -> None:
    project = put(tmp_path / "a.stackwright", "")
    assert stackwright("new", project).code == 0
    assert stackwright("new", project, "--force", "--template", "fat-tree", "--set", "k=4").code == 0
    assert stackwright("analyze", project, "--json").document["counts"]["nodes"]["total"] == 16 + 20


def test_a_fifo_and_a_device_are_not_replaced(stackwright: Stackwright, tmp_path: Path) -> None:
    good = put(tmp_path / "good.yaml", GOOD)
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    said = stackwright("bom", good, "-o", pipe)
    assert said.code == 1
    assert is_one_line(said)
    assert pipe.is_fifo()


def test_a_file_keeps_its_rights_and_a_link_is_followed(stackwright: Stackwright, tmp_path: Path) -> None:
    good = put(tmp_path / "good.yaml", GOOD)
    bill = put(tmp_path / "bill.csv", "old")
    bill.chmod(0o600)
    link = tmp_path / "link.csv"
    link.symlink_to(bill)
    assert stackwright("bom", good, "-o", link).code == 0
    assert link.is_symlink()
    assert bill.read_text("utf-8-sig").startswith("Part,")
    assert bill.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("out", ["full", "closed", "reader"])
def test_an_answer_that_cannot_be_written_ends_quietly(out: str) -> None:
    # More than a pipe holds.
    command = [sys.executable, "-m", "designer", "catalog", "list", "--json"]
    line = " ".join(f"'{word}'" for word in command)
    tail = {"full": ">/dev/full", "closed": ">&-", "reader": "| head -c 1 >/dev/null; exit ${PIPESTATUS[0]}"}[out]
    # The shell complains of a language that the machine lacks.
    environment = os.environ | {"LC_ALL": "C"}
    done = subprocess.run(
        ["bash", "-c", f"{line} {tail}"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if out == "full":
        assert done.returncode == 1
        assert done.stderr == "stackwright: The answer could not be written: No space left on device.\n"
    else:
        assert (done.returncode, done.stderr) == (0, "")


def test_letters_that_the_terminal_lacks_are_no_traceback(tmp_path: Path) -> None:
    path = put(tmp_path / "good.yaml", GOOD.replace("version: 1", "version: 1\nname: Süd–Ost 北"))
    code = "from sys import argv; from designer.cli.main import run; exit(run(argv[1:]) or run([*argv[1:], '--json']))"
    done = subprocess.run(
        [sys.executable, "-c", code, "analyze", str(path)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    words, brace, document = done.stdout.partition(b"\n{\n")
    assert words.strip()
    assert set(json.loads(brace + document)) > {"power", "cost", "findings"}


@pytest.mark.parametrize("name", ["p.stackwright", "p.yaml"])
def test_a_new_design_replaces_nothing_unasked(stackwright: Stackwright, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert stackwright("new", path, "--template", "fat-tree", "--set", "k=4").code == 0
    before = path.read_bytes()
    said = stackwright("new", path)
    assert said.code == 1
    assert said.err == f"stackwright: {name} was not overwritten: it exists. Choose another name, or say --force.\n"
    assert path.read_bytes() == before
    assert stackwright("new", path, "--force").code == 0
    assert path.read_bytes() != before


def test_a_project_that_a_window_holds_is_not_replaced(stackwright: Stackwright, tmp_path: Path) -> None:
    path, copy = tmp_path / "p.stackwright", tmp_path / "copy.stackwright"
    assert stackwright("new", path).code == 0
    before = path.read_bytes()
    lock = ProjectLock(path)
    lock.take()
    try:
        assert stackwright("import", path, "-o", copy).code == 0
        for command in (("new", path, "--force"), ("import", copy, "-o", path, "--force")):
            said = stackwright(*command)
            assert said.code == 1
            assert "p.stackwright was not written: p.stackwright is open in another window" in said.err
        assert path.read_bytes() == before
    finally:
        lock.free()
    assert stackwright("new", path, "--force").code == 0
    assert sorted(tmp_path.iterdir()) == [copy, path]
