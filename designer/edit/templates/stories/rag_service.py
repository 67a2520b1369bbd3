"""Answers from one's own documents: LangChain, vLLM on DGX H100, a vector database and the documents."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.edit.templates.stories.choices import MODELS, model_parameter, users_parameter
from designer.formulas.workloads.retrieval import hnsw_bytes
from designer.model.design import Design
from designer.model.kinds import RACK
from designer.model.parts.part import PortGroup

DATABASES: Final[Mapping[str, str]] = {
    "Weaviate": "weaviate/weaviate",
    "Chroma": "chroma/chroma",
    "pgvector": "pgvector/pgvector",
    "Pinecone": "pinecone/serverless",
}
RAG_PARAMETERS: Final = (
    users_parameter("4000"),
    model_parameter("70B", "8B", "70B"),
    Parameter(
        name="vectors",
        title="Vectors",
        help="Pieces of text that are looked through.",
        default="100000000",
        most=100_000_000_000,
    ),
    Parameter(
        name="database",
        title="Vector database",
        help="Pinecone is a service; the others run on hosts of one's own.",
        default="Weaviate",
        choices=tuple(DATABASES),
        words=True,
    ),
)
DIMENSIONS: Final = 1024
HOST_MEMORY_GB: Final = 1024.0
_DEMAND: Final = {
    "requests_per_user_hour": 6.0,
    "input_tokens": 3000.0,
    "output_tokens": 300.0,
    "model_calls": 1.0,
    "retrievals": 1.0,
}


def rag_design(library: Library, values: Mapping[str, Any]) -> Design:
    """A service that answers from documents, on machines of one's own.

    Raises:
        RefusedInput: the library lacks a part.
    """
    users, vectors, database = int(values["users"]), int(values["vectors"]), str(values["database"])
    plan = Plan(library)
    plan.node("app", "langchain/langchain", "Assistant", facts={"users": float(users), **_DEMAND})
    plan.node(
        "engine", "vllm/vllm", "vLLM", choices={"model": MODELS[str(values["model"])]}, facts={"batch_most": 256.0}
    )
    index = plan.node(
        "index", DATABASES[database], database, facts={"vectors": float(vectors), "dimensions": float(DIMENSIONS)}
    )
    rack = plan.container("rack", RACK, "DGX rack", copies=2)
    plan.node("dgx", "nvidia/dgx-h100", "DGX H100", parent=rack, copies=2)
    plan.node("inband", "nvidia/sn4600c", "Service switch", copies=2)
    plan.link("dgx-inband", "dgx", "inband", "management", 8, a_port="inband", b_port="ports", name="Requests")
    plan.node("documents", "aws/s3-standard", "Documents", facts={"capacity_tb": 20.0})
    plan.relate("asks", "app", "engine", index)
    plan.relate("reads", index, "documents")
    plan.runs("engine", "dgx")
    focus = ["app", "index", "documents"]
    if database != "Pinecone":
        hosts = _hosts(plan, index, vectors)
        plan.link("vector-links", hosts, "inband", "management", 2 * plan.copies(hosts), name="Vector hosts")
        plan.runs("app", hosts)
        plan.runs(index, hosts)
        focus.append(hosts)
    _views(plan, users, vectors, focus)
    text = (
        f"{users:,} users ask an assistant that looks {vectors:,} pieces of text through and answers with Llama 3.1 "
        f"{values['model']}."
    )
    return plan.design(f"Answers from documents, {users:,} users", text, "rag-service", as_text(values))


def _hosts(plan: Plan, index: str, vectors: int) -> str:
    """As many hosts as the index takes by its own rule, and one at least."""
    part = plan.part_of(index)
    factor, width = part.facts.get("vector_memory_factor"), part.facts.get("bytes_per_dimension")
    if factor is not None and factor.value is not None:
        raw = vectors * DIMENSIONS * ((width.value if width is not None else None) or 4.0)
        needed = raw * factor.value
    else:
        needed = hnsw_bytes(vectors, DIMENSIONS)
    copies = max(ceil(needed / 1e9 / HOST_MEMORY_GB), 1)
    ports = (PortGroup(name="ports", media=("management", "storage", "fabric"), count=2, rate_gbps=100.0),)
    return plan.node(
        "vector-host",
        "generic/host",
        "Vector host",
        copies=copies,
        ports=ports,
        facts={"system_memory_gb": HOST_MEMORY_GB},
    )


def _views(plan: Plan, users: int, vectors: int, focus: list[str]) -> None:
    plan.view(
        "whole",
        "The whole service",
        f"{users:,} people ask, and every answer comes from your own documents.",
        "Follow a request from the top: the assistant looks passages up, then lets the model write.",
        hidden_media=("power",),
    )
    plan.view(
        "search",
        "Looking passages up",
        f"{vectors:,} pieces of text are searched for each question.",
        "The index has to fit into memory; its size follows from the number of vectors and their dimensions.",
        focus=focus,
    )
    plan.view(
        "writing",
        "Writing the answer",
        "The model runs on four systems with eight accelerators each.",
        "If the model were larger or the users more, this is what runs full first.",
        focus=("app", "engine", "rack"),
    )
