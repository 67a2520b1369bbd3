"""Newer facts of the catalog: what they are, and taking them over part by part."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library, sources_of
from designer.edit.fixes import FIXES
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.edit.nodes.part_updates import accept_updates, differing, is_older, part_updates
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.parts.part import Contained, Part, Quantity, Source
from designer.model.records import RefusedInput
from designer.model.validity import require_valid

DGX, CHIP, SWITCH = "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", "nvidia/qm9700"


@pytest.fixture
def unit(library: Library) -> Design:
    """31 DGX H100 on 8 leaves."""
    design = Design()
    design = add_node(design, library, DGX, 0, 160, copies=31, node_id="dgx").applied(design)
    design = add_node(design, library, SWITCH, 0, 0, copies=8, node_id="leaf").applied(design)
    return add_link(design, "dgx", "leaf", cables=248, link_id="rails").applied(design)


def newer(library: Library, *parts: Part, sources: tuple[Source, ...] = ()) -> Library:
    return Library(
        parts={**library.parts, **{part.id: part for part in parts}},
        sources={**library.sources, **{source.id: source for source in sources}},
    )


def stronger(part: Part, watts: float = 10400.0, **fields: object) -> Part:
    fact = replace(part.facts["power_max_w"], value=watts)
    return replace(part, **{"revision": "2", "facts": {**part.facts, "power_max_w": fact}, **fields})


def test_what_the_catalog_says_too_is_no_update(unit: Design, library: Library) -> None:
    assert part_updates(unit, library) == ()
    assert differing(unit, library).parts == {}


def test_an_update_tells_the_part_and_its_differences(unit: Design, library: Library) -> None:
    after = stronger(library.parts[DGX])
    (update,) = part_updates(unit, newer(library, after))
    assert (update.part_id, update.before, update.after, update.older) == (DGX, library.parts[DGX], after, False)
    assert [(item.title, item.before, item.after) for item in update.differences] == [
        ("Power, maximum", "10.2 kW", "10.4 kW"),
        ("Revision", "1", "2"),
    ]


def test_a_part_of_the_designs_own_is_no_update(unit: Design, library: Library) -> None:
    without = Library(parts={key: part for key, part in library.parts.items() if key != DGX}, sources=library.sources)
    assert part_updates(unit, without) == ()
    assert part_updates(unit, without.joined(unit)) == ()


@pytest.mark.parametrize(
    ("revision", "than", "older"),
    [
        ("1", "2", True),
        ("2", "1", False),
        ("1.9", "1.10", True),
        ("10", "9", False),
        ("1.0", "1", False),
        ("1", "1.0", False),
        ("2026-01", "2026-11", True),
        ("a", "b", True),
        ("b", "a", False),
        ("3", "3", False),
    ],
)
def test_revisions_are_compared_as_numbers_where_they_are(revision: str, than: str, older: bool) -> None:
    assert is_older(revision, than) is older


def test_an_earlier_revision_is_told_to_be_one(unit: Design, library: Library) -> None:
    design = replace(unit, parts={**unit.parts, DGX: stronger(unit.parts[DGX], revision="3")})
    (update,) = part_updates(design, newer(library, stronger(library.parts[DGX], 10300.0)))
    assert update.older


def test_only_what_is_accepted_changes_and_undo_gives_the_equal_design(unit: Design, library: Library) -> None:
    catalog = newer(
        library,
        stronger(library.parts[DGX]),
        stronger(library.parts[SWITCH], 1800.0),
        stronger(library.parts[CHIP], 750.0),
    )
    assert [update.part_id for update in part_updates(unit, catalog)] == [DGX, CHIP, SWITCH]
    session = Session(unit)
    edit = accept_updates(unit, catalog, [DGX])
    assert edit.label == "Take over newer facts of DGX H100"
    session.commit(edit)
    assert session.design.parts[DGX] is catalog.parts[DGX]
    assert session.design.parts[SWITCH] == library.parts[SWITCH]
    assert session.design.parts[CHIP] == library.parts[CHIP]
    assert set(edit.ids("parts")) == {DGX}
    assert not set(edit.ids("nodes")) | set(edit.ids("links"))
    assert [update.part_id for update in part_updates(session.design, catalog)] == [CHIP, SWITCH]
    assert analyze(session.design, only=["power"]).power.it_max_w.value == 31 * 10400 + 8 * 1720
    session.undo()
    assert session.design == unit


def test_all_at_once_are_one_edit(unit: Design, library: Library) -> None:
    catalog = newer(library, stronger(library.parts[DGX]), stronger(library.parts[SWITCH], 1800.0))
    edit = accept_updates(unit, catalog, [DGX, SWITCH, DGX])
    assert edit.label == "Take over newer facts of 2 parts"
    assert part_updates(edit.applied(unit), catalog) == ()


def test_what_is_newly_inside_follows_and_what_is_no_longer_leaves(unit: Design, library: Library) -> None:
    chip = replace(
        library.parts[CHIP], id="nvidia/h100-new", facts={"power_max_w": Quantity(value=1.0, sources=("s",))}
    )
    after = stronger(library.parts[DGX], contains=(Contained(part=chip.id, count=8),))
    catalog = newer(library, after, chip, sources=(Source(id="s", publisher="Somebody"),))
    design = accept_updates(unit, catalog, [DGX]).applied(unit)
    assert set(design.parts) == {DGX, chip.id, SWITCH}
    assert design.sources["s"].publisher == "Somebody"
    named = {source for part in design.parts.values() for source in sources_of(part)}
    assert named == set(design.sources)
    gone = sources_of(library.parts[CHIP]) - named
    assert gone
    assert not gone & set(design.sources)
    assert require_valid(design) is design


def test_a_source_is_brought_up_to_date_with_the_part_that_names_it(unit: Design, library: Library) -> None:
    source = replace(library.sources["nvidia-dgx-h100-guide"], published="2027")
    catalog = newer(library, stronger(library.parts[DGX]), sources=(source,))
    assert accept_updates(unit, catalog, [SWITCH]).applied(unit) == unit
    assert accept_updates(unit, catalog, [DGX]).applied(unit).sources[source.id].published == "2027"


def test_ports_that_vanish_are_told_before_and_found_after(unit: Design, library: Library) -> None:
    rails = unit.links["rails"]
    port = rails.a_port if rails.a == "dgx" else rails.b_port
    assert port
    after = stronger(
        library.parts[DGX], ports=tuple(group for group in library.parts[DGX].ports if "fabric" not in group.media)
    )
    catalog = newer(library, after)
    (update,) = part_updates(unit, catalog)
    lost = [item for item in update.differences if item.field.startswith("links.")]
    assert [(item.title, item.before, item.after) for item in lost] == [
        (f"Links on ports {port}", "link DGX H100 to Quantum-2 QM9700", "would find no port that fits")
    ]
    design = accept_updates(unit, catalog, [DGX]).applied(unit)
    assert design.links == unit.links
    assert require_valid(design) is design


def test_a_part_of_another_kind_takes_its_nodes_along(unit: Design, library: Library) -> None:
    catalog = newer(library, stronger(library.parts[DGX], kind="host"))
    assert accept_updates(unit, catalog, [DGX]).applied(unit).nodes["dgx"].kind == "host"


def test_refusals(unit: Design, library: Library) -> None:
    with pytest.raises(RefusedInput, match="no part 'ddn/ai400x2' in this design"):
        accept_updates(unit, library, ["ddn/ai400x2"])
    with pytest.raises(RefusedInput, match="no part 'nvidia/qm9700' in the catalog"):
        accept_updates(unit, Library(parts={DGX: library.parts[DGX]}), [SWITCH])


def test_the_fix_is_the_same_edit(unit: Design, library: Library) -> None:
    catalog = newer(library, stronger(library.parts[DGX]))
    assert FIXES["accept_update"](unit, catalog, part_id=DGX) == accept_updates(unit, catalog, [DGX])


def test_a_template_of_today_is_up_to_date(library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    assert part_updates(design, library) == ()
    assert accept_updates(design, library, design.parts) == ChangeSet()
