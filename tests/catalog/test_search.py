import pytest

from designer.catalog.library import Library
from designer.catalog.search import PartIndex, index_of, search
from designer.model.parts.part import Part


@pytest.fixture(scope="module")
def index(library: Library) -> PartIndex:
    return PartIndex(library)


def ids(index: PartIndex, text: str, limit: int = 50) -> list[str]:
    return [part.id for part in index.search(text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("h200", ["nvidia/h200-sxm-141gb", "nvidia/dgx-h200"]),
        ("H100", ["nvidia/h100-sxm5-80gb", "nvidia/dgx-h100"]),
        ("nvidia/dgx-h100", ["nvidia/dgx-h100"]),
        ("dgx h100", ["nvidia/dgx-h100"]),
        ("nvlink switch", ["nvidia/nvlink5-switch-tray"]),
        ("qm97", ["nvidia/qm9700", "nvidia/qm9790"]),
        ("sn 5600", ["nvidia/sn5600"]),
        ("980-9I510", ["nvidia/mma4z00-ns"]),
        ("mellanox", ["nvidia/qm8700"]),
        ("switch", ["generic/switch"]),
        ("host", ["generic/host"]),
        ("storage", ["generic/storage", "ddn/ai400x2"]),
        ("lustre", ["lustre/lustre"]),
        ("s3", ["aws/s3-standard"]),
        ("kubernetes", ["cncf/kubernetes"]),
        ("p5", ["aws/p5.48xlarge"]),
        ("tpu v4", ["google/tpu-v4"]),
        ("ai400x2", ["ddn/ai400x2", "ddn/ai400x2-turbo"]),
        ("dgh100", ["nvidia/dgx-h100"]),
        ("qm9070", ["nvidia/qm9700"]),
        ("infinibnad hdr", ["nvidia/cs8500", "nvidia/qm8700"]),
        ("7060dx5-64s", ["arista/7060dx5-64s"]),
        ("dcs-7280cr3k-32d4", ["arista/7280cr3-32d4"]),
    ],
)
def test_likeliest_part_comes_first(index: PartIndex, text: str, first: list[str]) -> None:
    assert ids(index, text)[: len(first)] == first


def test_dgx_finds_the_systems(index: PartIndex) -> None:
    systems = {f"nvidia/dgx-{name}" for name in ("a100", "b200", "b300", "h100", "h200")}
    assert set(ids(index, "dgx", limit=5)) == systems


def test_a_kind_goes_before_mentions_of_it(index: PartIndex, library: Library) -> None:
    found = index.search("switch", limit=100)
    kinds = [part.kind == "switch" for part in found]
    assert kinds == sorted(kinds, reverse=True)
    assert sum(kinds) == sum(part.kind == "switch" for part in library.parts.values())


def test_a_slip_in_a_makers_name(index: PartIndex, library: Library) -> None:
    found = index.search("arosta", limit=100)
    assert len(found) > 20
    assert {part.vendor for part in found} == {"Arista"}


def test_every_word_must_fit(index: PartIndex) -> None:
    assert ids(index, "dgx toaster") == []
    assert ids(index, "zzzz") == []
    assert all("nvidia" in part for part in ids(index, "nvidia infiniband switch"))


def test_an_exact_piece_leaves_no_room_for_guesses(index: PartIndex) -> None:
    assert ids(index, "ap8868") == ["apc/ap8868"]


def test_empty_text_lists_all_by_kind(index: PartIndex, library: Library) -> None:
    found = index.search("  ", limit=1000)
    assert len(found) == len(library.parts)
    assert found[0].kind == "accelerator"
    assert [part.kind for part in found].index("server") < [part.kind for part in found].index("switch")
    assert len(ids(index, "", limit=3)) == 3


def test_short_words_are_not_guessed(index: PartIndex) -> None:
    assert ids(index, "qzx") == []


