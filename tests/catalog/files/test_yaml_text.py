import pytest
import yaml

from designer.catalog.files import yaml_text
from designer.catalog.files.yaml_text import plain_yaml
from designer.locations import CATALOGS
from designer.model.records import RefusedInput


class WithoutDates(yaml.SafeLoader):
    """The usual loader, as slow and as thorough as it is, only without dates."""


WithoutDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


SCALARS = """
1 0 -1 +1 007 0x1F 0b11 1_000 190:20:30 1.5 1.0 -1.5 1. .5 1e3 1.0e+3 .inf -.inf 12a 400G 9.10.1 2026-11-24
2026 true False yes No on OFF y n null Null ~ '' "12" 'null' !!str !!int !!float !!null [] {} [1,2.0,a,true]
::: =1
"""
BLOCKS = ("!!str 12", "!!int '12'", "!!float 3", "{1: 2, true: 3, null: 4}", "{a: {b: [c, {d: e}]}}", "? a\n: b")


@pytest.mark.parametrize("text", [*SCALARS.split(), *BLOCKS])
def test_every_scalar_is_what_the_usual_loader_says(text: str) -> None:
    for spelled in (text, f"[{text}]") if "\n" in text else (text, f"- {text}", f"key: {text}"):
        try:
            usual = yaml.load(spelled, Loader=WithoutDates)
        except (yaml.YAMLError, ValueError, LookupError):
            with pytest.raises(RefusedInput):
                plain_yaml(spelled.encode(), "own.yaml")
        else:
            found = plain_yaml(spelled.encode(), "own.yaml")
            assert found == usual
            assert repr(found) == repr(usual)


@pytest.mark.parametrize("path", sorted(CATALOGS.rglob("sources.yaml")), ids=lambda path: path.stem)
def test_the_shipped_sources_read_as_usual(path) -> None:
    data = path.read_bytes()
    assert plain_yaml(data, path.name) == yaml.load(data, Loader=WithoutDates)


@pytest.mark.parametrize("text", ["{[a]: b}", "? {a: b}\n: c", "{[]: 1}"])
def test_keys_are_words(text: str) -> None:
    with pytest.raises(RefusedInput, match="unhashable key"):
        plain_yaml(text.encode(), "own.yaml")


@pytest.mark.parametrize("text", ["!!python/name:os.system", "!!python/object/apply:os.system [ls]", "!mine 3"])
def test_tags_of_programs_are_refused(text: str) -> None:
    with pytest.raises(RefusedInput, match=r"own\.yaml is not valid YAML"):
        plain_yaml(text.encode(), "own.yaml")


def test_merge_keys_are_refused() -> None:
    with pytest.raises(RefusedInput, match=r"own\.yaml is not valid YAML"):
        plain_yaml(b"{<<: {a: 1}, b: 2}", "own.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "&a x",
        "- &a x",
        "[&a x]",
        "[1,&a x]",
        "{a: &a x}",
        '{"a":&a x}',
        "a: !!str &a x",
        "a:\n  &a\n  b: c",
        "? &a x",
        "--- &a x",
        "*a",
        "[b, *a]",
        "&1 x",
    ],
)
def test_anchors_and_aliases_are_found_wherever_they_may_stand(text: str) -> None:
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        with pytest.raises(RefusedInput, match="anchor or alias"):
            plain_yaml(data, "own.yaml")


@pytest.mark.parametrize("text", ["R&D", "LF AI & Data", "2*4 * 3", "AT&T, a*b"])
def test_and_signs_and_stars_in_texts_cost_no_second_look(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_refuse_anchors", lambda *_: pytest.fail("looked through twice"))
    assert plain_yaml(f"- {text}".encode(), "own.yaml") == [text]


@pytest.mark.parametrize("pair", ["[]", "{}", "[{"])
def test_depth_is_counted_whatever_the_brackets(pair: str) -> None:
    def nested(depth: int) -> bytes:
        opened = [pair[level % 2] if pair == "[{" else pair[0] for level in range(depth)]
        closed = ["]" if sign == "[" else "}" for sign in reversed(opened)]
        text = "".join(sign if sign == "[" else "{a: " for sign in opened) + "x" + "".join(closed)
        return text.encode()

    assert plain_yaml(nested(yaml_text.MAX_DEPTH), "own.yaml")
    with pytest.raises(RefusedInput, match="nested more than 24 deep"):
        plain_yaml(nested(yaml_text.MAX_DEPTH + 1), "own.yaml")
