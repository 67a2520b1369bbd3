import gc
import os
from pathlib import Path

import pytest

from designer.catalog import reading
from designer.catalog.files.yaml_text import plain_yaml
from designer.catalog.library import Library
from designer.catalog.reading import parse_parts, parse_sources, read_library
from designer.drawing.theme_tokens import theme_named
from designer.limits import LIMITS
from designer.locations import CATALOGS, RESOURCES
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.parts.part import LAYERS
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

PART = """
- id: own/box
  kind: server
  layer: servers_fabric
  vendor: Own
  name: Box
"""


def one(extra: str = "", part: str = PART) -> list[object]:
    return list(parse_parts((part + extra).encode(), "own.yaml"))


def refused(extra: str = "", part: str = PART) -> str:
    with pytest.raises(RefusedInput) as problem:
        one(extra, part)
    message = str(problem.value)
    assert "\n" not in message
    assert message.startswith("own.yaml")
    return message


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LIBRARY


class TestShippedCatalog:
    def test_dgx_h100_is_the_machine_of_its_guide(self, shipped: Library) -> None:
        dgx = shipped.part("nvidia/dgx-h100")
        assert dgx.facts["power_max_w"].value == 10200
        assert dgx.facts["weight_kg"].value == 130.45
        assert 4 * dgx.facts["weight_kg"].value == pytest.approx(521.8)
        assert dgx.facts["heat_btu_per_h"].value == 38557
        assert "34,803" in dgx.facts["heat_btu_per_h"].others
        assert [(inside.part, inside.count) for inside in dgx.contains] == [("nvidia/h100-sxm5-80gb", 8)]
        ports = {group.name: (group.count, group.rate_gbps, group.connector) for group in dgx.ports}
        assert ports == {
            "fabric": (8, 400, "OSFP"),
            "storage": (2, 400, "QSFP112"),
            "inband": (2, 400, "QSFP112"),
            "bmc": (1, 1, "RJ45"),
            "psu": (6, None, "C20"),
        }
        assert (dgx.prices[0].low, dgx.prices[0].high) == (199_000, 317_000)
        assert dgx.prices[0].typical == 270_000
        assert dgx.prices[1].high == 460_000

    def test_qm9700_has_64_ports_in_32_cages(self, shipped: Library) -> None:
        ports = shipped.part("nvidia/qm9700").port("ports")
        assert ports is not None
        assert (ports.count, ports.cages, ports.rate_gbps, ports.breakouts) == (64, 32, 400, (2,))
        assert shipped.part("nvidia/qm9700").facts["switching_tbps"].value == 25.6

    def test_ap8868_is_limited_by_its_banks(self, shipped: Library) -> None:
        facts = {name: fact.value for name, fact in shipped.part("apc/ap8868").facts.items()}
        assert facts["banks"] * facts["bank_amps"] * facts["volts"] == facts["capacity_w"] == 9984

    def test_generic_parts_leave_figures_to_the_person(self, shipped: Library) -> None:
        for part_id in ("generic/host", "generic/switch", "generic/storage"):
            part = shipped.part(part_id)
            assert not part.facts
            assert {price.basis for price in part.prices} <= {"estimate"}
            assert [group.rate_gbps for group in part.ports] == [None]
            assert set(part.ports[0].media) == {"fabric", "storage", "management"}

    def test_conflicting_figures_stay_beside_each_other(self, shipped: Library) -> None:
        bandwidth = shipped.part("nvidia/b200-sxm-180gb").facts["memory_bandwidth_gb_per_s"]
        assert (bandwidth.low, bandwidth.high) == (7700, 8000)
        assert "7.7 TB/s" in bandwidth.others

    def test_files_hold_the_layer_and_kind_of_their_path(self) -> None:
        for path in sorted(CATALOGS.glob("*/*.yaml")):
            for part in parse_parts(path.read_bytes(), path.name):
                assert (part.layer, part.kind) == (path.parent.name, path.stem), part.id

    def test_each_kind_that_can_be_placed_has_parts_a_picture_and_a_colour(self, shipped: Library) -> None:
        placeable = {kind.id: kind for kind in KINDS.values() if not kind.container}
        assert {part.kind for part in shipped.parts.values()} == set(placeable)
        assert {part.layer for part in shipped.parts.values()} == set(LAYERS)
        for kind in placeable.values():
            assert (RESOURCES / "icons" / f"{kind.icon}.svg").is_file(), kind.id
            assert theme_named("light").layer(kind.layer)
        assert len(shipped.parts) >= 500

    def test_sources_name_publishers_not_addresses(self) -> None:
        for path in sorted(CATALOGS.rglob("*.yaml")):
            text = path.read_text()
            assert "://" not in text
            assert "github" not in text.lower()

    def test_every_source_is_used_and_preferred_prices_are_in_dollars(self, shipped: Library) -> None:
        _, used = shipped.closure(shipped.parts)
        assert set(used) == set(shipped.sources)
        assert {part.prices[0].currency for part in shipped.parts.values() if part.prices} == {"USD"}


