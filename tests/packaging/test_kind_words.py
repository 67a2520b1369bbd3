"""What counts as the name of a kind, and what is only spelt alike."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from designer.model.kinds import KINDS
from tests.packaging.scripts import ROOT, load

Write = Callable[..., tuple[object, ...]]


@pytest.fixture
def kind_words(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("kind_words", monkeypatch)


@pytest.fixture
def sources(kind_words: ModuleType, tmp_path: Path) -> Write:
    """Write files, by their path, and return them read."""

    def write(**files: str) -> tuple[object, ...]:
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return kind_words.read_sources(tmp_path, "designer")

    return write


KIND_TABLE = (
    'A = (Kind("switch", "Switch", "fabric"), Kind(id="pdu", title="PDU"), Kind("storage", "Storage", "data"))\n'
)


def test_kind_literals_are_words_that_are_used_as_a_kind(kind_words: ModuleType, sources: Write) -> None:
    text = (
        'a = node.kind == "switch"\n'
        'b = graph.kinds[name] in {"pdu", "storage"}\n'
        'c = KINDS["pdu"], by_kind.get("pdu"), "pdu" in kind.parents\n'
        'part_kind = "switch" if d else e\n'
        'f = {"pdu": 1, "switch": 2}\n'
        'match kind:\n    case "pdu" | "switch": ...\n'
        'for each in ("pdu", "switch"): ...\n'
        "def of(design, *kinds): ...\n"
        'def made(name, kind="pdu"): return Node(kind="switch")\n'
        'g = of(design, "pdu", "switch"), made("x", "switch")\n'
        'TABLE = [("pdu", 1), ("switch", 2)]\n'
        'ONE: Final = frozenset({"pdu"})\n'
        'def _kind(row): return "switch" if row else "pdu"\n'
    )
    made = sources(designer__model__kinds__rows=KIND_TABLE, designer__a=text)
    assert kind_words.kind_ids(made) == {"switch", "pdu", "storage"}
    lines = [int(place.partition(":")[2].partition(" ")[0]) for place in kind_words.kind_literals(made)]
    assert sorted(lines) == [1, 2, 2, 3, 3, 3, 4, 5, 5, 7, 7, 8, 8, 10, 10, 11, 11, 11, 12, 12, 13, 14, 14]


def test_words_that_are_spelt_like_a_kind_are_none(kind_words: ModuleType, sources: Write) -> None:
    text = (
        '"""switch pdu"""\n'
        'a = f"switch{b}", counted(n, "switch"), "switches"\n'
        'c = kind.role == "switch" or role_of(node) in {"switch", "storage"}\n'
        'd: frozenset[Role] = frozenset({"switch", "storage"})\n'
        'e: tuple[Medium, ...] = ("storage",)\n'
        'f = link.medium in {"storage", "fabric"}\n'
        'g = {"storage": x, "name": y}, row["storage"], facts.get("storage", 0.0)\n'
        'h = ("switch", "switches") if many else ("port", "ports")\n'
        'i = show(view="storage")\n'
        'match role:\n    case "switch": ...\n'
        'one = "switch" if n == 1 else "switches"\n'
    )
    assert kind_words.kind_literals(sources(designer__model__kinds__rows=KIND_TABLE, designer__a=text)) == []


def test_the_kinds_that_are_read_are_those_of_the_product(kind_words: ModuleType) -> None:
    assert kind_words.kind_ids(kind_words.read_sources(ROOT, "designer/model/kinds")) == set(KINDS)


def test_what_may_name_kinds_is_there_and_needs_to(kind_words: ModuleType) -> None:
    made = kind_words.read_sources(ROOT, "designer/model/kinds")
    kinds = kind_words.kind_ids(made)
    for path in kind_words.ALLOWED:
        folder, _, name = path.rpartition("/")
        found = [source for source in kind_words.read_sources(ROOT, folder) if source.path.endswith(f"/{name}")]
        assert kind_words.kind_uses(found[0], kinds, kind_words.parameters(found))
