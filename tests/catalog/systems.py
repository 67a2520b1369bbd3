"""The systems of the AI stack, the part that stands for each, and which result its facts change.

The table of resources/guide/systems.md is made of it; the tests of test_systems.py show each result.
"""

from collections.abc import Mapping

SPEED, HOLDS_CHIPS, MACHINE, SWITCH, PRICED = "speed", "chips inside", "power", "bisection", "purchase price"
RACKED, DOMAIN, COOLS, FEEDS, LOSES, HOLDS = "rack load", "domain", "cooling", "feed", "losses", "rack limit"
ANSWERS, QUERIES, INDEX, READS, FILES, ROOM = "answer time", "query time", "index", "reading", "targets", "room"
MOVES, STARTS, TRAINS, STATE, VERSIONS = "pipeline", "tasks", "training time", "training memory", "versions"
RECORDS, SEATS, MANAGES, NOTEBOOKS, CACHE, BATCHES, CHAINS, ASKS = (
    "tracker",
    "seats",
    "limits",
    "notebooks",
    "cache",
    "batches",
    "ensembles",
    "demand",
)
FREE = (FILES, INDEX, MOVES, STARTS, TRAINS, STATE, RECORDS, MANAGES, NOTEBOOKS, CACHE, BATCHES, CHAINS, ASKS, VERSIONS)
"""What software changes that is free of charge: its price of nothing counts too."""
LITTLE = {PRICED: "a price", MOVES: "a text", RECORDS: "a warning", SEATS: "a price"}
"""Results that are a text, a warning or a price alone: at most six systems may have no other."""
COUNTED, RENTED, TOKENS, STORED, LEAST, LINEAGE = (
    "accelerators",
    "rent",
    "tokens",
    "storage rent",
    "least servers",
    "lineage",
)
TESTS = {
    SPEED: "test_a_chip_writes_as_fast_as_its_facts_say",
    HOLDS_CHIPS: "test_a_machine_serves_with_the_chips_that_it_holds",
    MACHINE: "test_power_follows_the_part",
    SWITCH: "test_bisection_follows_the_rate_of_the_switch",
    PRICED: "test_purchase_price_follows_the_part",
    DOMAIN: "test_a_switch_of_the_fast_link_says_how_many_it_joins_and_how_fast",
    RACKED: "test_rack_load_follows_the_part",
    COOLS: "test_cooling_capacity_follows_the_part",
    FEEDS: "test_a_feed_carries_what_its_pdu_does",
    LOSES: "test_losses_follow_the_efficiency_of_the_ups",
    HOLDS: "test_limits_of_a_rack_are_those_of_its_cabinet",
    ANSWERS: "test_an_answer_takes_as_long_as_was_measured",
    QUERIES: "test_a_query_takes_as_long_as_was_measured",
    INDEX: "test_an_index_takes_the_memory_of_its_database",
    READS: "test_a_store_reads_as_it_states",
    FILES: "test_a_file_system_reads_as_fast_as_its_servers_and_targets",
    ROOM: "test_a_file_system_holds_what_its_stripes_and_spares_leave",
    MOVES: "test_a_pipeline_wants_machines_that_are_large_enough",
    STARTS: "test_a_scheduler_starts_as_many_tasks_as_it_states",
    VERSIONS: "test_earlier_states_are_kept_by_what_versions_data",
    TRAINS: "test_training_is_as_fast_as_its_framework_publishes",
    STATE: "test_training_keeps_the_state_that_its_framework_states",
    RECORDS: "test_a_tracker_records_what_the_review_would_miss",
    SEATS: "test_seats_are_paid_at_the_price_of_a_month",
    MANAGES: "test_a_cluster_is_held_against_the_limit_of_its_orchestrator",
    NOTEBOOKS: "test_an_orchestrator_takes_some_of_the_machines",
    CACHE: "test_an_engine_serves_with_the_memory_that_it_takes",
    BATCHES: "test_an_engine_batches_as_it_is_published_to",
    CHAINS: "test_an_engine_that_chains_models_crosses_the_network_once",
    ASKS: "test_demand_enters_by_an_application",
}
"""The test that shows each result: the fourth column of the guide."""