class TestForm:
    def test_a_bare_number_takes_the_citation_of_its_part(self) -> None:
        extra = """
  cited: {sources: [guide], date: 2026-11-24, status: estimate}
  facts:
    power_max_w: 700
    weight_kg: {value: 12.5, low: 12, high: 13, sources: [scale], status: sourced, conditions: dry}
    depth_mm: {value: null}
"""
        (part,) = parse_parts((PART + extra).encode(), "own.yaml")
        power, weight, depth = (part.facts[name] for name in ("power_max_w", "weight_kg", "depth_mm"))
        assert (power.value, power.sources, power.date, power.status) == (700, ("guide",), "2026-11-24", "estimate")
        assert (weight.sources, weight.status, weight.low, weight.high) == (("scale",), "sourced", 12, 13)
        assert weight.date == "2026-11-24"
        assert depth.value is None

    def test_texts_are_read_where_the_entry_cites(self) -> None:
        extra = """
  cited: {sources: [guide], date: 2026-11-24}
  texts: {licence: MIT}
"""
        (part,) = parse_parts((PART + extra).encode(), "own.yaml")
        assert part.sources == ("guide",)
        (bare,) = parse_parts((PART + "  cited: {sources: [guide]}\n").encode(), "own.yaml")
        assert bare.sources == ()

    def test_own_parts_stand_beside_the_shipped_ones(self, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text(PART)
        (tmp_path / "sources.yaml").write_text("- {id: scale, publisher: Our own scale}")
        library = read_library(own_folder=tmp_path)
        assert library.part("own/box").name == "Box"
        assert library.sources["scale"].publisher == "Our own scale"
        assert "nvidia/dgx-h100" in library.parts

    def test_an_own_part_counts_before_a_shipped_one_of_its_id(self, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text(PART.replace("own/box", "nvidia/dgx-h100"))
        (tmp_path / "sources.yaml").write_text("- {id: arithmetic, publisher: Mine}")
        library = read_library(own_folder=tmp_path)
        assert library.part("nvidia/dgx-h100").name == "Box"
        assert library.own == {"nvidia/dgx-h100"}
        assert library.sources["arithmetic"].publisher != "Mine"
        assert library.problems == ()

    def test_an_own_file_that_cannot_be_read_is_told_and_stops_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text("- {id: own/bad, kind: nonsense")
        (tmp_path / "mine.yaml").write_text(PART)
        (tmp_path / "twice.yaml").write_text(PART)
        library = read_library(own_folder=tmp_path)
        assert library.own == {"own/box"}
        assert len(library.problems) == 2
        assert library.problems[0].startswith("bad.yaml")
        assert "own/box is there twice" in library.problems[1]

    def test_added_prices_stand_beside_those_of_the_catalog(self, tmp_path: Path) -> None:
        (tmp_path / "prices.yaml").write_text(
            "- part: nvidia/dgx-h100\n"
            "  prices: [{low: 1, typical: 2, high: 3, basis: street, date: 2026-11-24}]\n"
            "- {part: nobody/nothing, prices: []}\n"
        )
        shipped = read_library(own_folder=tmp_path / "none").part("nvidia/dgx-h100").prices
        prices = read_library(own_folder=tmp_path).part("nvidia/dgx-h100").prices
        assert prices[:-1] == shipped
        assert (prices[-1].typical, prices[-1].basis) == (2, "street")

    def test_parts_of_a_design_join_the_library_as_own(self, tmp_path: Path) -> None:
        (foreign,) = parse_parts(PART.encode(), "mine.yaml")
        library = read_library(own_folder=tmp_path)
        joined = library.joined(Design(parts={"own/box": foreign}))
        assert joined.part("own/box") == foreign
        assert joined.own == {"own/box"}
        assert library.joined(Design()) is library

    def test_an_empty_file_and_a_missing_folder_hold_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "empty.yaml").write_text("# nothing yet\n")
        assert read_library(tmp_path, tmp_path / "missing") == Library()

    def test_own_parts_are_looked_for_in_the_data_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "own_parts_folder", lambda: tmp_path)
        (tmp_path / "mine.yaml").write_text(PART)
        assert "own/box" in read_library().parts


