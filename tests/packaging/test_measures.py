"""Each measure counts what it says: on small made-up trees that have it once, and beside it what is not it."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import load

Write = Callable[..., object]


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("measures", monkeypatch)


@pytest.fixture
def tree(measures: ModuleType, tmp_path: Path) -> Write:
    """Write files, by their path, and return the tree of them."""

    def write(**files: str) -> object:
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return measures.read_tree(tmp_path)

    return write


def test_a_folder_is_full_with_the_26th_file(measures: ModuleType, tree: Write) -> None:
    files = {f"designer__ui__f{number}": "" for number in range(25)}
    deeper = {f"designer__ui__deeper__f{number}": "" for number in range(25)}
    assert measures.full_folders(tree(**files, **deeper)) == []
    assert measures.full_folders(tree(designer__ui__one_more="")) == ["designer/ui (26)"]


def test_a_file_is_long_with_its_801st_line(measures: ModuleType, tree: Write) -> None:
    assert measures.long_files(tree(designer__a="\n" * 800, tests__b="\n" * 900)) == []
    assert measures.long_files(tree(designer__a="\n" * 801)) == ["designer/a.py (801)"]


def test_a_function_is_long_with_its_201st_line(measures: ModuleType, tree: Write) -> None:
    body = "    pass\n"
    text = f"def short():\n{body * 199}\nclass A:\n    def long(self):\n{('    ' + body) * 200}"
    assert measures.long_functions(tree(designer__a=text)) == ["designer/a.py:203 long (201)"]


def test_connections_are_calls_in_the_window(measures: ModuleType, tree: Write) -> None:
    text = "# button.clicked.connect(run)\nbutton.clicked.connect(run)\nbutton.clicked.disconnect(run)\nconnect(a, b)\n"
    assert measures.connections(tree(designer__ui__a=text, designer__store__b=text)) == ["designer/ui/a.py:2"]


def test_theme_parameters_are_those_of_functions_and_lambdas(measures: ModuleType, tree: Write) -> None:
    text = (
        "def a(x, theme): ...\ndef b(*, theme=None): ...\nf = lambda theme: 0\ndef c(themes): theme = paint(theme=1)\n"
    )
    assert measures.theme_parameters(tree(designer__a=text)) == [f"designer/a.py:{line}" for line in (1, 2, 3)]


def test_set_theme_is_counted_where_it_is_defined(measures: ModuleType, tree: Write) -> None:
    text = "class A:\n    def set_theme(self, theme): self.child.set_theme(theme)\n"
    assert measures.set_theme_methods(tree(designer__a=text)) == ["designer/a.py:2"]


def test_the_generic_table_and_trees_are_no_hand_written_models(measures: ModuleType, tree: Write) -> None:
    text = (
        "class Records(QAbstractTableModel, Generic[_Record]): ...\n"
        "class Outline(QAbstractItemModel): ...\n"
        "class Bills(Records): ...\n"
        "class Loads(QtCore.QAbstractTableModel): ...\n"
        "class Rows(QAbstractListModel): ...\n"
    )
    assert measures.table_models(tree(designer__a=text)) == ["designer/a.py:4 Loads", "designer/a.py:5 Rows"]


def test_format_skips_are_comments_anywhere_in_the_tree(measures: ModuleType, tree: Write) -> None:
    word = "fmt: " + "skip"
    found = measures.format_skips(
        tree(designer__a=f"x = 1  # {word}\n", tests__b=f"y = '# {word}'\n", packaging__c="# fmt: " + "off\n")
    )
    assert found == ["designer/a.py:1", "packaging/c.py:1"]


KIND_TABLE = 'A = (Kind("switch", "Switch", "fabric"), Kind(id="pdu", title="PDU"))\n'


def test_without_a_table_of_kinds_the_literals_are_not_known(measures: ModuleType, tree: Write) -> None:
    row = next(row for row in measures.rows_of(tree(designer__a='x = "pdu"\n')) if row.name.startswith("kind literals"))
    assert (row.value, row.met) == (None, None)
    assert row.note.startswith("not measured: ")


def test_late_imports_stand_inside_functions(measures: ModuleType, tree: Write) -> None:
    text = (
        "import a\nif TYPE_CHECKING:\n    import b\ntry:\n    import c\nexcept ImportError: ...\n"
        "def f():\n    if x:\n        from d import e\n    def g():\n        import h\n"
    )
    assert measures.late_imports(tree(designer__a=text)) == ["designer/a.py:9", "designer/a.py:11"]


def test_docstrings_that_begin_with_a_question(measures: ModuleType, tree: Write) -> None:
    text = (
        '"""What it is."""\ndef f():\n    """Return what it is."""\nclass A:\n    """Whether."""\n'
        '    def g(self):\n        """However it is."""\nx = """Where it is."""\n'
    )
    assert sorted(measures.question_docstrings(tree(designer__a=text))) == ["designer/a.py:1", "designer/a.py:4"]


def test_private_uses_are_of_other_things_than_self(measures: ModuleType, tree: Write) -> None:
    text = "a._x\na.b._y()\nself._z\ncls._z\na.__doc__\na.x_\n_free\na._replace(b=1)\n"
    assert measures.private_uses(tree(tests__a=text, designer__b=text)) == ["tests/a.py:1", "tests/a.py:2"]


def test_a_circle_is_found_through_more_than_two_modules(measures: ModuleType, tree: Write) -> None:
    made = tree(
        designer__a__one="from designer.a import two\n",
        designer__a__two="import designer.b.three\n",
        designer__b__three="from designer.a.one import thing\n",
        designer__b__four="from designer.b import three\n",
    )
    assert measures.import_circles(made) == ["designer.a.one ↔ designer.a.two ↔ designer.b.three"]


@pytest.mark.parametrize(
    "back",
    ["def f():\n    from designer.one import x\n", "if TYPE_CHECKING:\n    from designer.one import x\n"],
    ids=["in a function", "for the type checker"],
)
def test_a_circle_that_closes_late_is_in_the_other_measure(measures: ModuleType, tree: Write, back: str) -> None:
    made = tree(designer__one="from designer import two\n", designer__two=back)
    assert measures.import_circles(made) == []
    assert measures.all_import_circles(made) == ["designer.one ↔ designer.two"]


def test_relative_imports_close_circles_too(measures: ModuleType, tree: Write, tmp_path: Path) -> None:
    (tmp_path / "designer" / "a").mkdir(parents=True)
    (tmp_path / "designer" / "a" / "__init__.py").write_text("from . import one\n")
    made = tree(designer__a__one="from ..b import two\n", designer__b__two="from ..a.one import x\n")
    assert measures.import_circles(made) == ["designer.a.one ↔ designer.b.two"]
    # The folder imports its file, and nothing imports the folder: no circle.
    assert sorted(map(sorted, measures.strong_components({"a": {"b"}, "b": set()}))) == [["a"], ["b"]]


def test_a_file_of_one_reader_is_imported_by_one_alone(measures: ModuleType, tree: Write) -> None:
    made = tree(
        designer__ui__one="",
        designer__ui__two="",
        designer__ui__none="from designer.ui import one, two\n",
        designer__ui__also="from designer.ui.two import x\nfrom designer.store import three\n",
        designer__store__three="",
    )
    assert measures.files_of_one_reader(made) == ["designer/ui/one.py"]


def test_comment_lines_stand_alone_and_speak_to_people(measures: ModuleType, tree: Write) -> None:
    text = "# Why.\nx = 1  # Beside.\n# noqa: X\n    \ny = '''\n# Text.\n'''\n# pyright: basic\n"
    made = tree(designer__a=text)
    assert measures.comment_lines(made) == ["designer/a.py:1"]
    row = next(row for row in measures.rows_of(made) if row.name == "comment lines")
    assert (row.value, row.unit, row.met) == (12.5, "%", True)


def test_lines_of_tests_are_set_against_the_lines_of_their_floor(measures: ModuleType, tree: Write) -> None:
    made = tree(designer__paint__a="\n" * 10, tests__paint__b="\n" * 4, designer__store__c="\n", designer__top="\n")
    assert {row.name: row.value for row in measures.test_ratios(made)} == {
        "test lines to source lines, paint": 0.4,
        "test lines to source lines, store": 0.0,
    }


def test_the_time_of_the_suite_is_that_of_the_last_whole_run(measures: ModuleType, tmp_path: Path) -> None:
    row = measures.suite_row(tmp_path)
    assert (row.value, row.met) == (None, None)
    assert row.note.startswith("not known: ")
    measures.suite_time.write_suite_time(tmp_path, 372, 0)
    assert (measures.suite_row(tmp_path).value, measures.suite_row(tmp_path).met) == (6.2, False)
    measures.suite_time.write_suite_time(tmp_path, 300, 1)
    assert measures.suite_row(tmp_path).met is True
    assert "failed with exit code 1" in measures.suite_row(tmp_path).note


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [("<", True, False, False), ("≤", True, True, False), ("≥", False, True, True), ("=", False, True, False)],
)
def test_a_goal_is_met_on_its_own_side(measures: ModuleType, sign: str, below: bool, at: bool, above: bool) -> None:
    goal = measures.Goal(sign, 20)
    assert [goal.met(value) for value in (19, 20, 21)] == [below, at, above]


def test_the_table_and_the_document_say_the_same(
    measures: ModuleType,
    tree: Write,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tree(designer__ui__a="x.connect(y)\n", designer__model__kinds__rows=KIND_TABLE)
    monkeypatch.setattr(measures.setup_steps, "ROOT", tmp_path)
    assert measures.main(["--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    by_name = {row["name"]: row for row in rows}
    assert by_name["connect( in ui"] == {
        "name": "connect( in ui",
        "value": 1,
        "unit": "",
        "goal": {"sign": "<", "bound": 450},
        "met": True,
        "note": "",
    }
    by_hand = by_name["existing files that a new panel or view touches"]
    assert (by_hand["value"], by_hand["met"]) == (None, None)
    assert "CONTRIBUTING" in by_hand["note"]
    assert measures.main([]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line[: len(row["name"])] for line, row in zip(said[1:-1], rows, strict=True)] == [
        row["name"] for row in rows
    ]
    judged = [row for row in rows if row["met"] is not None]
    assert said[-1] == f"{sum(row['met'] for row in judged)} of {len(judged)} goals with a value are met."


def test_the_places_of_one_measure_can_be_asked_for(
    measures: ModuleType,
    tree: Write,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tree(designer__ui__a="x.connect(y)\n")
    monkeypatch.setattr(measures.setup_steps, "ROOT", tmp_path)
    assert measures.main(["--where", "connect("]) == 0
    assert capsys.readouterr().out.endswith("connect( in ui\ndesigner/ui/a.py:1\n")
    assert measures.main(["--where", "mood"]) == 2
    assert capsys.readouterr().err == "No measure has 'mood' in its name.\n"


def test_a_file_that_can_not_be_parsed_is_named(
    measures: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "designer").mkdir()
    (tmp_path / "designer" / "broken.py").write_text("def f(:\n")
    monkeypatch.setattr(measures.setup_steps, "ROOT", tmp_path)
    assert measures.main([]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "broken.py" in said
