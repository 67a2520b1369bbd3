"""The facts of models and workloads: what demand, training and data are described by."""

from typing import Final

from designer.model.fact_kinds import FactKind

MODEL_FACTS: Final = (
    FactKind(name="params", unit="", title="Parameters", help="All of them, experts included."),
    FactKind(name="active_params", unit="", title="Parameters active for a token"),
    FactKind(name="layers", unit="", title="Layers", most=100_000),
    FactKind(name="hidden", unit="", title="Hidden size", most=1e7),
    FactKind(name="attention_heads", unit="", title="Attention heads", most=1e6),
    FactKind(name="kv_heads", unit="", title="Key–value heads", most=1e6),
    FactKind(name="head_dim", unit="", title="Size of a head", most=1e6),
    FactKind(name="vocabulary", unit="", title="Vocabulary, tokens", most=1e9),
    FactKind(
        name="kv_values_per_token",
        unit="",
        title="Cached values of a token",
        help="Numbers kept for each token over all layers: 2 × layers × key–value heads × head size, fewer where "
        "attention is compressed.",
    ),
    FactKind(name="training_tokens", unit="", title="Tokens of training", most=1e18),
)
DEMAND_FACTS: Final = (
    FactKind(name="users", unit="", title="Users", help="People who use the service in an hour of usual load."),
    FactKind(name="requests_per_user_hour", unit="1/h", title="Requests of a user in an hour", most=1e6),
    FactKind(name="peak_factor", unit="", title="Peak over average", help="Busiest hour over the usual one.", most=1e3),
    FactKind(name="input_tokens", unit="", title="Tokens in, each request", most=1e8),
    FactKind(name="output_tokens", unit="", title="Tokens out, each request", most=1e8),
    FactKind(name="cached_input_share", unit="", title="Share of input read from a cache", help="0 to 1.", most=1),
    FactKind(name="model_calls", unit="", title="Model calls, each request", most=1e4),
    FactKind(name="retrievals", unit="", title="Retrievals, each request", most=1e4),
    FactKind(name="growth_per_month", unit="", title="Growth in a month", help="0.05 is 5% more each month.", most=10),
    FactKind(
        name="first_token_within_s",
        unit="s",
        title="First token within",
        help="What is promised: the first token comes no later in the busiest hour.",
        most=1e5,
    ),
    FactKind(
        name="answer_within_s",
        unit="s",
        title="Answer within",
        help="What is promised: the whole answer comes no later in the busiest hour.",
        most=1e5,
    ),
)
SERVING_FACTS: Final = (
    FactKind(name="batch_most", unit="", title="Largest batch", help="Requests that are worked on at once.", most=1e6),
    FactKind(name="tensor_parallel", unit="", title="Tensor parallelism", most=1e5),
    FactKind(name="context_reserved", unit="", title="Context kept for a request, tokens", most=1e8),
)
TRAINING_FACTS: Final = (
    FactKind(name="pipeline_parallel", unit="", title="Pipeline parallelism", most=1e5),
    FactKind(
        name="interleaved_stages",
        unit="",
        title="Interleaved pipeline stages",
        help="Stages of each accelerator that take turns; 1 is none.",
        most=1000,
    ),
    FactKind(name="data_parallel", unit="", title="Data parallelism", most=1e7),
    FactKind(name="sequence_tokens", unit="", title="Sequence length, tokens", most=1e8),
    FactKind(name="global_batch", unit="", title="Global batch, sequences", most=1e9),
    FactKind(name="micro_batch", unit="", title="Micro-batch, sequences", most=1e6),
    FactKind(name="checkpoint_interval_h", unit="h", title="Hours between checkpoints", most=1e5),
    FactKind(name="failures_per_1000_node_days", unit="", title="Failures in 1,000 node-days", most=1e6),
    FactKind(name="restart_min", unit="min", title="Restart after a failure", most=1e5),
    FactKind(name="bytes_per_token", unit="B", title="Bytes read for a token", most=1e9),
    FactKind(name="experiments_users", unit="", title="People who run experiments", most=1e6),
)
DATA_FACTS: Final = (
    FactKind(name="data_tb", unit="TB", title="Size of the data"),
    FactKind(name="tb_per_day", unit="TB/day", title="Data moved in a day"),
    FactKind(
        name="grows_with_users",
        unit="",
        title="Share that grows with the users",
        help="0 to 1, of the data moved in a day; the rest stays as it is when the demand grows.",
        most=1,
    ),
    FactKind(name="vectors", unit="", title="Vectors"),
    FactKind(name="dimensions", unit="", title="Dimensions of a vector", most=1e6),
    FactKind(name="replicas", unit="", title="Replicas", most=1e4),
    FactKind(name="vcpus_each", unit="", title="Virtual CPUs, each", most=1e5),
    FactKind(name="memory_each_gb", unit="GB", title="Memory, each"),
    FactKind(name="pods", unit="", title="Pods", most=1e9),
)
SHARING_FACTS: Final = (
    FactKind(
        name="share",
        unit="",
        title="Share of what it runs on",
        help="0 to 1, of the machines that it shares with others: both a guarantee and a limit.",
        most=1,
    ),
    FactKind(name="accelerators_asked", unit="", title="Accelerators that it asks for", most=1e9),
    FactKind(
        name="answers_per_s",
        unit="1/s",
        title="Answers a second with all of them",
        help="What it answers on all the accelerators that it asks for.",
        most=1e12,
    ),
    FactKind(
        name="elastic",
        unit="",
        title="Takes what is left",
        help="1: like training or a batch, it takes what others leave, up to what it asks for; 0: it has to answer.",
        most=1,
    ),
)
API_FACTS: Final = (
    FactKind(name="requests_per_min", unit="1/min", title="Requests a minute", help="Greatest rate allowed."),
    FactKind(
        name="tokens_per_min",
        unit="1/min",
        title="Tokens a minute",
        help="Greatest rate allowed, where tokens in and out count together.",
    ),
    FactKind(name="input_tokens_per_min", unit="1/min", title="Tokens in a minute", help="Greatest rate allowed."),
    FactKind(name="output_tokens_per_min", unit="1/min", title="Tokens out a minute", help="Greatest rate allowed."),
    FactKind(name="spend_most_usd_per_month", unit="USD", title="Most that may be spent in a month"),
    FactKind(
        name="first_token_s",
        unit="s",
        title="Time to the first token",
        help="As published or measured by the source, over its network.",
        most=1e5,
    ),
    FactKind(
        name="output_tokens_per_s",
        unit="1/s",
        title="Tokens out a second, each answer",
        help="What one user sees, as published or measured by the source.",
        most=1e7,
    ),
    FactKind(
        name="promised_availability",
        unit="",
        title="Availability promised",
        help="Share of the time, 0 to 1, that an agreement promises.",
        most=1,
    ),
)
SILICON_FACTS: Final = (
    FactKind(
        name="trains",
        unit="",
        title="Training",
        help="1: made for training too; 0: for inference alone.",
        most=1,
    ),
    FactKind(
        name="tokens_per_s_per_user_most",
        unit="1/s",
        title="Tokens a second of one user, greatest published",
        help="No estimate should exceed it for the model it was published for.",
        most=1e7,
    ),
    FactKind(
        name="tokens_per_s_most",
        unit="1/s",
        title="Tokens a second of all users, greatest published",
        help="Of all chips of the measurement together.",
        most=1e12,
    ),
    FactKind(
        name="flops_share_most",
        unit="",
        title="Share of peak arithmetic in training, greatest published",
        help="Model FLOPs, 0 to 1; no estimate passes it.",
        most=1,
    ),
    FactKind(name="chips_measured", unit="", title="Chips of the measurement", most=1e6),
)
ENGINE_FACTS: Final = (
    FactKind(
        name="continuous_batching",
        unit="",
        title="Continuous batching",
        help="1: requests join and leave a running batch; 0: a batch runs to its end.",
        most=1,
    ),
    FactKind(
        name="batch_wait_ms",
        unit="ms",
        title="Wait for a batch to fill",
        help="Longest time that a request waits for others, by default.",
        most=1e7,
    ),
    FactKind(name="batch_default", unit="", title="Batch, by default", most=1e6),
    FactKind(
        name="ensembles",
        unit="",
        title="Ensembles",
        help="1: chains models on the server, so that a request crosses the network once; 0: it does not.",
        most=1,
    ),
    FactKind(
        name="bytes_per_parameter_kept",
        unit="B",
        title="Training state kept on each chip, for each parameter",
        most=1e3,
    ),
    FactKind(
        name="bytes_per_parameter_spread",
        unit="B",
        title="Training state spread over the chips, for each parameter",
        most=1e3,
    ),
    FactKind(name="notebook_cpu_cores", unit="", title="CPU cores of a notebook", most=1e4),
    FactKind(name="notebook_memory_gb", unit="GB", title="Memory of a notebook"),
    FactKind(name="notebook_disk_gb", unit="GB", title="Volume of a notebook"),
)
STORE_FACTS: Final = (
    FactKind(name="query_mean_ms", unit="ms", title="Query, mean", most=1e7),
    FactKind(name="query_p50_ms", unit="ms", title="Query, median", most=1e7),
    FactKind(name="query_p95_ms", unit="ms", title="Query, 95th percentile", most=1e7),
    FactKind(name="query_p99_ms", unit="ms", title="Query, 99th percentile", most=1e7),
    FactKind(name="queries_per_s_measured", unit="1/s", title="Queries a second, measured"),
    FactKind(name="recall", unit="", title="Recall", help="Share of the true neighbours that are found.", most=1),
    FactKind(
        name="read_units_per_gb",
        unit="1/GB",
        title="Read units of a query",
        help="For each GB of the namespace that is searched.",
    ),
    FactKind(name="read_units_least", unit="", title="Read units of a query, least"),
    FactKind(name="write_units_per_kb", unit="1/KB", title="Write units for each KB"),
    FactKind(name="write_units_least", unit="", title="Write units of a request, least"),
    FactKind(name="read_units_per_s", unit="1/s", title="Read units, greatest rate"),
    FactKind(name="stripe_width", unit="", title="Data blocks of a stripe", most=1e4),
    FactKind(name="parity_blocks", unit="", title="Parity blocks of a stripe", most=1e3),
    FactKind(name="hot_spares", unit="", title="Hot spares", help="Failure domains whose capacity is kept free."),
    FactKind(name="reserved_share", unit="", title="Share of capacity kept by the system", help="0 to 1.", most=1),
    FactKind(name="stripe_count", unit="", title="Targets of a file, by default", most=1e5),
    FactKind(name="stripe_mb", unit="MB", title="Stripe, by default"),
    FactKind(name="targets_per_server", unit="", title="Targets of a server", help="OSTs of an OSS.", most=1e4),
    FactKind(name="target_gb_per_s", unit="GB/s", title="Throughput of a target"),
    FactKind(name="client_network_share", unit="", title="Share of its network a client reaches", most=1),
    FactKind(name="client_cores", unit="", title="Cores taken on each client", most=1e4),
    FactKind(name="client_memory_gb", unit="GB", title="Memory taken on each client"),
    FactKind(
        name="versions_data",
        unit="",
        title="Data versioning",
        help="1: earlier states of the data can be read again; 0: they cannot.",
        most=1,
    ),
)
"""Latencies, meters, stripes and reserves of vector databases, file systems and what versions data."""
WORKLOAD_FACTS: Final = (
    *MODEL_FACTS,
    *DEMAND_FACTS,
    *SERVING_FACTS,
    *TRAINING_FACTS,
    *DATA_FACTS,
    *API_FACTS,
    *SILICON_FACTS,
    *ENGINE_FACTS,
    *STORE_FACTS,
    *SHARING_FACTS,
)
