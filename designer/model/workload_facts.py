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
WORKLOAD_FACTS: Final = (*MODEL_FACTS, *DEMAND_FACTS, *SERVING_FACTS, *TRAINING_FACTS, *DATA_FACTS, *SHARING_FACTS)