SECTIONS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "Silicon": (
        ("NVIDIA A100", "nvidia/a100-sxm4-80gb", SPEED),
        ("NVIDIA H100", "nvidia/h100-sxm5-80gb", SPEED),
        ("NVIDIA H200", "nvidia/h200-sxm-141gb", SPEED),
        ("NVIDIA B200", "nvidia/b200-sxm-180gb", SPEED),
        ("NVIDIA GB200", "nvidia/gb200", SPEED),
        ("Google TPU v4", "google/tpu-v4", SPEED),
        ("Google TPU v5e", "google/tpu-v5e", SPEED),
        ("Google TPU v5p", "google/tpu-v5p", SPEED),
        ("Google TPU v6e", "google/tpu-v6e", SPEED),
        ("AWS Trainium", "aws/trainium-1", SPEED),
        ("AWS Trainium2", "aws/trainium-2", SPEED),
        ("AWS Inferentia", "aws/inferentia-1", SPEED),
        ("AWS Inferentia2", "aws/inferentia-2", SPEED),
        ("Cerebras WSE-3 (CS-3)", "cerebras/cs-3", SPEED),
        ("Groq LPU", "groq/lpu-v1", SPEED),
        ("Tenstorrent Wormhole", "tenstorrent/wormhole-n300", SPEED),
        ("Tenstorrent Blackhole", "tenstorrent/blackhole-p150", SPEED),
        ("AMD MI300X", "amd/mi300x", SPEED),
        ("AMD MI325X", "amd/mi325x", SPEED),
        ("Intel Gaudi 2", "intel/gaudi-2", SPEED),
        ("Intel Gaudi 3", "intel/gaudi-3", SPEED),
    ),
    "Servers and fabric": (
        ("DGX A100", "nvidia/dgx-a100", HOLDS_CHIPS),
        ("DGX H100", "nvidia/dgx-h100", HOLDS_CHIPS),
        ("DGX H200", "nvidia/dgx-h200", HOLDS_CHIPS),
        ("DGX B200", "nvidia/dgx-b200", HOLDS_CHIPS),
        ("GB200 NVL72", "nvidia/gb200-nvl72", HOLDS_CHIPS),
        ("HGX servers", "dell/xe9680-h100", HOLDS_CHIPS),
        ("NVLink and NVSwitch", "nvidia/nvlink5-switch-tray", DOMAIN),
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
    ),
    "Cloud": (
        ("AWS p4d.24xlarge", "aws/p4d.24xlarge", HOLDS_CHIPS),
        ("AWS p5", "aws/p5.48xlarge", HOLDS_CHIPS),
        ("AWS trn1", "aws/trn1.32xlarge", HOLDS_CHIPS),
        ("AWS inf2", "aws/inf2.48xlarge", HOLDS_CHIPS),
        ("Azure ND", "azure/standard-nd96isr-h100-v5", HOLDS_CHIPS),
        ("Azure NC", "azure/standard-nc24ads-a100-v4", HOLDS_CHIPS),
        ("Google A2", "google/a2-highgpu-8g", HOLDS_CHIPS),
        ("Google A3", "google/a3-highgpu-8g", HOLDS_CHIPS),
        ("Google TPU v4 pod", "google/tpu-v4-pod", HOLDS_CHIPS),
        ("Claude API", "anthropic/claude-sonnet-4-5", ANSWERS),
        ("OpenAI API", "openai/gpt-5.5", ANSWERS),
        ("Gemini API", "google/gemini-2.5-flash", ANSWERS),
        ("Mistral API", "mistral/mistral-large-2512", ANSWERS),
    ),
    "Data and storage": (
        ("Amazon S3", "aws/s3-standard", READS),
        ("Google Cloud Storage", "google/cloud-storage-standard", READS),
        ("Azure Blob", "azure/blob-hot-lrs", READS),
        ("Lustre", "lustre/lustre", FILES),
        ("WEKA", "weka/data-platform", ROOM),
        ("VAST", "vast/cbox-gen6", MACHINE),
        ("DDN", "ddn/ai400x2", READS),
        ("FlashBlade", "pure/flashblade-s500", MACHINE),
        ("Pinecone", "pinecone/serverless", QUERIES),
        ("Weaviate", "weaviate/weaviate", INDEX),
        ("Chroma", "chroma/chroma", INDEX),
        ("pgvector", "pgvector/pgvector", INDEX),
        ("Spark", "apache/spark", MOVES),
        ("dbt", "dbt-labs/dbt-core", STARTS),
        ("Airflow", "apache/airflow", STARTS),
        ("lakeFS", "lakefs/lakefs", VERSIONS),
        ("DVC", "iterative/dvc", VERSIONS),
        ("Apache Iceberg", "apache/iceberg", VERSIONS),
        ("Delta Lake", "delta-io/delta-lake", VERSIONS),
    ),
    "Training and orchestration": (
        ("PyTorch", "pytorch/pytorch", TRAINS),
        ("JAX", "google/jax", TRAINS),
        ("Megatron-LM", "nvidia/megatron-lm", TRAINS),
        ("DeepSpeed", "microsoft/deepspeed", STATE),
        ("MLflow", "mlflow/mlflow", RECORDS),
        ("Weights & Biases", "wandb/weights-and-biases", SEATS),
        ("Comet ML", "comet/comet-ml", SEATS),
        ("Kubernetes", "cncf/kubernetes", MANAGES),
        ("Kubeflow", "cncf/kubeflow", NOTEBOOKS),
        ("Slurm", "schedmd/slurm", MANAGES),
    ),
    "Serving and applications": (
        ("Triton", "nvidia/triton", CHAINS),
        ("vLLM", "vllm/vllm", CACHE),
        ("TorchServe", "pytorch/torchserve", BATCHES),
        ("LangChain", "langchain/langchain", ASKS),
        ("LlamaIndex", "llamaindex/llamaindex", ASKS),
    ),
}
"""Name, part and the result that its facts change, by section of the guide."""
SYSTEMS = tuple(row for rows in SECTIONS.values() for row in rows)

