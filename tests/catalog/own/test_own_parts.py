from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.catalog.files.part_yaml import part_yaml
from designer.catalog.own import own_parts
from designer.catalog.own.own_parts import own_copy, read_parts_file, remove_own_part, save_own_parts, write_parts_file
from designer.catalog.reading import parse_parts, read_library
from designer.limits import LIMITS, Written
from designer.model.kinds import FACTS, KINDS
from designer.model.parts.part import (
    LAYERS,
    PER_WORDS,
    Contained,
    Part,
    PortGroup,
    Price,
    Quantity,
    Source,
    StockLength,
)
from designer.model.records import RefusedInput
from tests.long_runs import SAME_FIXTURES, runs
from tests.rights import needs_rights, rights_bind
from tests.shipped import LIBRARY

BOX = Part(
    id="acme/box",
    kind="server",
    layer="servers_fabric",
    vendor="Acme",
    name="Box",
    aliases=("the-box",),
    facts={
        "power_max_w": Quantity(value=1150, status="user", date="2026-11-24"),
        "weight_kg": Quantity(value=30, low=29, high=31.5, sources=("acme-box",), date="2026-05-01"),
    },
    ports=(PortGroup(name="psu", media=("power",), count=2, role="in"),),
)
SHEET = Source(id="acme-box", publisher="Acme, Box datasheet", published="2026-04", retrieved="2026-05-01")

text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=12) | st.sampled_from(
    [
        "",
        "1",
        "1.5",
        "1e5",
        "yes",
        "null",
        "~",
        "2026-11-24",
        "a: b",
        "- a",
        "# c",
        "<b>x</b>",
        "&a",
        "*a",
        "a\nb",
        " a ",
        "\t",
        "'",
        '"',
        "=",
        "<<",
        "? ",
        "R&D *** cheap",
    ]
)
lines = text.filter(lambda written: "\n" not in written and "\t" not in written)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_:/+-]{0,20}", fullmatch=True)
id_lists = st.lists(ids, max_size=3).map(tuple)
amounts = st.floats(min_value=0, max_value=1e15) | st.integers(0, 10**9).map(float)
statuses = st.sampled_from(["sourced", "derived", "estimate", "unverified", "assumed", "user"])


@st.composite
def quantities(draw, most):
    low, value, high = sorted(draw(st.tuples(*[st.floats(min_value=0, max_value=most)] * 3)))
    if draw(st.booleans()):
        low = high = None
        value = draw(st.sampled_from([None, value]))
    return Quantity(
        value=value,
        low=low,
        high=high,
        status=draw(statuses),
        sources=draw(id_lists),
        date=draw(text),
        conditions=draw(text),
        others=draw(text),
    )


@st.composite
def prices(draw):
    low, typical, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    return Price(
        low=low,
        typical=typical,
        high=high,
        basis=draw(st.sampled_from(["list", "spot", "user"])),
        currency=draw(text),
        per=draw(st.sampled_from(list(PER_WORDS))),
        item=draw(text),
        region=draw(text),
        date=draw(text),
        status=draw(statuses),
        sources=draw(id_lists),
        note=draw(text),
    )


@st.composite
def parts(draw):
    kind = draw(st.sampled_from([kind.id for kind in KINDS.values() if not kind.container]))
    names = draw(st.lists(text, max_size=3, unique=True))
    counts = st.integers(1, 100_000)
    facts = draw(st.lists(st.sampled_from(list(FACTS)), max_size=5, unique=True))
    return Part(
        id=draw(ids),
        kind=kind,
        layer=draw(st.sampled_from(LAYERS)),
        vendor=draw(lines),
        name=draw(lines),
        revision=draw(text),
        part_number=draw(lines),
        aliases=draw(st.lists(text, max_size=3).map(tuple)),
        tags=draw(st.lists(text, max_size=3).map(tuple)),
        summary=draw(text),
        notes=draw(text),
        facts={name: draw(quantities(FACTS[name].most)) for name in facts},
        texts=draw(st.dictionaries(text, text, max_size=3)),
        sources=draw(id_lists),
        ports=tuple(
            PortGroup(
                name=name,
                media=draw(st.lists(st.sampled_from(["fabric", "power"]), max_size=2).map(tuple)),
                count=draw(counts),
                connector=draw(text),
                rate_gbps=draw(st.none() | amounts),
                lanes=draw(st.none() | counts),
                cages=draw(st.none() | counts),
                breakouts=draw(st.lists(counts, max_size=2).map(tuple)),
                protocols=draw(st.lists(text, max_size=2).map(tuple)),
                role=draw(st.sampled_from(["", "in", "out"])),
            )
            for name in names
        ),
        contains=tuple(Contained(part=inside, count=draw(counts)) for inside in draw(st.lists(ids, max_size=2))),
        lengths=tuple(
            StockLength(length_m=draw(amounts), part_number=draw(lines), price=draw(st.none() | prices()))
            for _ in range(draw(st.integers(0, 2)))
        ),
        prices=tuple(draw(st.lists(prices(), max_size=2))),
        availability=draw(st.sampled_from(["sold", "free", "rented", "not sold", "unknown"])),
    )


