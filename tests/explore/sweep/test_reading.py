"""What a SPACE.yaml may say, and what is told of the line where it says something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.explore.sweep.figures import USUAL
from designer.explore.sweep.reading import read_space, space_of_words
from designer.explore.sweep.space import Numbering, stepped
from designer.model.records import RefusedInput

GOOD = """
name: A pod
base: leaf-spine
set: {nodes: 64}
vary:
  oversubscription: {from: 1, to: 2, step: 0.25}
  host.part: [nvidia/dgx-h100, nvidia/dgx-a100]
  where:
    options:
      own: {assumptions.pue: 1.2}
      rented: {assumptions.pue: 1.5, growth: 2}
count:
  - cost
  - {key: power.facility_w, at_most: 1e6}
  - {key: network.bisection_gbps, better: lower, at_least: 10}
"""


def test_a_space_is_read_with_its_goals_and_its_directions() -> None:
    space = read_space(GOOD)
    assert (space.name, space.template, space.method, len(space)) == ("A pod", "leaf-spine", "grid", 5 * 2 * 2)
    assert space.vary[0].values == (1.0, 1.25, 1.5, 1.75, 2.0)
    assert [one.key for one in space.count] == ["cost.capex_usd", "power.facility_w", "network.bisection_gbps"]
    assert [one.better for one in space.count] == ["lower", "lower", "lower"]
    assert space.count[1].at_most == 1e6
    assert space.vary[2].options[1].settings == {"assumptions.pue": 1.5, "growth": 2.0}


def test_a_grid_counts_like_a_clock_whose_last_hand_is_the_quickest() -> None:
    space = read_space(GOOD)
    numbering = Numbering(space)
    found = [numbering.values_of(number) for number in range(len(space))]
    assert found[:3] == [
        (1.0, "nvidia/dgx-h100", "own"),
        (1.0, "nvidia/dgx-h100", "rented"),
        (1.0, "nvidia/dgx-a100", "own"),
    ]
    assert len(set(found)) == len(found)


def test_latin_samples_take_every_value_equally_often_and_are_those_of_the_seed() -> None:
    space = read_space(GOOD + "method: latin\nsamples: 20\nseed: 7")
    numbering, again = Numbering(space), Numbering(space)
    drawn = [numbering.values_of(number) for number in range(20)]
    assert drawn == [again.values_of(number) for number in range(20)]
    assert sorted(values[0] for values in drawn) == sorted([1.0, 1.25, 1.5, 1.75, 2.0] * 4)
    assert [values[1] for values in drawn].count("nvidia/dgx-a100") == 10
    other = Numbering(read_space(GOOD + "method: latin\nsamples: 20\nseed: 8"))
    assert drawn != [other.values_of(number) for number in range(20)]


def test_words_of_a_command_set_what_has_one_value_and_vary_what_has_more() -> None:
    space = space_of_words("leaf-spine", {"nodes": "64", "oversubscription": "1,2", "host.part": "a/b,c/d"})
    assert space.settings == {"nodes": 64.0}
    assert [one.choices for one in space.vary] == [(1.0, 2.0), ("a/b", "c/d")]
    assert [one.key for one in space.count] == list(USUAL)
    with pytest.raises(RefusedInput, match="Nothing varies"):
        space_of_words("leaf-spine", {"nodes": "64"})
    for text in ("1,nan", "1,-inf", "1,,2", ""):
        with pytest.raises(RefusedInput, match=r"--set nodes: .*(no number|not nothing)"):
            space_of_words("leaf-spine", {"nodes": text})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a space has a base"),
        ("- a", "a space has a base"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\ncolour: red", "line 3: there is no 'colour'"),
        ("base: leaf-spin\nvary: {nodes: [1, 2]}", "line 1: there is no template 'leaf-spin'. Did you mean leaf-spine"),
        ("base: {template: x}\nvary: {nodes: [1]}", "there is no template 'x'"),
        ("base: [1]\nvary: {nodes: [1]}", "line 1: the base is a template or a file"),
        ('base: "a\\0.json"\nvary: {nodes: [1]}', "the base is a template or a file"),
        ("base: leaf-spine", "vary is missing"),
        ("base: leaf-spine\nvary: {}", "vary has 0 entries"),
        ("base: leaf-spine\nvary: {nodes: []}", "nodes has 0 values"),
        ("base: leaf-spine\nvary:\n  nodes: [1, 1]", "line 3: nodes has the value 1.0 twice"),
        ("base: leaf-spine\nvary:\n  nodes: [1, .nan]", "line 3: nan is no number"),
        ("base: leaf-spine\nvary:\n  nodes: [1, .inf]", "line 3: inf is no number"),
        ("base: leaf-spine\nvary:\n  nodes: [1, 1e300]", "line 3"),
        ("base: leaf-spine\nvary:\n  nodes: [1, NaN]", "line 3: NaN is no number"),
        ("base: leaf-spine\nvary:\n  nodes: ['', 2]", "a value is a number or a word, not nothing"),
        ("base: leaf-spine\nvary:\n  nodes: [1, 2]\n  nodes: [3, 4]", "line 3: 'nodes' stands there twice"),
        ("base: leaf-spine\nvary:\n  nodes: {values: [1], from: 1, to: 2}", "not two of them"),
        ("base: leaf-spine\nvary: {nodes: [1, 2], a: {set: nodes, values: [3]}}", "both set nodes"),
        ("base: leaf-spine\nvary: {cost.capex_usd: {set: nodes, values: [3]}}\ncount: [cost]", "which counts"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\navailability: {years: 0}", "line 3: A history lasts above 0"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\navailability: {rates: {ups: 9}}", "line 3: a rate is hours"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\navailability: {rates: {job: 9/9}}", "no kind that can fail"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\nmethod: latin\nsamples: 0", "at least 1 sample"),
        (f"base: leaf-spine\nvary:\n  nodes: [1, {'9' * 400}]", "a number of so many digits"),
        ("base: leaf-spine\nvary:\n  nodes: [yes, 2]", "write the word in quotes"),
        ("base: leaf-spine\nvary:\n  nodes: [[1], 2]", "a value is a number or a word"),
        ("base: leaf-spine\nvary:\n  nodes: [null, 2]", "a value is a number or a word"),
        ("base: leaf-spine\nvary:\n  nodes: {from: 1}", "needs values, or from and to"),
        ("base: leaf-spine\nvary:\n  nodes: {from: 2, to: 1, step: 1}", "the second has to be greater"),
        ("base: leaf-spine\nvary:\n  nodes: {from: 1, to: 2, step: 0}", "in steps above 0"),
        ("base: leaf-spine\nvary:\n  nodes: {from: 1, to: 2, step: -1}", "in steps above 0"),
        ("base: leaf-spine\nvary:\n  nodes: {from: 1, to: 1e9, step: 1e-9}", "more than 10,000 values"),
        ("base: leaf-spine\nvary:\n  nodes: {from: 1, to: 2}", "no grid can go through"),
        ("base: leaf-spine\nvary:\n  number: [1, 2]", "a variable cannot be called 'number'"),
        ("base: leaf-spine\nvary:\n  nodes: ['=1+1', b]", "is no word for a table"),
        ('base: leaf-spine\nvary:\n  nodes: ["a\\u202eb", b]', "is no word for a table"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\ncount: [cost, cost]", "cost.capex_usd counts twice"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\ncount: [{key: cost, better: best}]", "better is lower or higher"),
        (
            "base: leaf-spine\nvary: {nodes: [1, 2]}\ncount: [{key: cost, at_least: 2, at_most: 1}]",
            "cannot be at least",
        ),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\nmethod: guess", "the method is one of grid, latin, adaptive"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\nmethod: grid\nsamples: 3", "a grid goes through all variants"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\nsamples: -3", "samples is a whole number"),
        ("base: leaf-spine\nvary: {nodes: [1, 2]}\nsamples: 2000000", "at most 1,000,000"),
        ("base: leaf-spine\nvary: [{set: nodes, values: [1, 2]}, {set: nodes, values: [3, 4]}]", "Two variables"),
        ("base: &a [1]\nvary: *a", "anchor or alias"),
        ("a: [", "not valid YAML"),
        ("base: leaf-spine\nvary: " + "[" * 60 + "]" * 60, "nested more than"),
    ],
)
def test_a_slip_is_told_in_one_line(text: str, words: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        read_space(text)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_product_without_end_is_refused_before_it_is_counted_out() -> None:
    axes = "\n".join(f"  assumptions.a{number}: {{from: 0, to: 9999, step: 1}}" for number in range(40))
    with pytest.raises(RefusedInput, match=r"about 10\^160 variants"):
        read_space(f"base: leaf-spine\nvary:\n{axes}")


def test_a_file_of_many_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(RefusedInput, match="larger than 1 MB"):
        read_space("#" * 1_100_000)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_space_or_refused_in_one_line(data: bytes) -> None:
    refused = ""
    try:
        read_space(data)
    except RefusedInput as refusal:
        refused = str(refusal)
    assert "\n" not in refused


def test_steps_end_where_a_person_would_end_them() -> None:
    assert stepped(0.1, 0.5, 0.1) == (0.1, 0.2, 0.3, 0.4, 0.5)
    assert stepped(1, 2, 0.3) == (1.0, 1.3, 1.6, 1.9)
