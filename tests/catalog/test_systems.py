"""Every system of the AI stack is a part: it can be placed, and its facts change what the analysis says.

SYSTEMS is also the table of resources/guide/systems.md.
"""

from datetime import date

import msgspec
import pytest

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.drawing.topology import draw_topology
from designer.locations import RESOURCES
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.parts import Part, Price
from designer.review.feed_rules import feeds
from designer.review.rules import review

TODAY = date(2026, 11, 24)
GUIDE = RESOURCES / "guide" / "systems.md"

CHIP, RENTED, MACHINE, SWITCH, PRICED = "accelerators", "rent", "power", "bisection", "purchase price"
STORED, RACKED, COOLS, FEEDS, LOSES, HOLDS = "storage rent", "rack load", "cooling", "feed", "losses", "rack limit"
LIMITS = "limits"

SYSTEMS: tuple[tuple[str, str, str], ...] = (
    # Silicon
    ("NVIDIA A100", "nvidia/a100-sxm4-80gb", MACHINE),
    ("NVIDIA H100", "nvidia/h100-sxm5-80gb", MACHINE),
    ("NVIDIA H200", "nvidia/h200-sxm-141gb", MACHINE),
    ("NVIDIA B200", "nvidia/b200-sxm-180gb", MACHINE),
    ("NVIDIA GB200", "nvidia/gb200", MACHINE),
    ("Google TPU v4", "google/tpu-v4", RENTED),
    ("Google TPU v5e", "google/tpu-v5e", RENTED),
    ("Google TPU v5p", "google/tpu-v5p", RENTED),
    ("Google TPU v6e", "google/tpu-v6e", RENTED),
    ("AWS Trainium", "aws/trainium-1", CHIP),
    ("AWS Trainium2", "aws/trainium-2", CHIP),
    ("AWS Inferentia", "aws/inferentia-1", CHIP),
    ("AWS Inferentia2", "aws/inferentia-2", CHIP),
    ("Cerebras WSE-3 (CS-3)", "cerebras/cs-3", MACHINE),
    ("Groq LPU", "groq/lpu-v1", MACHINE),
    ("Tenstorrent Wormhole", "tenstorrent/wormhole-n300", MACHINE),
    ("Tenstorrent Blackhole", "tenstorrent/blackhole-p150", MACHINE),
    ("AMD MI300X", "amd/mi300x", MACHINE),
    ("AMD MI325X", "amd/mi325x", CHIP),
    ("Intel Gaudi 2", "intel/gaudi-2", MACHINE),
    ("Intel Gaudi 3", "intel/gaudi-3", MACHINE),
    # Servers and fabric
    ("DGX A100", "nvidia/dgx-a100", MACHINE),
    ("DGX H100", "nvidia/dgx-h100", MACHINE),
    ("DGX H200", "nvidia/dgx-h200", MACHINE),
    ("DGX B200", "nvidia/dgx-b200", MACHINE),
    ("GB200 NVL72", "nvidia/gb200-nvl72", MACHINE),
    ("HGX servers", "dell/xe9680-h100", RACKED),
    ("NVLink and NVSwitch", "nvidia/nvlink5-switch-tray", RACKED),
    ("InfiniBand QM8700", "nvidia/qm8700", SWITCH),
    ("InfiniBand QM9700", "nvidia/qm9700", SWITCH),
    ("InfiniBand Q3400", "nvidia/q3400-ra", SWITCH),
    ("Ethernet Spectrum", "nvidia/sn5600", SWITCH),
    ("Ethernet Arista", "arista/7060x6-64pe", SWITCH),
    ("Ethernet Cisco", "cisco/n9364e-sg2", SWITCH),
    ("Ethernet Juniper", "juniper/qfx5240-64od", SWITCH),
    ("Network cards", "nvidia/connectx-7-400g", MACHINE),
    ("Optics", "nvidia/mma4z00-ns", MACHINE),
    ("Cables", "nvidia/mcp4y10-800g-dac", PRICED),
    ("Racks", "apc/ar3300", HOLDS),
    ("PDUs", "apc/ap8868", FEEDS),
    ("UPS", "schneider/galaxy-vxl-1250", LOSES),
    ("CRAH", "vertiv/cw181", COOLS),
    ("CDU", "vertiv/coolchip-1350", COOLS),
    # Cloud
    ("AWS p4d.24xlarge", "aws/p4d.24xlarge", RENTED),
    ("AWS p5", "aws/p5.48xlarge", RENTED),
    ("AWS trn1", "aws/trn1.32xlarge", RENTED),
    ("AWS inf2", "aws/inf2.48xlarge", RENTED),
    ("Azure ND", "azure/standard-nd96isr-h100-v5", RENTED),
    ("Azure NC", "azure/standard-nc24ads-a100-v4", RENTED),
    ("Google A2", "google/a2-highgpu-8g", RENTED),
    ("Google A3", "google/a3-highgpu-8g", RENTED),
    ("Google TPU v4 pod", "google/tpu-v4-pod", RENTED),
    ("Claude API", "anthropic/claude-api", LIMITS),
    ("OpenAI API", "openai/api", LIMITS),
    ("Gemini API", "google/gemini-api", LIMITS),
    ("Mistral API", "mistral/api", LIMITS),
    # Data and storage
    ("Amazon S3", "aws/s3-standard", STORED),
    ("Google Cloud Storage", "google/cloud-storage-standard", STORED),
    ("Azure Blob", "azure/blob-hot-lrs", STORED),
    ("Lustre", "lustre/lustre", PRICED),
    ("WEKA", "weka/data-platform", LIMITS),
    ("VAST", "vast/cbox-gen6", MACHINE),
    ("DDN", "ddn/ai400x2", MACHINE),
    ("FlashBlade", "pure/flashblade-s500", MACHINE),
    ("Pinecone", "pinecone/serverless", STORED),
    ("Weaviate", "weaviate/weaviate", PRICED),
    ("Chroma", "chroma/chroma", PRICED),
    ("pgvector", "pgvector/pgvector", PRICED),
    ("Spark", "apache/spark", PRICED),
    ("dbt", "dbt-labs/dbt-core", PRICED),
    ("Airflow", "apache/airflow", PRICED),
    # Training and orchestration
    ("PyTorch", "pytorch/pytorch", PRICED),
    ("JAX", "google/jax", PRICED),
    ("Megatron-LM", "nvidia/megatron-lm", PRICED),
    ("DeepSpeed", "microsoft/deepspeed", PRICED),
    ("MLflow", "mlflow/mlflow", PRICED),
    ("Weights & Biases", "wandb/weights-and-biases", LIMITS),
    ("Comet ML", "comet/comet-ml", LIMITS),
    ("Kubernetes", "cncf/kubernetes", PRICED),
    ("Kubeflow", "cncf/kubeflow", PRICED),
    ("Slurm", "schedmd/slurm", PRICED),
    # Serving and applications
    ("Triton", "nvidia/triton", PRICED),
    ("vLLM", "vllm/vllm", PRICED),
    ("TorchServe", "pytorch/torchserve", PRICED),
    ("LangChain", "langchain/langchain", PRICED),
    ("LlamaIndex", "llamaindex/llamaindex", PRICED),
)
PARTS = [pytest.param(part, id=part) for part in dict.fromkeys(part for _, part, _ in SYSTEMS)]


