"""YAML is built while it is read, as the usual loader builds it, and ends where it is too much."""

import math

import pytest
import yaml

from designer.export.text import plain_yaml
from designer.export.text.plain_yaml import OddRow, parsed_yaml
from designer.model.records import RefusedInput

SAME = (
    "a: 1",
    "a: [1, 2.5, -3, 1e3, 1.5e+3, .inf, 0o17, 0x1F, 1_000, 1:30, yes, off, ~, null, '', 'a', \"b\", true]",
    "a: [-0.5, +5, 007]",
    "a: !!str 5",
    "a: |\n  x\n  y\n",
    "a: >-\n  x\n  y\n",
    "3: x\n2.5: y\nyes: z\n~: n",
    "a: 123456789012345678901234567890",
    "{a, b: 1}",
    "- - - 1\n- {a: {b: [c]}}",
    '"a\\u00e9b": "\\x41"',
    "",
    "# nothing",
    "just words",
)


@pytest.mark.parametrize("text", SAME)
def test_it_says_what_the_usual_loader_says(text: str) -> None:
    assert repr(parsed_yaml(text)) == repr(yaml.safe_load(text))


def test_dates_stay_text_and_no_number_is_a_number() -> None:
    assert parsed_yaml("day: 2026-11-24") == {"day": "2026-11-24"}
    found = parsed_yaml("n: .nan")
    assert isinstance(found, dict)
    assert math.isnan(found["n"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1", "anchors or aliases"),
        ("a: &x [1]", "anchors or aliases"),
        ("a: &a [*a]", "anchors or aliases"),
        ("a: 1\nb: 2\na: 3", "Line 3 has the key a twice"),
        ("? [a]\n: 1", "one that is no plain word"),
        ("- {<<: {a: 1}, b: 2}", "Line 1 merges a mapping"),
        ("--- a\n--- b", "more than one document"),
        ("[" * 51 + "]" * 51, "nested more than 50 levels"),
        ("x: " + "9" * 2_000, "a number of thousands of digits"),
        ("x: 1" + ":1" * 2_000, "a number of thousands of digits"),
    ],
)
def test_what_no_design_holds_is_refused(text: str, words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        parsed_yaml(text)


@pytest.mark.parametrize("text", ["!!python/object:os.system x", "a: !!binary aGk=", "a: !!set {b}", "a: !own [1]"])
def test_a_value_of_another_sort_is_no_yaml_of_ours(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match="which no design has"):
        parsed_yaml(text)


def test_reading_ends_after_so_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_yaml, "MAX_PIECES", 100)
    assert parsed_yaml("[" + "a," * 99 + "]") == ["a"] * 99
    with pytest.raises(RefusedInput, match="more than 100 words and numbers"):
        parsed_yaml("[" + "a," * 100 + "]")


def test_the_first_odd_row_ends_the_reading() -> None:
    asked: list[tuple[str, object]] = []

    def sound(table: str, row: object) -> bool:
        asked.append((table, row))
        return isinstance(row, dict)

    with pytest.raises(OddRow) as ended:
        parsed_yaml("name: x\nnodes: [{a: [1, {b: 2}]}, 7, {c: 3}]\nlinks: []", sound)
    assert ended.value.document == {"name": "x", "nodes": [{"a": [1, {"b": 2}]}, 7]}
    assert asked == [("nodes", {"a": [1, {"b": 2}]}), ("nodes", 7)]
