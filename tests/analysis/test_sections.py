"""The table of analyses: its order, what each reads, and what of it stands in the answer and in the document."""

from itertools import chain, combinations
from typing import Any

import pytest
from msgspec import structs

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.analysis.sections import ALL, ALSO, ANALYSES, asked_names, asked_of, order_of
from designer.analysis.working import Question, Working
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.phases import add_phase
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.review.documents.results_document import results_document

NAMES = {section.name for section in ANALYSES}


def stack(library: Library) -> Design:
    """A stack with all layers, which grows in a phase."""
    design = build_template("ai-stack", library, {})
    return add_phase(design, {"order_date": "2027-03-01"}).applied(design)


class Watched(Working):
    """An analysis under way that notes which sections are read from it."""

    def __init__(self, question: Question) -> None:
        self.seen: set[str] = set()
        super().__init__(question)

    def __getattribute__(self, name: str) -> Any:
        if name in NAMES:
            super().__getattribute__("seen").add(name)
        return super().__getattribute__(name)


@pytest.fixture(scope="module")
def read_by_each() -> dict[str, set[str]]:
    """What each section read in a stack with all layers, whole and with a UPS failed, when the window waits for it."""
    library = read_library()
    design = stack(library)
    found: dict[str, set[str]] = {section.name: set() for section in ANALYSES}
    told: list[Results] = []
    for fail in ((), ("ups-a",)):
        question = Question(design=design, only=frozenset((*ALL, *ALSO)), fail=fail, library=library, early=told.append)
        working = Watched(question)
        for section in order_of(asked_of(working.question)):
            working.seen.clear()
            value = section.run(working)
            found[section.name] |= working.seen - {section.name}
            setattr(working, section.name, value)
    return found


@pytest.mark.parametrize("section", ANALYSES, ids=lambda section: section.name)
def test_a_section_reads_what_it_says_and_no_other(section, read_by_each) -> None:
    assert read_by_each[section.name] == {*section.reads, *section.uses}


def test_each_comes_after_what_it_reads_whatever_is_asked() -> None:
    every = sorted({*ALL, *ALSO, "always", "failure"})
    for asked in chain.from_iterable(combinations(every, number) for number in range(len(every) + 1)):
        order = list(order_of(asked))
        names = [section.name for section in order]
        assert len(names) == len(set(names))
        for place, section in enumerate(order):
            assert set(section.reads) <= set(names[:place])
            assert set(section.uses) & set(names) <= set(names[:place])
        # Nothing is worked out that nobody asked for and nobody reads.
        read = {name for section in order for name in section.reads}
        assert all(section.name in read or asked_names(section) & set(asked) for section in order)


def test_colours_wait_for_the_network_alone() -> None:
    names = [section.name for section in order_of({*ALL, "always"})]
    assert names[: names.index("network")] == ["counts", "survey"]


def test_the_window_is_told_counts_and_network_before_the_rest() -> None:
    design = build_template("leaf-spine", read_library(), {})
    told: list[Results] = []
    whole = analyze(design, early=told.append)
    assert [
        {name for name in Results.__struct_fields__ if getattr(one, name) not in (None, (), 1.0)} for one in told
    ] == [{"counts", "network"}]
    assert told[0].counts == whole.counts
    assert whole.network is not None
    assert told[0].network is not None
    assert told[0].network.links == whole.network.links


def test_all_of_the_answer_comes_from_the_table_and_stands_in_the_document() -> None:
    answered = {section.name for section in ANALYSES if section.answers}
    assert answered | {"failed", "load"} == set(Results.__struct_fields__)
    assert all(hasattr(Working, name) for name in NAMES)
    library = read_library()
    results = analyze(stack(library), only=(*ALL, *ALSO), library=library)
    assert answered <= {name for name, value in structs.asdict(results).items() if value is not None}
    assert answered <= results_document(results).keys()