@pytest.fixture(scope="module")
def shipped():
    return LIBRARY


@pytest.fixture
def own(tmp_path):
    return tmp_path / "own"


def kept(own):
    return read_library(own_folder=own)


def refusal(work, *arguments):
    with pytest.raises(RefusedInput) as problem:
        work(*arguments)
    message = str(problem.value)
    assert "\n" not in message
    return message


class TestRoundTrip:
    @given(part=parts())
    @settings(max_examples=runs(20, 300), deadline=None)
    def test_a_part_reads_back_equal(self, part):
        assert parse_parts(part_yaml(part).encode(), "own.yaml") == [part]

    @pytest.mark.scaled
    def test_every_shipped_part_reads_back_equal(self, shipped):
        """Every fifth by itself in the default run; all of them travel in one file below."""
        assert len(shipped.parts) >= 570
        for part in list(shipped.parts.values())[:: runs(5, 1)]:
            assert parse_parts(part_yaml(part).encode(), "own.yaml") == [part]

    @given(made=st.lists(parts(), max_size=3, unique_by=lambda part: part.id), publisher=text)
    @settings(max_examples=runs(10, 60), deadline=None, suppress_health_check=SAME_FIXTURES)
    def test_a_file_that_travels_reads_back_equal(self, tmp_path, made, publisher):
        path = tmp_path / "parts.yaml"
        sources = [Source(id="one", publisher=publisher)]
        write_parts_file(path, made, sources)
        assert read_parts_file(path) == (made, sources)

    def test_the_whole_catalog_travels_in_one_file(self, shipped, tmp_path):
        path = tmp_path / "all.yaml"
        write_parts_file(path, shipped.parts.values(), shipped.sources.values())
        parts, sources = read_parts_file(path)
        assert {part.id: part for part in parts} == shipped.parts
        assert {source.id: source for source in sources} == shipped.sources


