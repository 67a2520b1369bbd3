"""Facts of a workload that are asked of nodes, and the list of each kind in the order of a form."""

from typing import Final

from designer.model.kinds.facts import FACTS
from designer.model.records import Record


class AskedFact(Record, frozen=True, kw_only=True):
    """One fact that a form asks for.

    Attributes:
        name: Of the fact, see `kinds.FACTS`.
        help: What it is here, in plain words; "" when the fact's own words do.
        needed: Whether nothing can be worked out without it.
        share: Whether it is a share of 1, so that it may be typed as a percentage.
        assumption: The assumption that holds when nothing is said; "" when there is none.
        supposed: What holds when nothing is said and no assumption does, in words.
        when: (choice, value) that must be chosen for it to count; None when it always does.
    """

    name: str
    help: str = ""
    needed: bool = False
    share: bool = False
    assumption: str = ""
    supposed: str = ""
    when: tuple[str, str] | None = None

    @property
    def title(self) -> str:
        """Return its title."""
        return FACTS[self.name].title

    @property
    def unit(self) -> str:
        """Its unit; "" for a count or a share."""
        return FACTS[self.name].unit

    @property
    def words(self) -> str:
        """Return what it is, for a tool tip."""
        return self.help or FACTS[self.name].help


def _own_demand() -> tuple[AskedFact, ...]:
    """Demand of a model that is asked directly, without an application above it."""
    beside = "Of people who ask this model directly; what its applications ask is added."
    of_callers = "As its applications say, when empty."
    return (
        AskedFact(name="users", help=beside, supposed="none"),
        AskedFact(name="requests_per_user_hour", help=beside, supposed="none"),
        AskedFact(name="peak_factor", help="Of what these people ask.", assumption="peak_factor"),
        AskedFact(name="input_tokens", help=of_callers, supposed="of who asks"),
        AskedFact(name="output_tokens", help=of_callers, supposed="of who asks"),
    )


def _promised() -> tuple[AskedFact, ...]:
    """Return the facts on what users are promised to wait at most.

    Where nothing is promised, growth is not held by it.
    """
    return (
        AskedFact(name="token_within_ms", supposed="no promise"),
        AskedFact(name="first_token_within_s", supposed="no promise"),
        AskedFact(name="answer_within_s", supposed="no promise"),
    )


