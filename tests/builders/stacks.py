"""Services, jobs and data on machines: parts of the shipped catalog, with round prices instead of those of today."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from designer.model.design import Design, Link, Node, Settings
from designer.model.parts.part import Price
from tests.shipped import LIBRARY

_PRICES: Mapping[str, tuple[Price, ...]] = {
    "nvidia/dgx-h100": (Price(low=300_000, typical=400_000, high=450_000, basis="street"),),
    "nvidia/qm9700": (Price(low=20_000, typical=25_000, high=30_000, basis="street"),),
    "ddn/ai400x2": (Price(low=200_000, typical=250_000, high=300_000, basis="estimate"),),
    "aws/p5.48xlarge": (
        Price(low=50, typical=50, high=50, basis="on-demand", per="hour"),
        Price(low=20, typical=25, high=30, basis="spot", per="hour"),
    ),
    "anthropic/claude-haiku-4-5": tuple(
        Price(low=one, typical=one, high=one, basis="list", per="million-tokens", item=item)
        for item, one in (("input", 1.0), ("output", 5.0))
    ),
}


def stack_of(
    *lines: str,
    facts: Mapping[str, Mapping[str, float]] | None = None,
    choices: Mapping[str, Mapping[str, str]] | None = None,
    settings: Mapping[str, str] | None = None,
    **assumptions: float,
) -> Design:
    """Return the design of LINES, all prices but the round ones above left out.

    "app: langchain/langchain x2" is a node of a part, "job: training-job" one without; "app > engine" is who asks whom,
    "engine @ box" what runs where, "job reads data" another relation, "box - leaf x8" are cables of the fabric and
    "box ~ store x4" those of storage.
    """
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}
    media: dict[str, Any] = {">": "depends_on", "@": "runs_on", "-": "fabric", "~": "storage"}
    for line in lines:
        words, _, count = line.partition(" x")
        if ": " in words:
            name, what = words.split(": ")
            part = LIBRARY.parts.get(what)
            nodes[name] = Node(
                id=name,
                kind=part.kind if part else what,
                part=what if part else None,
                name=name,
                copies=int(count or 1),
                order=len(nodes),
                facts=(facts or {}).get(name, {}),
                choices=(choices or {}).get(name, {}),
            )
        else:
            a, sign, b = words.split()
            links[f"{a}-{b}"] = Link(id=f"{a}-{b}", a=a, b=b, medium=media.get(sign, sign), cables=int(count or 1))
    made = LIBRARY.embedded(
        Design(settings=Settings(assumptions=assumptions, choices=settings or {}), nodes=nodes, links=links)
    )
    parts = {
        name: replace(part, prices=_PRICES.get(name, ()), availability="sold" if name in _PRICES else part.availability)
        for name, part in made.parts.items()
    }
    return replace(made, parts=parts)


_LLAMA = {"model": "meta/llama-3.1-70b", "precision": "fp8"}
_USE = {"users": 3_600.0, "requests_per_user_hour": 10.0, "input_tokens": 1_000.0, "output_tokens": 500.0}
STACKS: Mapping[str, Design] = {
    # 3,600 people ask ten times an hour: 10 requests a second, 20 at the peak, each of 1,000 + 500 tokens.
    "chat": stack_of(
        "app: langchain/langchain",
        "engine: vllm/vllm",
        "box: nvidia/dgx-h100 x4",
        "app > engine",
        "engine @ box",
        facts={"app": {**_USE, "growth_per_month": 0.05, "token_within_ms": 50.0, "first_token_within_s": 2.0}},
        choices={"engine": _LLAMA},
    ),
    # A vector database and a smaller model beside it, on two machines; part of the answers is bought by the token.
    "retrieval": stack_of(
        "people: generic/users",
        "app: llamaindex/llamaindex",
        "index: weaviate/weaviate",
        "embed: vllm/vllm",
        "api: anthropic/claude-haiku-4-5",
        "box: nvidia/dgx-h100 x2",
        "people asks app",
        "app > index",
        "app > embed",
        "app > api",
        "index @ box",
        "embed @ box",
        facts={
            "people": {"users": 7_200.0, "requests_per_user_hour": 2.0, "peak_factor": 3.0, "answer_within_s": 10.0},
            "app": {"input_tokens": 2_000.0, "output_tokens": 200.0, "retrievals": 2.0, "model_calls": 1.5},
            "index": {"vectors": 100e6, "dimensions": 768.0, "replicas": 2.0, "reads_per_s": 40.0, "query_p50_ms": 8.0},
            "embed": {"share": 0.5},
        },
        choices={"embed": {"model": "meta/llama-3.1-8b"}},
    ),
    # Rented by the hour, two of them as spot capacity.
    "rented": stack_of(
        "app: langchain/langchain",
        "engine: vllm/vllm",
        "steady: aws/p5.48xlarge",
        "spot: aws/p5.48xlarge x2",
        "app > engine",
        "engine @ steady",
        "engine @ spot",
        facts={"app": _USE},
        choices={"engine": _LLAMA, "spot": {"rent_basis": "spot"}, "steady": {"rent_basis": "on-demand"}},
    ),
    # A job on four machines of one leaf reads a data set from an array and writes its checkpoints there.
    "training": stack_of(
        "job: generic/training-job",
        "torch: pytorch/pytorch",
        "data: generic/data-set",
        "box: nvidia/dgx-h100 x4",
        "leaf: nvidia/qm9700",
        "array: ddn/ai400x2",
        "tracker: mlflow/mlflow",
        "job @ box",
        "job > torch",
        "job reads data",
        "data > array",
        "job writes array",
        "job tracks tracker",
        "box - leaf x32",
        "box ~ array x4",
        facts={
            "job": {
                "training_tokens": 20e9,
                "deadline_days": 10.0,
                "failures_per_1000_node_days": 5.0,
                "spare_hosts": 1.0,
            },
            "data": {"data_tb": 40.0},
        },
        choices={"job": {"model": "meta/llama-3.1-8b", "framework": "pytorch"}},
    ),
    # 100 TB a day from a store to an array, on one machine with its share of cores.
    "pipelines": stack_of(
        "etl: apache/spark",
        "bucket: azure/blob-hot-lrs",
        "array: ddn/ai400x2",
        "data: generic/data-set",
        "box: nvidia/dgx-h100",
        "etl reads bucket",
        "etl writes array",
        "etl @ box",
        "data > bucket",
        facts={
            "etl": {"tb_per_day": 100.0, "grows_with_users": 0.5, "vcpus_each": 32.0, "memory_each_gb": 256.0},
            "bucket": {"capacity_tb": 500.0, "puts_per_month": 1e6, "gets_per_month": 1e7, "egress_tb_per_month": 2.0},
            "data": {"data_tb": 600.0},
        },
    ),
    # Two engines and a job share four machines of a cluster that keeps some of them.
    "cluster": stack_of(
        "kube: cncf/kubernetes",
        "app: langchain/langchain",
        "large: vllm/vllm",
        "small: nvidia/triton",
        "job: generic/training-job",
        "box: nvidia/dgx-h100 x4",
        "leaf: nvidia/qm9700",
        "kube @ box",
        "app > large",
        "app > small",
        "large > kube",
        "small > kube",
        "job > kube",
        "large @ box",
        "small @ box",
        "job @ box",
        "box - leaf x32",
        facts={
            "app": _USE,
            "kube": {"headroom_share": 0.1, "experiments_users": 10.0, "pods": 200.0},
            "small": {"hosts_asked": 1.0},
            "job": {"training_tokens": 1e9, "hosts_asked": 2.0, "tokens_per_day": 5e8},
        },
        choices={"large": _LLAMA, "small": {"model": "meta/llama-3.1-8b"}, "job": {"model": "meta/llama-3.1-8b"}},
    ),
}