class TestHostileFiles:
    def test_alias_bomb(self) -> None:
        bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
            b"%c: &%c [%s]\n" % (to, to, b",".join([b"*%c" % (to - 1)] * 9)) for to in range(ord("b"), ord("j"))
        )
        with pytest.raises(RefusedInput, match="line 1 holds an anchor or alias"):
            parse_parts(bomb, "own.yaml")

    def test_a_lone_anchor_and_a_merge_key(self) -> None:
        assert "anchor" in refused(part="- &a {id: own/box}")
        assert "anchor" in refused(part="- {id: own/box, <<: *a}")

    def test_and_signs_in_texts_are_no_anchors(self) -> None:
        (part,) = parse_parts((PART + '  notes: "R&D *** cheap"\n').encode(), "own.yaml")
        assert part.notes == "R&D *** cheap"

    @pytest.mark.parametrize(
        "data",
        [
            b"[" * 50_000,
            b"- " * 50_000,
            b"? " * 50_000,
            b"\n".join(b" " * i + b"a:" for i in range(900)),
            b'"]]]]]]" : ' + b"[" * 50_000,
        ],
    )
    def test_deep_nesting(self, data: bytes) -> None:
        with pytest.raises(RefusedInput, match=r"nested|nesting|valid YAML"):
            plain_yaml(data, "own.yaml")

    def test_oversize(self, tmp_path: Path) -> None:
        (tmp_path / "big.yaml").write_bytes(b"#" * (LIMITS["catalog"].bytes + 1))
        with pytest.raises(RefusedInput, match=r"big\.yaml is larger than 2 MB"):
            read_library(tmp_path, tmp_path / "missing")
        with pytest.raises(RefusedInput, match="larger than 2 MB"):
            plain_yaml(b"#" * (LIMITS["catalog"].bytes + 1), "own.yaml")

    @pytest.mark.parametrize(
        "data", [b"\xff\xfe\x00", b"- {", b"a: b: c", b"\x00", b"SQLite format 3\x00", b"!!python/name:os.system"]
    )
    def test_no_yaml(self, data: bytes) -> None:
        with pytest.raises(RefusedInput, match=r"^own\.yaml"):
            parse_parts(data, "own.yaml")

    @pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "-1", "1.0e+999", "1e999", "2.0e+30", "true", "'12'"])
    def test_numbers_that_are_none(self, number: str) -> None:
        assert "own/box" in refused(f"  facts: {{power_max_w: {number}}}\n")
        assert "own/box" in refused(f"  facts: {{power_max_w: {{value: {number}}}}}\n")
        price = f"{{low: 1, typical: 1, high: {number}, basis: list}}"
        assert "own/box" in refused(f"  prices: [{price}]\n")
        port = f"{{name: p, media: [fabric], count: 1, rate_gbps: {number}}}"
        assert "own/box" in refused(f"  ports: [{port}]\n")

    def test_ranges_that_are_none(self) -> None:
        assert "outside its own range" in refused("  facts: {weight_kg: {value: 5, low: 6}}\n")
        assert "has a range but no value" in refused("  facts: {weight_kg: {value: null, low: 6}}\n")
        assert "at most 1" in refused("  facts: {efficiency: 97}\n")
        assert "is no range" in refused("  prices: [{low: 9, typical: 5, high: 9, basis: list}]\n")

    @pytest.mark.parametrize("count", ["0", "-1", "1000000", "100001", "1.5"])
    def test_port_counts(self, count: str) -> None:
        assert "own/box" in refused(f"  ports: [{{name: p, media: [fabric], count: {count}}}]\n")
        assert "own/box" in refused(f"  contains: [{{part: own/other, count: {count}}}]\n")

    def test_most_ports(self) -> None:
        (part,) = parse_parts((PART + "  ports: [{name: p, media: [fabric], count: 100000}]\n").encode(), "own.yaml")
        assert part.ports[0].count == 100_000

    @pytest.mark.parametrize(
        "part_id", ["../../etc/passwd", "/etc/passwd", "own box", "", "a" * 129, "<b>", "own/..", "~/x"]
    )
    def test_ids(self, part_id: str) -> None:
        assert "not allowed" in refused(part=PART.replace("own/box", f'"{part_id}"'))
        with pytest.raises(RefusedInput, match="not allowed"):
            parse_sources(f'- {{id: "{part_id}", publisher: x}}'.encode(), "sources.yaml")

    def test_markup_in_names_stays_text(self) -> None:
        name = "<img src=x onerror=alert(1)> & co"
        (part,) = parse_parts(PART.replace("name: Box", f"name: '{name}'").encode(), "own.yaml")
        assert part.name == name

    def test_unknown_fields_facts_kinds_and_media(self) -> None:
        assert "'own/box'" in refused("  colour: red\n")
        assert "colour" in refused("  colour: red\n")
        assert "unknown fact 'colour'" in refused("  facts: {colour: 3}\n")
        assert "unknown kind 'toaster'" in refused(part=PART.replace("kind: server", "kind: toaster"))
        assert "unknown kind 'rack'" in refused(part=PART.replace("kind: server", "kind: rack"))
        assert "layer" in refused(part=PART.replace("servers_fabric", "moon"))
        assert "'own/box', ports[0].media[0]" in refused("  ports: [{name: p, media: [water], count: 1}]\n")
        assert "basis" in refused("  prices: [{low: 1, typical: 1, high: 1}]\n")

    def test_entries_that_are_no_parts(self) -> None:
        assert "list of entries" in refused(part="id: own/box")
        assert "list of entries" in refused(part="just text")
        assert "Expected `object`" in refused(part="- 5")

    def test_two_port_groups_of_one_name_and_long_texts(self) -> None:
        port = "{name: p, media: [fabric], count: 1}"
        assert "two port groups" in refused(f"  ports: [{port}, {port}]\n")
        assert "more than 4,000 characters" in refused(f"  notes: {'x' * 4001}\n")

    @pytest.mark.parametrize("sign", ["\\e[31m", "\\0", "\\u202e", "\\u2066"])
    def test_signs_that_a_terminal_obeys(self, sign: str) -> None:
        assert "cannot be shown" in refused(part=PART.replace("Box", f'"Box {sign}"'))

    def test_a_name_is_one_line_and_a_note_may_have_several(self) -> None:
        assert "write it in one" in refused(part=PART.replace("Box", '"Box\\nBox"'))
        assert one('  notes: "one\\ntwo"\n')

    def test_the_collector_of_garbage_runs_again_afterwards(self, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text("- {")
        assert gc.isenabled()
        read_library(own_folder=tmp_path)
        assert gc.isenabled()

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        (tmp_path / "mine.yaml").write_text(PART)
        library = read_library(own_folder=tmp_path)
        assert library.own == {"own/box"}
        assert library.problems == ("pipe.yaml is a pipe or a device, not a file; choose a file.",)

    def test_a_folder_that_is_a_link_to_itself_holds_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "parts").symlink_to("parts")
        assert not read_library(own_folder=tmp_path / "parts").own

    def test_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "folder.yaml").mkdir()
        with pytest.raises(RefusedInput, match=r"folder\.yaml cannot be read"):
            read_library(tmp_path, tmp_path / "missing")