def test_signs_case_and_length_do_no_harm(index: PartIndex) -> None:
    assert ids(index, "(.*") == ids(index, "")
    assert ids(index, "ÜBER") == []
    assert ids(index, "a" * 100_000) == []
    assert ids(index, "DGX-H100!") == ids(index, "dgx h100")


def test_the_same_search_gives_the_same_order(library: Library) -> None:
    shuffled = Library(parts=dict(reversed(list(library.parts.items()))), sources=library.sources)
    for text in ("dgx", "switch", "400g", ""):
        assert [part.id for part in search(library, text)] == [part.id for part in search(shuffled, text)]


def part(part_id: str, name: str, summary: str = "", kind: str = "switch") -> Part:
    return Part(id=part_id, kind=kind, layer="servers_fabric", vendor="Maker", name=name, summary=summary)


def library_of(*parts: Part, own: tuple[str, ...] = ()) -> Library:
    return Library(parts={part.id: part for part in parts}, own=frozenset(own))


def test_own_parts_come_first_at_equal_fit_alone() -> None:
    ours, longer, whole = part("ours/x", "Edge 7"), part("own/x", "Edge 7 of the lab"), part("ours/edge", "Edge")
    index = PartIndex(library_of(ours, longer, whole, own=("own/x",)))
    assert ids(index, "edge") == ["ours/edge", "own/x", "ours/x"]
    assert ids(index, "") == ["own/x", "ours/edge", "ours/x"]


def test_what_a_part_is_for_is_found_last() -> None:
    named = part("a/trainer", "Trainer")
    meant = part("a/box", "Box", "Carries checkpoints of training runs.")
    index = PartIndex(library_of(meant, named))
    assert ids(index, "train") == ["a/trainer", "a/box"]
    assert ids(index, "checkpoints box") == ["a/box"]
    assert ids(index, "checkpointz") == []


def test_the_index_of_a_library_is_made_once() -> None:
    first, second = library_of(part("a/one", "One")), library_of(part("a/two", "Two"))
    assert index_of(first) is index_of(first)
    assert index_of(second) is not index_of(first)
    assert [found.id for found in search(second, "two")] == ["a/two"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("leaf switch", "switch"),
        ("spine", "switch"),
        ("top of rack", "switch"),
        ("tor switch", "switch"),
        ("400g ethernet", "switch"),
        ("gpu", "accelerator"),
        ("gpu server", "server"),
        ("cpu node", "host"),
        ("login node", "host"),
        ("cloud gpu", "instance"),
        ("hca", "nic"),
        ("transceiver", "optic"),
        ("dac", "cable"),
        ("nas", "storage"),
        ("object storage", "object-store"),
        ("parallel filesystem", "file-system"),
        ("vector db", "vector-database"),
        ("etl", "pipeline"),
        ("llm api", "model-api"),
        ("experiment tracking", "tracker"),
        ("container orchestration", "orchestrator"),
        ("inference engine", "serving"),
        ("chatbot", "application"),
        ("power strip", "pdu"),
        ("genset", "generator"),
        ("crac", "crah"),
        ("water cooling", "cdu"),
    ],
)
def test_what_people_call_things_finds_the_kind(index: PartIndex, text: str, kind: str) -> None:
    assert index.search(text)[0].kind == kind


def test_a_name_of_a_kind_finds_all_its_parts_and_narrows_with_other_words(index: PartIndex, library: Library) -> None:
    switches = {part.id for part in library.parts.values() if part.kind == "switch"}
    assert switches <= set(ids(index, "leaf switches", limit=1000))
    narrow = index.search("infiniband leaf", limit=1000)
    assert narrow
    assert all("infiniband" in str(part).lower() for part in narrow)
    assert ids(index, "vector db pinecone")[0].startswith("pinecone/")
    assert ids(index, "vector db qzxv") == []


def test_a_rate_finds_ports_of_that_rate(index: PartIndex) -> None:
    for typed in ("800g switch", "800gbe switch", "800Gbps switch"):
        found = index.search(typed, limit=5)
        assert found
        assert all(any(group.rate_gbps == 800 for group in part.ports) for part in found), typed