def changing(result: str) -> list[pytest.param]:
    """The systems whose facts change RESULT."""
    return [pytest.param(part, id=part) for _, part, probe in SYSTEMS if probe == result]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return read_library(own_folder=tmp_path_factory.mktemp("none"))


def with_part(library: Library, part: Part) -> Library:
    return Library(parts={**library.parts, part.id: part}, sources=library.sources)


def doubled(part: Part, *names: str) -> Part:
    """PART with the facts NAMES twice as large, their ranges too."""
    facts = dict(part.facts)
    for name in names:
        fact = facts[name]
        assert fact.value, name
        facts[name] = msgspec.structs.replace(
            fact, value=2 * fact.value, low=None if fact.low is None else 2 * fact.low,
            high=None if fact.high is None else 2 * fact.high,
        )  # fmt: skip
    return msgspec.structs.replace(part, facts=facts)


def dearer(part: Part, per: str) -> Part:
    """PART with each price PER twice as high."""
    prices = tuple(
        msgspec.structs.replace(p, low=2 * p.low, typical=2 * p.typical, high=2 * p.high) if p.per == per else p
        for p in part.prices
    )
    return msgspec.structs.replace(part, prices=prices)


def node(library: Library, part_id: str, node_id: str = "it", **fields: object) -> Node:
    return Node(id=node_id, kind=library.parts[part_id].kind, part=part_id, **fields)