_CHOSEN: Final = "chosen for you"
_SPLIT: Final = ("split", "set")
_SHARE: Final = AskedFact(name="share", share=True, supposed="the rest")
_HOSTS: Final = AskedFact(name="hosts_asked", supposed="all")
_WEIGHT: Final = AskedFact(name="share_weight", supposed="1")
_CORES: Final = AskedFact(name="vcpus_each", help="Cores that one copy asks for.", supposed="none")
_MEMORY: Final = AskedFact(name="memory_each_gb", help="System memory that one copy asks for.", supposed="none")
_HEADROOM: Final = AskedFact(name="headroom_share", share=True, supposed="none")
APPLICATION: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="users", needed=True),
    AskedFact(name="requests_per_user_hour", needed=True, help="What one of them asks in an hour of usual load."),
    AskedFact(name="peak_factor", assumption="peak_factor"),
    AskedFact(name="input_tokens", needed=True, help="Prompt, history and what was retrieved, for each request."),
    AskedFact(name="output_tokens", needed=True, help="Length of an answer."),
    AskedFact(name="cached_input_share", share=True, supposed="none"),
    AskedFact(name="model_calls", help="How often a request asks the model.", supposed="1"),
    AskedFact(name="retrievals", help="How often a request asks the vector database.", supposed="1"),
    AskedFact(name="growth_per_month", share=True),
    *_promised(),
)
SERVING: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="batch_most", supposed="what memory allows"),
    AskedFact(name="tensor_parallel", help="Accelerators that share one copy of the model.", supposed="chosen for you"),
    AskedFact(name="attention_groups", supposed="1, or chosen for you"),
    AskedFact(name="pipeline_parallel", supposed="1"),
    AskedFact(name="expert_parallel", help="Accelerators among which experts are divided.", supposed="all of a copy"),
    AskedFact(name="requests_at_once", supposed="as users ask"),
    AskedFact(name="gpu_memory_share", share=True, assumption="serving_memory_share"),
    _SHARE,
    _HOSTS,
    _CORES,
    _MEMORY,
    *_own_demand(),
    *_promised(),
    AskedFact(name="measured_tokens_per_s", supposed="not measured"),
    AskedFact(name="measured_accelerators", supposed="not measured"),
    AskedFact(name="measured_at_concurrency", supposed="not measured"),
    AskedFact(name="measured_input_tokens", supposed="not measured"),
    AskedFact(name="measured_output_tokens", supposed="not measured"),
)
MODEL_API: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="requests_per_min", supposed="of its tier"),
    AskedFact(name="first_token_s", help="As measured on yours.", supposed="as published"),
    AskedFact(name="output_tokens_per_s", help="As measured on yours.", supposed="as published"),
    *_own_demand(),
)
VECTOR_DATABASE: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="vectors", needed=True, help="Pieces of text that are looked through."),
    AskedFact(name="dimensions", needed=True, help="As the embedding model gives them: 384, 768, 1,536 or others."),
    AskedFact(name="replicas", help="Copies of the whole index.", supposed="1"),
    AskedFact(name="bytes_per_dimension", help="4 in single precision; fewer where it is quantised.", supposed="4"),
    AskedFact(name="reads_per_s", help="Queries a second that one copy answers, as measured on yours."),
    AskedFact(name="query_p50_ms", help="As measured on yours.", supposed="as published"),
    AskedFact(name="query_results", help="Vectors that come back for each query, over the drawn network."),
    AskedFact(name="query_bytes", help="What a query brings back in all; counts before the number of results."),
    _SHARE,
    _HOSTS,
)
TRAINING_JOB: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="training_tokens", needed=True, help="How much it learns from, data read again included."),
    AskedFact(name="deadline_days", supposed="none"),
    AskedFact(name="tokens_per_day", supposed="not asked"),
    AskedFact(name="sequence_tokens", assumption="sequence_tokens"),
    AskedFact(name="global_batch", help="Sequences in one step of the optimizer.", supposed="usual"),
    AskedFact(name="tensor_parallel", when=_SPLIT, supposed=_CHOSEN),
    AskedFact(name="pipeline_parallel", when=_SPLIT, supposed=_CHOSEN),
    AskedFact(name="interleaved_stages", when=_SPLIT, supposed=_CHOSEN),
    AskedFact(name="context_parallel", when=_SPLIT, supposed=_CHOSEN),
    AskedFact(name="expert_parallel", when=_SPLIT, supposed=_CHOSEN),
    AskedFact(name="data_parallel", when=_SPLIT, supposed="the rest"),
    AskedFact(name="micro_batch", when=_SPLIT, help="Sequences that are worked on at once.", supposed=_CHOSEN),
    AskedFact(name="checkpoint_interval_h", supposed="the best"),
    AskedFact(name="failures_per_1000_node_days", assumption="failures_per_1000_node_days"),
    AskedFact(name="restart_min", assumption="restart_min"),
    AskedFact(name="checkpoint_stall_s", supposed="until it is written"),
    AskedFact(name="spare_hosts", supposed="what it does not use"),
    AskedFact(name="enough_hosts_share", share=True, assumption="enough_hosts_share"),
    AskedFact(name="bytes_per_token", assumption="bytes_per_token"),
    AskedFact(name="measured_step_s", supposed="not measured"),
    AskedFact(name="measured_accelerators", supposed="not measured"),
    AskedFact(name="measured_global_batch", supposed="not measured"),
    _SHARE,
    _WEIGHT,
    _HOSTS,
)
DATA_SET: Final[tuple[AskedFact, ...]] = (AskedFact(name="data_tb", needed=True),)
PIPELINE: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="tb_per_day", needed=True, help="What it has to carry in a day."),
    AskedFact(name="grows_with_users", share=True, supposed="none"),
    _SHARE,
    _HOSTS,
    _CORES,
    _MEMORY,
)
USERS: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="users", needed=True),
    AskedFact(name="requests_per_user_hour", needed=True, help="What one of them asks in an hour of usual load."),
    AskedFact(name="peak_factor", assumption="peak_factor"),
    AskedFact(name="input_tokens", help="Where the application does not say.", supposed="of the application"),
    AskedFact(name="output_tokens", help="Where the application does not say.", supposed="of the application"),
    AskedFact(name="growth_per_month", share=True),
    *_promised(),
)
WORK: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="accelerators_asked", needed=True),
    AskedFact(name="answers_per_s"),
    AskedFact(name="elastic", supposed="0"),
    _SHARE,
    _WEIGHT,
    _HOSTS,
    AskedFact(name="vcpus_each", help="Cores that it asks for.", supposed="none"),
    AskedFact(name="memory_each_gb", help="Memory that it asks for.", supposed="none"),
)
TRACKER: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="experiments_users", help="Each takes a seat where seats are paid for.", supposed="not known"),
)
ORCHESTRATOR: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="pods", help="Asked for on the whole cluster.", supposed="counted"),
    AskedFact(name="experiments_users", help="Each has a notebook, where it runs them.", supposed="none"),
    AskedFact(name="vcpus_each", help="What its own services take of each machine.", supposed="as it states"),
    AskedFact(name="memory_each_gb", help="What its own services take of each machine.", supposed="as it states"),
    _HEADROOM,
)
OBJECT_STORE: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="capacity_tb", help="What is kept in it."),
    AskedFact(name="puts_per_month", help="Requests that write; they are paid by the thousand.", supposed="not known"),
    AskedFact(name="gets_per_month", help="Requests that read; they are paid by the thousand.", supposed="not known"),
    AskedFact(name="egress_tb_per_month", help="What leaves it for the internet.", supposed="not known"),
)
FILE_SERVICE: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="capacity_tb", help="How large it is rented; its speed follows from its size."),
)
FILE_SYSTEM: Final[tuple[AskedFact, ...]] = (
    AskedFact(name="capacity_tb", supposed="of its stores"),
    AskedFact(name="stripe_count", help="Targets that a file is spread over.", supposed="as it states"),
    AskedFact(name="hot_spares", help="Servers whose capacity is kept free.", supposed="as it states"),
)