class TestKeeping:
    def test_a_part_stands_in_the_file_of_its_vendor_with_its_sources_beside(self, own):
        save_own_parts([BOX, replace(BOX, id="zeta/box", vendor="Zeta & Söhne", aliases=())], [SHEET], own)
        assert sorted(path.name for path in own.glob("*.yaml")) == ["acme.yaml", "sources.yaml", "zeta-sohne.yaml"]
        library = kept(own)
        assert library.part("acme/box") == BOX
        assert library.own == {"acme/box", "zeta/box"}
        assert library.sources["acme-box"] == SHEET

    def test_a_part_kept_again_takes_its_old_place_and_a_further_revision_when_it_changed(self, own):
        other = replace(BOX, id="acme/other", aliases=())
        save_own_parts([BOX, other], [SHEET], own)
        before = (own / "acme.yaml").read_bytes()
        save_own_parts([BOX], [SHEET], own)
        assert (own / "acme.yaml").read_bytes() == before
        save_own_parts([replace(BOX, name="Larger box")], folder=own)
        library = kept(own)
        assert (library.part("acme/box").name, library.part("acme/box").revision) == ("Larger box", "2")
        assert library.part("acme/other") == other
        assert library.sources["acme-box"] == SHEET
        assert [part for part in library.parts if part.startswith("acme/")] == ["acme/box", "acme/other"]

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("1", "1", "2"),
            ("9", "1", "10"),
            ("1", "7", "7"),
            ("2026b", "2026b", "2026b.2"),
            ("r3", "r3", "r4"),
            ("a", "b", "b"),
            ("", "", ".2"),
        ],
    )
    def test_revisions_go_on(self, own, old, new, expected):
        save_own_parts([replace(BOX, revision=old)], folder=own)
        save_own_parts([replace(BOX, revision=new, name="New")], folder=own)
        assert kept(own).part("acme/box").revision == expected

    def test_a_part_in_a_hand_written_file_is_changed_there_below_its_first_comments(self, own):
        own.mkdir()
        (own / "mine.yaml").write_text("# from our lab\n# ask first\n" + part_yaml(BOX))
        save_own_parts([replace(BOX, name="New")], folder=own)
        assert [path.name for path in own.glob("*.yaml")] == ["mine.yaml"]
        assert (own / "mine.yaml").read_text().startswith("# from our lab\n# ask first\n- id: acme/box\n")
        assert kept(own).part("acme/box").name == "New"

    def test_a_part_that_stood_in_two_files_stands_in_one(self, own):
        own.mkdir()
        for name in ("a.yaml", "b.yaml"):
            (own / name).write_text(part_yaml(BOX))
        save_own_parts([replace(BOX, name="New")], folder=own)
        assert [path.name for path in own.glob("*.yaml")] == ["a.yaml"]
        assert kept(own).problems == ()

    @pytest.mark.parametrize(
        ("vendor", "file"),
        [
            ("", "own.yaml"),
            ("../../etc", "etc.yaml"),
            ("CON", "con-parts.yaml"),
            ("Sources", "sources-parts.yaml"),
            ("Prices", "prices-parts.yaml"),
            ("中文", "own.yaml"),
            ("A" * 300, "a" * 60 + ".yaml"),
        ],
    )
    def test_any_vendor_makes_a_file_name(self, own, vendor, file):
        save_own_parts([replace(BOX, vendor=vendor)], folder=own)
        assert [path.name for path in own.parent.rglob("*.yaml")] == [file]
        assert kept(own).part("acme/box").vendor == vendor

    def test_a_vendor_with_many_parts_has_several_files(self, own, monkeypatch):
        monkeypatch.setattr(own_parts, "MAX_FILE_BYTES", 3_000)
        many = [replace(BOX, id=f"acme/box-{number}", aliases=(), summary="x" * 300) for number in range(20)]
        save_own_parts(many, folder=own)
        files = sorted(own.glob("acme*.yaml"))
        assert len(files) > 2
        assert all(path.stat().st_size <= 3_000 for path in files)
        grown = replace(many[0], notes="y" * 1_500)
        save_own_parts([grown], folder=own)
        library = kept(own)
        assert library.own == {part.id for part in many}
        assert library.part("acme/box-0") == replace(grown, revision="2")
        assert library.problems == ()

    def test_a_damaged_file_is_never_overwritten(self, own):
        own.mkdir()
        for name, call in (
            ("acme.yaml", lambda: save_own_parts([BOX], [SHEET], own)),
            ("sources.yaml", lambda: save_own_parts([BOX], [SHEET], own)),
        ):
            (own / name).write_text("- {id: acme/box, kind")
            message = refusal(call)
            assert name in message
            assert (own / name).read_text() == "- {id: acme/box, kind"
            assert [path.name for path in own.glob("*.yaml")] == [name]
            (own / name).unlink()

    def test_nothing_is_written_when_a_part_is_refused(self, own):
        bad = replace(BOX, id="acme/bad", facts={"power_max_w": Quantity(value=float("inf"))})
        assert "acme/bad" in refusal(save_own_parts, [BOX, bad], [SHEET], own)
        assert not own.exists()

    @pytest.mark.parametrize(
        ("part", "words"),
        [
            (replace(BOX, id="../../x"), "not allowed"),
            (replace(BOX, kind="nonsense"), "unknown kind"),
            (replace(BOX, name="\ud800"), "no text file"),
            (replace(BOX, notes="x" * 5_000), "more than 4,000"),
            (replace(BOX, ports=(PortGroup(name="p", media=("fabric",), count=10**6),)), "from 1 to 100,000"),
            (replace(BOX, layer="moon"), "Invalid enum value"),
        ],
    )
    def test_what_the_catalog_would_not_read_is_not_kept(self, own, part, words):
        assert words in refusal(save_own_parts, [part], [], own)

    @needs_rights
    def test_a_folder_that_cannot_be_written_is_told(self, own):
        own.mkdir()
        own.chmod(0o500)
        with rights_bind():
            assert "cannot be written" in refusal(save_own_parts, [BOX], [], own)
        own.chmod(0o700)

    def test_a_file_where_the_folder_should_be_is_told(self, own):
        own.write_text("")
        assert "cannot be written" in refusal(save_own_parts, [BOX], [], own)


class TestRemoving:
    def test_a_removed_part_is_gone_and_the_others_stay(self, own):
        save_own_parts([BOX, replace(BOX, id="acme/other", aliases=())], folder=own)
        remove_own_part("acme/box", own)
        assert kept(own).own == {"acme/other"}
        remove_own_part("acme/other", own)
        assert list(own.glob("*.yaml")) == []

    def test_the_shipped_part_counts_again(self, own, shipped):
        dgx = shipped.part("nvidia/dgx-h100")
        save_own_parts([replace(dgx, name="Ours")], folder=own)
        assert kept(own).part(dgx.id).name == "Ours"
        remove_own_part(dgx.id, own)
        assert kept(own).part(dgx.id) == dgx

    def test_what_is_no_own_part_is_refused(self, own):
        assert "not one of your own parts" in refusal(remove_own_part, "nvidia/dgx-h100", own)
        save_own_parts([BOX], folder=own)
        assert "not one of your own parts" in refusal(remove_own_part, "nvidia/dgx-h100", own)
        assert kept(own).own == {"acme/box"}