def results(library: Library, *nodes: Node, links: tuple[Link, ...] = ()) -> Results:
    design = Design(nodes={one.id: one for one in nodes}, links={link.id: link for link in links})
    return analyze(library.embedded(design))


def alone(library: Library, part_id: str) -> Results:
    return results(library, node(library, part_id))


@pytest.mark.parametrize("part_id", PARTS)
def test_each_system_is_a_part_that_can_be_followed(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    assert part.summary
    cited = [fact.sources for fact in part.facts.values() if fact.value is not None]
    assert all(cited)
    assert cited or part.sources
    assert part.prices or part.availability in {"rented", "not sold", "unknown"}


@pytest.mark.parametrize("part_id", PARTS)
def test_each_system_can_be_placed_analysed_and_reviewed(library: Library, part_id: str) -> None:
    design = library.embedded(Design(nodes={"it": node(library, part_id, copies=2)}))
    found = analyze(design)
    assert found.counts.nodes == 2
    assert len(draw_topology(design).tiles) == 1
    findings = review(design, found, TODAY)
    assert "rule-failed" not in {finding.rule for finding in findings}
    assert "unknown-part" not in {finding.rule for finding in findings}
    if KINDS[library.part(part_id).kind].role == "software":
        assert found.power is not None
        assert found.power.it_max_w.value == 0
        assert not found.power.it_max_w.missing
        assert not {"no-power", "no-power-drawn", "power-unknown", "no-network"} & {f.rule for f in findings}


@pytest.mark.parametrize("part_id", changing(MACHINE))
def test_power_follows_the_part(library: Library, part_id: str) -> None:
    before, after = alone(library, part_id), alone(
        with_part(library, doubled(library.part(part_id), "power_max_w")), part_id
    )  # fmt: skip
    assert before.power is not None
    assert after.power is not None
    assert before.power.it_max_w.value == library.part(part_id).facts["power_max_w"].value
    assert after.power.it_max_w.value == pytest.approx(2 * before.power.it_max_w.value)


@pytest.mark.parametrize("part_id", changing(CHIP))
def test_chips_are_counted_and_rented_ones_draw_nothing_here(library: Library, part_id: str) -> None:
    found = results(library, node(library, part_id, copies=16))
    assert found.counts.accelerators.value == 16
    part = library.part(part_id)
    assert found.counts.accelerators_rented == (16 if part.availability == "rented" else 0)
    owned = msgspec.structs.replace(part, availability="unknown", prices=())
    assert results(with_part(library, owned), node(library, part_id, copies=16)).counts.accelerators_rented == 0


@pytest.mark.parametrize("part_id", changing(RENTED))
def test_rent_follows_the_price_of_an_hour(library: Library, part_id: str) -> None:
    before = alone(library, part_id)
    after = alone(with_part(library, dearer(library.part(part_id), "hour")), part_id)
    assert before.cost is not None
    assert after.cost is not None
    price = next(price for price in library.part(part_id).prices if price.per == "hour")
    assert price.basis == "on-demand"
    assert before.cost.rent_usd_per_year.value == pytest.approx(price.typical * 8760 * 0.7, rel=0.5)
    assert after.cost.rent_usd_per_year.value == pytest.approx(2 * before.cost.rent_usd_per_year.value)
    assert before.counts.accelerators_rented == before.counts.accelerators.value > 0


@pytest.mark.parametrize("part_id", changing(STORED))
def test_rent_follows_the_price_of_a_stored_gb(library: Library, part_id: str) -> None:
    hundred_tb = node(library, part_id, facts={"capacity_tb": 100.0})
    found = results(library, hundred_tb)
    price = next(price for price in library.part(part_id).prices if price.per == "gb-month")
    assert found.cost is not None
    assert found.cost.rent_usd_per_year.value == pytest.approx(100_000 * price.typical * 12)
    dear = results(with_part(library, dearer(library.part(part_id), "gb-month")), hundred_tb)
    assert dear.cost is not None
    assert dear.cost.rent_usd_per_year.value == pytest.approx(200_000 * price.typical * 12)
    unsized = library.embedded(Design(nodes={"it": node(library, part_id)}))
    rules = {finding.rule for finding in review(unsized, analyze(unsized), TODAY)}
    assert "stored-amount-unknown" in rules
    assert "rent-unknown" not in rules


@pytest.mark.parametrize("part_id", changing(PRICED))
def test_purchase_price_follows_the_part(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    dear = msgspec.structs.replace(
        part, prices=(Price(low=5, typical=6, high=7, basis="list", sources=("package-metadata",)),),
        availability="sold",
    )  # fmt: skip
    before, after = alone(library, part_id), alone(with_part(library, dear), part_id)
    assert before.cost is not None
    assert after.cost is not None
    assert before.cost.capex_usd.value == part.prices[0].typical
    assert not before.cost.capex_usd.at_least
    assert after.cost.capex_usd.value == 6
    unpriced = msgspec.structs.replace(part, prices=(), availability="unknown")
    nothing = alone(with_part(library, unpriced), part_id)
    assert nothing.cost is not None
    assert nothing.cost.capex_usd.at_least


@pytest.mark.parametrize("part_id", changing(SWITCH))
def test_bisection_follows_the_rate_of_the_switch(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    rate = part.ports[0].rate_gbps
    assert rate
    slow = msgspec.structs.replace(part, ports=tuple(
        msgspec.structs.replace(group, rate_gbps=rate / 2) if group.name == "ports" else group for group in part.ports
    ))  # fmt: skip
    hosts = node(library, "generic/host", "hosts", copies=2)
    link = Link(id="cable", a="hosts", b="it", medium="fabric", cables=2)
    before = results(library, hosts, node(library, part_id), links=(link,))
    after = results(with_part(library, slow), hosts, node(library, part_id), links=(link,))
    assert before.network is not None
    assert after.network is not None
    assert before.network.bisection_gbps.value == rate
    assert after.network.bisection_gbps.value == rate / 2


@pytest.mark.parametrize("part_id", changing(RACKED))
def test_rack_load_follows_the_part(library: Library, part_id: str) -> None:
    rack = Node(id="rack", kind="rack")
    inside = node(library, part_id, parent="rack")
    names = [name for name in ("weight_kg", "height_u") if name in library.part(part_id).facts]
    before = results(library, rack, inside)
    after = results(with_part(library, doubled(library.part(part_id), *names)), rack, inside)
    assert before.cooling is not None
    assert after.cooling is not None
    old, new = before.cooling.racks["rack"], after.cooling.racks["rack"]
    assert names
    for name, figures in (("weight_kg", (old.weight_kg, new.weight_kg)), ("height_u", (old.used_u, new.used_u))):
        if name in names:
            assert figures[1].value == pytest.approx(2 * (figures[0].value or 0))


@pytest.mark.parametrize("part_id", changing(HOLDS))
def test_limits_of_a_rack_are_those_of_its_cabinet(library: Library, part_id: str) -> None:
    rack, cabinet = Node(id="rack", kind="rack"), node(library, part_id, parent="rack")
    before = results(library, rack, cabinet)
    after = results(with_part(library, doubled(library.part(part_id), "load_limit_kg", "rack_units")), rack, cabinet)
    assert before.cooling is not None
    assert after.cooling is not None
    old, new = before.cooling.racks["rack"], after.cooling.racks["rack"]
    assert (old.load_limit_kg.value, old.height_u.value) == (1701, 42)
    assert (new.load_limit_kg.value, new.height_u.value) == (3402, 84)


@pytest.mark.parametrize("part_id", changing(FEEDS))
def test_a_feed_carries_what_its_pdu_does(library: Library, part_id: str) -> None:
    def carried(with_it: Library) -> tuple[float, bool]:
        nodes = {"it": node(with_it, part_id), "dgx": node(with_it, "nvidia/dgx-h100", "dgx")}
        cord = Link(id="cord", a="it", b="dgx", medium="power", cables=6)
        design = with_it.embedded(Design(nodes=nodes, links={"cord": cord}))
        found = analyze(design)
        (feed,) = feeds(design, found)
        return feed.capacity_w, "feed-overloaded" in {finding.rule for finding in review(design, found, TODAY)}

    assert carried(library) == (9984, True)
    assert carried(with_part(library, doubled(library.part(part_id), "capacity_w"))) == (19968, False)


@pytest.mark.parametrize("part_id", changing(LOSES))
def test_losses_follow_the_efficiency_of_the_ups(library: Library, part_id: str) -> None:
    def losses(efficiency: float) -> float:
        part = library.part(part_id)
        fact = msgspec.structs.replace(part.facts["efficiency"], value=efficiency)
        worse = msgspec.structs.replace(part, facts={**part.facts, "efficiency": fact})
        found = results(
            with_part(library, worse), node(library, part_id), node(library, "nvidia/dgx-h100", "dgx"),
            node(library, "vertiv/cw181", "crah"),
        )  # fmt: skip
        assert found.power is not None
        return (found.power.losses_w.value or 0) / (found.power.it_typical_w.value or 1)

    assert losses(0.975) == pytest.approx(1 / 0.975 - 1)
    assert losses(0.5) == pytest.approx(1)


@pytest.mark.parametrize("part_id", changing(COOLS))
def test_cooling_capacity_follows_the_part(library: Library, part_id: str) -> None:
    before = alone(library, part_id)
    after = alone(with_part(library, doubled(library.part(part_id), "cooling_capacity_w")), part_id)
    assert before.cooling is not None
    assert after.cooling is not None
    assert before.cooling.capacity_w.value == library.part(part_id).facts["cooling_capacity_w"].value
    assert after.cooling.capacity_w.value == pytest.approx(2 * (before.cooling.capacity_w.value or 0))


@pytest.mark.parametrize("part_id", changing(LIMITS))
def test_what_carries_only_limits_says_what_is_unknown(library: Library, part_id: str) -> None:
    found = alone(library, part_id)
    assert found.cost is not None
    part = library.part(part_id)
    unknown = found.cost.rent_usd_per_year if part.availability == "rented" else found.cost.capex_usd
    assert unknown.at_least
    assert part.facts or part.texts


def test_the_guide_lists_each_system_with_its_part_and_its_result() -> None:
    rows = [
        tuple(cell.strip().strip("`") for cell in line.strip("|\n").split("|"))
        for line in GUIDE.read_text("utf-8").splitlines()
        if line.startswith("| ") and "`" in line
    ]
    assert [(name, part, result) for name, part, result, _ in rows] == list(SYSTEMS)
    tests = {cell for *_, cell in rows}
    assert tests <= set(globals())


def test_chips_say_what_they_suit(library: Library) -> None:
    silent = [p.id for p in library.parts.values() if p.kind == "accelerator" and "suits" not in p.texts]
    assert silent == []


def test_the_systems_of_a_stack_that_need_a_word(library: Library) -> None:
    assert "no longer maintained" in library.part("pytorch/torchserve").summary.lower()
    kubernetes = {name: fact.value for name, fact in library.part("cncf/kubernetes").facts.items()}
    assert (kubernetes["nodes_most"], kubernetes["pods_per_node_most"]) == (5000, 110)
    share = library.part("vllm/vllm").facts["gpu_memory_share"]
    assert (share.value, "0.90" in share.others) == (0.92, True)
    factors = {
        name: library.part(name).facts["vector_memory_factor"].value
        for name in ("weaviate/weaviate", "qdrant/qdrant", "chroma/chroma")
    }
    assert factors == {"weaviate/weaviate": 2, "qdrant/qdrant": 1.5, "chroma/chroma": 1}
    p5 = [(p.basis, p.typical) for p in library.part("aws/p5.48xlarge").prices if p.basis == "on-demand"]
    assert p5[0] == ("on-demand", 55.04)
    assert ("on-demand", 98.32) in p5
    bases = {price.basis for price in library.part("aws/p4d.24xlarge").prices}
    assert bases == {"on-demand", "reserved", "spot"}
