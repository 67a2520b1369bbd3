"""Which services each single failure of the two whole samples takes along, walked by hand over their drawings.

Both as they come, with their own defaults. A row is {failed id: {service: "lost" | "degraded"}}: services alone, no
machines; what failed itself is in it where it is a service. Nothing here was taken from a run of the analysis.

Rules that the rows name:
    itself    what failed is lost.
    asks      who asks one that is lost, and no other of its sort, is lost; users are lost with what they ask.
    either    who asks two models and loses one is degraded: the other takes all of it, and nothing stands behind it.
    enough    one of several goes, and those left still give what is asked: nobody notices.
    short     one of several goes, and those left give less than is asked: degraded.
    manager   an orchestrator, a tracker or a starter of pipelines goes: what runs goes on, only it is lost.
    needs     `depends_on`: it does not work without it.
    stored    a store cannot be reached: what answers goes on with what it has in memory; what trains goes on, but
              can neither save nor start again: degraded; a pipeline that can still read and write somewhere: degraded,
              one that can read nothing or write nothing: lost.
    all gone  nothing is left that it could run on, or no network reaches it any more: lost.
    two sides power or cooling has a second side that carries everything: nobody notices.

What the figures are, worked out beforehand:
    AI stack: 8,000 users × 6 an hour × 2 at the peak = 26.7/s, half of them to each model: 13.3/s for vLLM, which
    answers about 8.0/s on each system, 31.9/s on four. Tuning 70B in 16 bytes a parameter takes five systems, 40 of 48
    accelerators: the sixth stands by; on four it is slower (split in four stages instead of five).
    pgvector holds 2 × 465 GB on two hosts of 1,024 GB. A DGX H100 needs 10.2 kW of supplies of 3.3 kW: four of six.
    Spark carries 5 TB a day, 0.06 GB/s; reads of the job are below 0.001 GB/s; each appliance reads 90 GB/s.
    One air handler removes 181 kW, the hall gives off 133 kW.
    Cloud: 4,000 users are 13.3/s, 6.7/s for vLLM, which answers about 8.0/s on each of two instances.
"""

from collections.abc import Mapping
from typing import Final, Literal

State = Literal["lost", "degraded"]
Losses = Mapping[str, State]

_NOBODY: Final[Losses] = {}
_ASSISTANT: Final[Losses] = {"users": "lost", "app": "lost"}
_INDEX: Final[Losses] = {"index": "lost", **_ASSISTANT, "spark": "degraded"}
_SERVING: Final[Losses] = {"engine": "lost", "kubernetes": "lost", "app": "degraded"}
_TUNING: Final[Losses] = {"job": "lost", "slurm": "lost"}
_TOOLS: Final[Losses] = {"tracker": "lost", "airflow": "lost"}
_STORE: Final[Losses] = {"lustre": "lost", "job": "degraded", "spark": "degraded"}

