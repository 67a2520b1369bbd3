"""Records of the capacity ledger: what a group of machines has, who asks for it, and who gets how much."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.model.figures.figure import Figure
from designer.model.records import Record

Resource = Literal["silicon", "accelerator_memory", "memory", "cores"]
UNITS: Final[Mapping[Resource, str]] = {"silicon": "", "accelerator_memory": "GB", "memory": "GB", "cores": ""}
RESOURCE_WORDS: Final[Mapping[Resource, str]] = {
    "silicon": "accelerators",
    "accelerator_memory": "GB of accelerator memory",
    "memory": "GB of memory",
    "cores": "cores",
}


class LedgerGrant(Record, frozen=True, kw_only=True):
    """Claim and grant of one piece of work on a group of machines.

    Attributes:
        id: Node id of the work.
        asked: Amount; unknown where it takes all that is left.
        granted: Amount, before rounding to whole devices.
        whole: Whole devices; None of what is not counted in devices.
        share: Share that is set for it, after all were scaled to 1 together; None where none is set.
        elastic: Whether it takes what the others leave.
        missing: What must be added for work to fit that holds its part wholly or not at all; 0 where it fits.
    """

    id: str
    asked: Figure
    granted: Figure
    whole: int | None = None
    share: float | None = None
    elastic: bool = False
    missing: float = 0.0


class LedgerRow(Record, frozen=True, kw_only=True):
    """One resource of machines that the same work shares.

    Attributes:
        hosts: Ids of the machines.
        copies: How many of them run, all hosts together: fewer than there are where work takes some of them alone.
        capacity: What is there and runs.
        reserve: What the system keeps of it, with what is kept free.
        idle: What nobody takes.
        utilisation: What is asked over what can be had; work that takes all it is given counts by its grant.
        pressure: The same without work that takes all it is given: what ranks as a bottleneck.
        sum_of_shares: As they were set; above 1 they were scaled down.
        more: Pieces of work that are not told one by one.
    """

    resource: Resource
    hosts: tuple[str, ...]
    capacity: Figure
    reserve: Figure
    idle: Figure
    utilisation: Figure
    pressure: Figure
    grants: tuple[LedgerGrant, ...]
    sum_of_shares: float = 0.0
    more: int = 0
    copies: float = 0.0