class TestCopies:
    def test_a_copy_keeps_figures_and_sources_under_an_id_of_its_own(self, shipped):
        dgx = shipped.part("nvidia/dgx-h100")
        copy = own_copy(dgx)
        assert (copy.id, copy.name, copy.revision, copy.aliases) == ("own/dgx-h100", "DGX H100 (copy)", "1", ())
        assert (copy.facts, copy.ports, copy.prices, copy.contains) == (dgx.facts, dgx.ports, dgx.prices, dgx.contains)
        assert own_copy(dgx, "acme/mine").id == "acme/mine"
        assert "not allowed" in refusal(own_copy, dgx, "../x")


class TestHostileFiles:
    def write(self, tmp_path, text):
        path = tmp_path / "parts.yaml"
        path.write_text(text)
        return path

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("a: &a [x]\nb: &b [*a,*a]\nparts: [*b,*b]", "anchor or alias"),
            ("parts:\n- {id: ../../x, kind: server, layer: servers_fabric, vendor: x, name: x}", "not allowed"),
            (
                "- {id: a/b, kind: server, layer: servers_fabric, vendor: x, name: x, facts: {power_max_w: 1e999}}",
                "power_max_w",
            ),
            (
                "- {id: a/b, kind: server, layer: servers_fabric, vendor: x, name: x, facts: {power_max_w: 1.0e+999}}",
                "power_max_w is inf",
            ),
            (
                "- {id: a/b, kind: server, layer: servers_fabric, vendor: x, name: x, "
                "ports: [{name: p, media: [fabric], count: 1000000}]}",
                "from 1 to 100,000",
            ),
            ("sources:\n- {id: ../x, publisher: y}", "not allowed"),
            ("just words", "no file of parts"),
            ("", "no file of parts"),
            ("{}", "no file of parts"),
            ("{parts: [], more: 1}", "no file of parts"),
            ("{parts: 5}", "list of entries"),
            ("{1: 2}", "no file of parts"),
            ("parts: [{id: a", "not valid YAML"),
            ("[" * 100, "nested"),
        ],
    )
    def test_one_line_says_why(self, tmp_path, text, words):
        message = refusal(read_parts_file, self.write(tmp_path, text))
        assert words in message
        assert message.startswith("parts.yaml")

    def test_too_many_port_groups(self, tmp_path):
        groups = ", ".join(f"{{name: p{number}, media: [fabric], count: 1}}" for number in range(1_001))
        part = f"- {{id: a/b, kind: server, layer: servers_fabric, vendor: x, name: x, ports: [{groups}]}}"
        assert "1,001 port groups" in refusal(read_parts_file, self.write(tmp_path, part))

    def test_two_of_one_id(self, tmp_path):
        assert "acme/box is there twice" in refusal(
            read_parts_file, self.write(tmp_path, part_yaml(BOX) + part_yaml(BOX))
        )

    def test_a_file_that_is_too_large_or_missing(self, tmp_path, monkeypatch):
        path = self.write(tmp_path, part_yaml(BOX))
        monkeypatch.setattr(own_parts, "MAX_TRAVELLING_BYTES", 100)
        assert "larger than" in refusal(read_parts_file, path)
        small = LIMITS["travelling parts"]._replace(written=Written(100))
        monkeypatch.setitem(LIMITS, "travelling parts", small)
        assert "would be larger" in refusal(write_parts_file, path, [BOX], [])
        assert "cannot be read" in refusal(read_parts_file, tmp_path / "none.yaml")

    def test_markup_in_names_stays_text(self, own, tmp_path):
        name = '<img src="file:///etc/passwd"><b>&amp;</b>'
        path = tmp_path / "parts.yaml"
        write_parts_file(path, [replace(BOX, name=name)], [])
        (part,), _ = read_parts_file(path)
        save_own_parts([part], folder=own)
        assert kept(own).part("acme/box").name == name

    def test_a_plain_catalog_file_is_taken_too(self, tmp_path):
        assert read_parts_file(self.write(tmp_path, part_yaml(BOX))) == ([BOX], [])


def test_paths_of_a_folder_stay_inside_it(own: Path):
    save_own_parts([replace(BOX, vendor="..\\..\\evil/../x")], folder=own)
    assert {path.parent for path in own.parent.rglob("*.yaml")} == {own}