AI_STACK_LOSSES: Final[Mapping[str, Losses]] = {
    # Services.
    "users": {"users": "lost"},  # itself; nobody is asked, and nothing breaks by that
    "app": _ASSISTANT,  # itself, asks
    "engine": {"engine": "lost", "app": "degraded"},  # itself, either
    "api": {"api": "lost", "app": "degraded"},  # itself, either: 26.7/s of the 31.9/s that vLLM can answer
    "index": _INDEX,  # itself, asks; Spark still writes to Lustre: stored
    "kubernetes": {"kubernetes": "lost"},  # manager
    "slurm": {"slurm": "lost"},  # manager
    "tracker": {"tracker": "lost"},  # manager: the job goes on unrecorded
    "airflow": {"airflow": "lost"},  # manager: it starts and records Spark, and what is started goes on
    "job": {"job": "lost"},  # itself
    "megatron": {"megatron": "lost", "job": "lost"},  # needs
    "pytorch": {"pytorch": "lost", "job": "lost"},  # needs
    "spark": {"spark": "lost"},  # itself; what it wrote stays
    "lustre": _STORE,  # stored: Spark still writes to pgvector
    "documents": {"documents": "lost", "spark": "lost"},  # stored: the only thing that Spark reads
    # Machines, one of several.
    "serving-dgx[0]": _NOBODY,  # enough: 24.0/s of three for 13.3/s
    "training-dgx[0]": _NOBODY,  # enough: the five left are all that the job can use
    "vector-host[0]": _NOBODY,  # enough: 929 GB in the 1,024 GB of the other
    "app-host[0]": _NOBODY,  # enough: the other host runs it; nobody says that it asks for more than one has
    "tool-host[0]": _NOBODY,  # enough
    "worker[0]": _NOBODY,  # enough: three hosts have more than 8 cores and the network for 0.06 GB/s
    "appliance[0]": _NOBODY,  # enough: 90 GB/s for less than 0.1 GB/s
    # Machines, all of a kind.
    "serving-dgx": _SERVING,  # all gone, either
    "training-dgx": _TUNING,  # all gone
    "vector-host": _INDEX,  # all gone, asks, stored
    "app-host": _ASSISTANT,  # all gone, asks
    "tool-host": _TOOLS,  # all gone; manager for what they watch
    "worker": {"spark": "lost"},  # all gone
    "appliance": _STORE,  # all gone, stored
    # Networks.
    # enough: six of eight fabric ports of each system are left, and a pipeline of five stages without data parallelism
    # sends so little between systems that its step does not feel it; vLLM stays inside a system
    "leaf[0]": _NOBODY,
    "leaf": {"job": "lost"},  # all gone: no fabric joins its systems; vLLM stays inside a system
    "spine[0]": _NOBODY,  # each leaf reaches every system, so traffic along a rail goes over no spine
    "spine": _NOBODY,  # the same
    "storage-switch[0]": _NOBODY,  # enough: everything has a port on the other
    "storage-switch": _STORE,  # stored: no network reaches the appliances; Spark still writes to pgvector
    "inband[0]": _NOBODY,  # enough: everything has a port on the other
    # all gone: requests come in over it; the job goes on over fabric and storage, unrecorded. vLLM runs on and is asked
    # by nobody any more, as when both application hosts are lost; what manages stands on machines that run (manager).
    "inband": {**_INDEX, **_TOOLS},
    "oob[0]": _NOBODY,  # it carries no data
    "oob": _NOBODY,  # it carries no data
    "serving-rails": _NOBODY,  # vLLM stays inside a system
    "training-rails": {"job": "lost"},  # all gone: no fabric joins its systems
    "uplinks": _NOBODY,  # as both spines
    "serving-storage": _NOBODY,  # stored: the model is in memory
    "training-storage": {"job": "degraded"},  # stored
    "appliance-storage": _STORE,  # as both storage switches
    "worker-storage": {"spark": "degraded"},  # stored: it still reads and writes over the in-band network
    "worker-inband": {"spark": "degraded"},  # stored: it still reads and writes over the storage network
    "serving-bmc": _NOBODY,  # links of BMCs carry no data
    "training-bmc": _NOBODY,
    "appliance-bmc": _NOBODY,
    "vector-host-bmc": _NOBODY,
    "app-host-bmc": _NOBODY,
    "tool-host-bmc": _NOBODY,
    "worker-bmc": _NOBODY,
    "oob-uplinks": _NOBODY,
    "serving-inband": {"engine": "lost", "app": "degraded"},  # all gone: no request gets there; Kubernetes: manager
    "training-inband": _NOBODY,  # manager for Slurm and the job, which goes on over fabric and storage, unrecorded
    "vector-host-inband": _INDEX,  # as both vector hosts
    "app-host-inband": _ASSISTANT,  # as both application hosts
    "tool-host-inband": _TOOLS,  # as both management hosts
    # Power: two sides; of the six supplies of a system four stay live with any one side or PDU gone.
    "utility-a": _NOBODY,  # generator A takes over
    "utility-b": _NOBODY,
    "transformer-a": _NOBODY,
    "transformer-b": _NOBODY,
    "generator-a": _NOBODY,  # it stands by
    "generator-b": _NOBODY,
    "switchgear-a": _NOBODY,  # air handler A and chiller A go with it, and B alone removes 181 kW
    "switchgear-b": _NOBODY,
    "ups-a": _NOBODY,
    "ups-b": _NOBODY,
    "sts": _NOBODY,
    "serving-pdu-a": _NOBODY,
    "serving-pdu-b": _NOBODY,
    "serving-pdu-c": _NOBODY,
    "training-pdu-a": _NOBODY,
    "training-pdu-b": _NOBODY,
    "training-pdu-c": _NOBODY,
    "service-pdu-a": _NOBODY,
    "service-pdu-b": _NOBODY,
    "network-pdu-a": _NOBODY,
    "network-pdu-b": _NOBODY,
    "data-pdu-a": _NOBODY,
    "data-pdu-b": _NOBODY,
    # Cooling: two sides.
    "air-a": _NOBODY,
    "air-b": _NOBODY,
    "chiller-a": _NOBODY,
    "chiller-b": _NOBODY,
    # Places.
    "serving-rack[0]": _NOBODY,  # enough: 16.0/s of two systems for 13.3/s
    "training-rack[0]": {"job": "degraded"},  # short: four systems of the five that it uses
    "serving-rack": _SERVING,  # as its systems
    "training-rack": _TUNING,  # as its systems
    "service-rack": {**_INDEX, **_TOOLS},  # all gone, asks, stored
    "data-rack": {**_STORE, "spark": "lost"},  # all gone, stored
    "network-rack": {  # all gone: nothing reaches anything; what is rented stays, though nobody here reaches it
        **_INDEX,
        **_SERVING,
        **_TUNING,
        **_TOOLS,
        "users": "lost",
        "app": "lost",
        "spark": "lost",
        "lustre": "lost",
    },
    "hall": {  # all gone
        **_INDEX,
        **_SERVING,
        **_TUNING,
        **_TOOLS,
        "users": "lost",
        "app": "lost",
        "spark": "lost",
        "lustre": "lost",
    },
}

CLOUD_STACK_LOSSES: Final[Mapping[str, Losses]] = {
    "users": {"users": "lost"},  # itself
    "app": _ASSISTANT,  # itself, asks
    "engine": {"engine": "lost", "app": "degraded"},  # itself, either
    "api": {"api": "lost", "app": "degraded"},  # itself, either: 13.3/s of the 16.0/s that vLLM can answer
    "index": {"index": "lost", **_ASSISTANT},  # itself, asks
    "documents": {"documents": "lost"},  # stored: the index answers with what it holds
    "eks": {"eks": "lost"},  # manager
    "instance[0]": _NOBODY,  # enough: 8.0/s of the other for 6.7/s
    "instance": {"engine": "lost", "eks": "lost", "app": "degraded"},  # all gone, either
    "host[0]": _NOBODY,  # enough
    "host": _ASSISTANT,  # all gone, asks
    "switch[0]": _NOBODY,  # enough: each host has a port on the other
    "switch": _ASSISTANT,  # all gone: no network reaches the hosts
    "host-links": _ASSISTANT,  # as both switches
}