BESIDES: Mapping[str, list[str]] = {
    MACHINE: [
        "nvidia/a100-sxm4-80gb",
        "nvidia/h100-sxm5-80gb",
        "nvidia/h200-sxm-141gb",
        "nvidia/b200-sxm-180gb",
        "nvidia/gb200",
        "cerebras/cs-3",
        "groq/lpu-v1",
        "tenstorrent/wormhole-n300",
        "tenstorrent/blackhole-p150",
        "amd/mi300x",
        "intel/gaudi-2",
        "intel/gaudi-3",
        "nvidia/dgx-a100",
        "nvidia/dgx-h100",
        "nvidia/dgx-h200",
        "nvidia/dgx-b200",
        "nvidia/gb200-nvl72",
        "ddn/ai400x2",
    ],
    COUNTED: ["aws/trainium-1", "aws/trainium-2", "aws/inferentia-1", "aws/inferentia-2", "amd/mi325x"],
    RACKED: ["dell/xe9680-h100", "nvidia/nvlink5-switch-tray"],
    RENTED: [
        "google/tpu-v4",
        "google/tpu-v5e",
        "google/tpu-v5p",
        "google/tpu-v6e",
        "aws/p4d.24xlarge",
        "aws/p5.48xlarge",
        "aws/trn1.32xlarge",
        "aws/inf2.48xlarge",
        "azure/standard-nd96isr-h100-v5",
        "azure/standard-nc24ads-a100-v4",
        "google/a2-highgpu-8g",
        "google/a3-highgpu-8g",
        "google/tpu-v4-pod",
    ],
    TOKENS: ["anthropic/claude-sonnet-5-5", "openai/gpt-6.1-sol", "google/gemini-3.8-flash", "mistral/mistral-large-4"],
    STORED: ["aws/s3-standard", "google/cloud-storage-standard", "azure/blob-hot-lrs", "pinecone/serverless"],
    LEAST: ["weka/data-platform"],
    LINEAGE: ["dbt-labs/dbt-core"],
    CACHE: ["nvidia/triton", "pytorch/torchserve"],
    BATCHES: ["nvidia/triton"],
    RECORDS: ["wandb/weights-and-biases", "comet/comet-ml"],
}
"""What the facts of a part change besides."""


def guide_tables() -> str:
    """Return the tables of the guide, a section after the other."""
    found: list[str] = []
    for title, rows in SECTIONS.items():
        found += [f"## {title}", "", "| System | Part | Changes | Test |", "|---|---|---|---|"]
        found += [f"| {name} | `{part}` | {result} | `{TESTS[result]}` |" for name, part, result in rows]
        found.append("")
    return "\n".join(found)