class TestPlatformsAndCases:
    CITED = "  cited: {sources: [sheet], date: 2026-11-24}\n"

    def test_a_case_takes_the_citation_of_its_part_unless_it_has_its_own(self) -> None:
        (part,) = parse_parts(
            (
                PART
                + self.CITED
                + "  facts: {requests_per_min: 50}\n"
                + "  cases:\n"
                + "    - {of: tier, name: Scale, facts: {requests_per_min: 4000}}\n"
                + "    - of: model\n"
                + "      name: Big\n"
                + "      cited: {sources: [bench], date: '2025', status: estimate}\n"
                + "      facts: {output_tokens_per_s: {value: 9, low: 8, high: 10, conditions: one user}}\n"
            ).encode(),
            "own.yaml",
        )
        scale, big = part.cases
        assert scale.facts["requests_per_min"].sources == ("sheet",)
        speed = big.facts["output_tokens_per_s"]
        assert (speed.value, speed.sources, speed.date, speed.status) == (9, ("bench",), "2025", "estimate")
        assert part.case("tier", "Scale") is scale
        assert part.case("model", "Scale") is None
        assert part.fact("requests_per_min", "1/min").value == 50
        assert part.fact("requests_per_min", "1/min", case=scale).value == 4000
        assert part.fact("requests_per_min", "1/min", case=big).value == 50

    def test_platforms_answer_whether_it_runs_there(self) -> None:
        extra = "  platforms: [{platform: cuda, sources: [sheet], date: '2026'}, {platform: cpu, sources: [sheet]}]\n"
        (part,) = parse_parts((PART + extra).encode(), "own.yaml")
        assert (part.runs_on("cuda"), part.runs_on("rocm")) == (True, False)
        (silent,) = parse_parts(PART.encode(), "own.yaml")
        assert silent.runs_on("cuda") is None

    @pytest.mark.parametrize(
        ("extra", "words"),
        [
            ("  platforms: [{platform: abacus, sources: [s]}]\n", "abacus"),
            ("  platforms: [{platform: cpu, sources: [s]}, {platform: cpu, sources: [s]}]\n", "names a platform twice"),
            ("  cases: [{of: mood, name: Good, facts: {vcpus: 1}}]\n", "mood"),
            ("  cases: [{of: tier, name: ' ', facts: {vcpus: 1}}]\n", "has no name"),
            ("  cases: [{of: tier, name: A, facts: {}}]\n", "has no facts"),
            ("  cases: [{of: tier, name: A, facts: {colour: 1}}]\n", "unknown fact 'colour'"),
            ("  cases: [{of: tier, name: A, facts: {vcpus: -1}}]\n", "finite number from 0"),
            (
                "  cases: [{of: tier, name: A, facts: {vcpus: 1}}, {of: tier, name: A, facts: {vcpus: 2}}]\n",
                "two cases of one sort and name",
            ),
        ],
    )
    def test_what_cannot_be_is_refused(self, extra: str, words: str) -> None:
        assert words in refused(extra)


class TestPricesThatHoldUnderConditions:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ("per: million-tokens, from_tokens: -1", "whole number from 0"),
            ("per: hour, from_tokens: 200000", "only what is paid by tokens or requests"),
            ("per: million-tokens, valid_from: '2027-01'", "2026-11-24"),
            ("per: million-tokens, valid_from: '2027-02-30'", "2026-11-24"),
        ],
    )
    def test_what_cannot_be_is_refused(self, fields: str, words: str) -> None:
        assert words in refused(f"  prices: [{{low: 1, typical: 1, high: 1, basis: list, {fields}}}]\n")

    def test_a_long_request_and_a_first_day_are_read(self) -> None:
        fields = "per: million-tokens, item: input, from_tokens: 200000, valid_from: 2027-01-01"
        (part,) = parse_parts(
            (PART + f"  prices: [{{low: 1, typical: 1, high: 1, basis: list, {fields}}}]\n").encode(), "own.yaml"
        )
        (price,) = part.prices
        assert (price.from_tokens, price.valid_from) == (200_000, "2027-01-01")
        assert not price.everyday
        assert part.price("million-tokens") is None
