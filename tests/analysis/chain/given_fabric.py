"""What the fabric of a design gives some hosts of it, for tests that ask about one set of hosts alone."""

from collections.abc import Collection, Iterable

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.network.network_context import survey_of
from designer.model.design import Design, Node


def fabric_of_work(design: Design, hosts: Iterable[Node], fail: Collection[str] = ()) -> WorkFabric:
    """What the fabric of DESIGN gives HOSTS, nodes that stand for all their copies, when FAIL has failed."""
    return WorkFabrics(survey_of(design, fail)).of(hosts)
