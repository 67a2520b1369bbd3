"""Each kind of relation carries something: taking one away, or making another of it, changes a figure of analyze."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, remove
from designer.edit.templates.templates import build_template
from designer.model.relations import RELATIONS
from designer.review.documents.results_document import results_document

WORDS = {"reason", "reasons", "notes", "message", "detail", "because", "label", "note", "title", "rule", "words"}


def figures(value, way=()):
    """Every number of a document by its way, words and findings left out."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return {}
    if isinstance(value, (int, float)):
        return {way: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = {}
    for key, inner in items:
        if key not in WORDS and key not in {"findings", "missing", "flows"}:
            found |= figures(inner, (*way, key))
    return found


def document(design, fail=()):
    return figures(results_document(analyze(design, fail=fail)))


@pytest.fixture(scope="module")
def sample():
    from tests.shipped import LIBRARY

    design = build_template("ai-stack", LIBRARY, {})
    # The sample draws every cord and hose, so that two units of a hall by themselves stand for feeds and cools.
    for edit in (
        lambda d: add_container(d, "room", 0, 0, node_id="annex"),
        lambda d: add_node(d, LIBRARY, "nvidia/dgx-h100", 0, 0, node_id="spare", parent="annex"),
        lambda d: add_node(d, LIBRARY, "apc/ap8868", 0, 0, node_id="strip", parent="annex"),
        lambda d: add_node(d, LIBRARY, "vertiv/cw181", 0, 0, node_id="cooler"),
        lambda d: add_link(d, "strip", "spare", medium="feeds", link_id="strip-feeds"),
        lambda d: add_link(d, "cooler", "annex", medium="cools", link_id="cooler-cools"),
    ):
        design = edit(design).applied(design)
    return design, document(design)


def one_of(design, medium):
    return next(link for link in design.links.values() if link.medium == medium)


@pytest.mark.parametrize("medium", RELATIONS)
def test_a_relation_that_is_taken_away_changes_a_figure(sample, medium):
    design, before = sample
    gone = remove(design, [one_of(design, medium).id]).applied(design)
    after = document(gone)
    changed = {way for way in before.keys() | after.keys() if before.get(way) != after.get(way)}
    assert changed, f"nothing of analyze --json changes without a relation {medium}"


@pytest.mark.parametrize(
    ("medium", "other"),
    [
        ("asks", "depends_on"),
        ("runs_on", "depends_on"),
        ("reads", "writes"),
        ("writes", "reads"),
        ("tracks", "depends_on"),
        ("depends_on", "runs_on"),
        ("feeds", "cools"),
        ("cools", "feeds"),
    ],
)
def test_a_relation_that_becomes_another_changes_a_figure(sample, medium, other):
    design, before = sample
    link = one_of(design, medium)
    changed = replace(design, links={**design.links, link.id: replace(link, medium=other)})
    if medium == "asks":
        # To an engine, a model API or a store `depends_on` is read as `asks`: nothing may change but the word.
        assert document(changed) == pytest.approx(before)
        return
    after = document(changed)
    assert {way for way in before.keys() | after.keys() if before.get(way) != after.get(way)}


def test_demand_goes_over_what_asks_alone(sample):
    design, before = sample
    link = next(one for one in design.links.values() if one.medium == "asks" and one.a == "app")
    changed = replace(design, links={**design.links, link.id: replace(link, medium="tracks")})
    assert document(changed) != before
