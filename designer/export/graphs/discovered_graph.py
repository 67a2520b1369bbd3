"""A network that was found (topograph model, ibnetdiscover, LLDP) as a design of generic parts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from designer.catalog.files.yaml_text import plain_yaml
from designer.catalog.library import Library
from designer.export.graphs.mapping import design_of_graph
from designer.export.graphs.raw_graph import GraphImport, RawGraph, RawLink, RawNode
from designer.files.reading import bytes_of
from designer.model.kinds import HOST, SWITCH
from designer.model.records import RefusedInput
from designer.reality.built.ibnetdiscover import is_ibnetdiscover
from designer.reality.built.reading import read_discovered
from designer.reality.built.records import Discovered
from designer.reality.built.topograph import MOST_BYTES, is_topograph
from designer.reality.netbox.incoming import design_of_site
from designer.reality.netbox.reading import is_netbox_path, read_netbox

_DOMAINS: Final = ("accelerator.topology.test/domain", "accelerator.topology.test/sub-domain")
"""Labels of topograph that say which accelerators are joined by NVLink or the like; those become pods."""
_TEXTS: Final = frozenset({".txt", ".out", ".log", ".topo", ""})
_YAML: Final = frozenset({".yaml", ".yml"})


def discovered_import(path: Path, library: Library, today: date) -> GraphImport | None:
    """Return the network or the NetBox site in PATH as a design, with what was left out; None where PATH holds none.

    A folder or an archive is a site of NetBox where its files are named so; a YAML file is a network where it is a
    topograph model.

    Raises:
        RefusedInput: it is such a file and cannot be taken in.
    """
    if is_netbox_path(path):
        taken = design_of_site(read_netbox(path), library, path.stem, today)
        return GraphImport(design=taken.design, notes=taken.notes)
    suffix = path.suffix.lower()
    if suffix in _YAML and path.is_file():
        # A design as text has a format line at its head; only what has none can be a model.
        body = bytes_of(path, "discovered network")
        if b"stackwright-design" in body[:4096] or (b"switches" not in body and b"blocks" not in body):
            return None
        try:
            document = plain_yaml(body, path.name, MOST_BYTES)
        except RefusedInput:
            return None
        if not is_topograph(document):
            return None
    elif suffix in _TEXTS and path.is_file():
        body = bytes_of(path, "discovered network")
        if not is_ibnetdiscover(body.decode("utf-8", "replace")):
            return None
    else:
        return None
    return design_of_discovered(read_discovered([path]), library, path.stem)


def design_of_discovered(found: Discovered, library: Library, name: str) -> GraphImport:
    """The design that FOUND, from a file called NAME, makes: a node for each device, a link for each joined pair.

    Raises:
        RefusedInput: what came out cannot be taken in.
    """
    graph = RawGraph(name=name)
    switches = _switches(found)
    for device in found.devices.values():
        attributes = {"kind": SWITCH if device.id in switches else HOST}
        graph.add_node(RawNode(device.id, attributes, parent=_pod(graph, device.labels)))
    for cable in found.cables:
        rate = {} if cable.rate_gbps is None else {"capacity_gbps": f"{cable.rate_gbps:g}"}
        graph.add_link(RawLink(cable.a.device, cable.b.device, {"medium": "fabric", **rate}, whole=True))
    for note in found.notes:
        graph.notes.line(note, note)
    ports = sum(bool(end.port) for cable in found.cables for end in cable[:2])
    if ports:
        graph.notes.line(
            "ports",
            f"The names of {ports:,} ports have no place: generic parts number theirs in the order of their cables.",
        )
    taken = design_of_graph(graph, library, name)
    nodes = dict(taken.design.nodes)
    by_name = {node.name or node.id: node.id for node in nodes.values()}
    for device in found.devices.values():
        node_id = by_name.get(device.id, device.id)
        lines = [f"{key}: {value}" for key, value in device.labels.items() if key not in _DOMAINS]
        lines += [f"model: {device.model}"] if device.model else []
        lines += [f"GUID: {device.guid}"] if device.guid else []
        if lines and node_id in nodes:
            nodes[node_id] = replace(nodes[node_id], note="\n".join(lines))
    return GraphImport(design=replace(taken.design, nodes=nodes), notes=taken.notes)


def _switches(found: Discovered) -> set[str]:
    """Devices that are switches: those that say so; where nothing does, those with several neighbours."""
    told = {device.id for device in found.devices.values() if device.kind == SWITCH}
    if told:
        return told
    near: dict[str, set[str]] = {}
    for a, b, _ in found.cables:
        near.setdefault(a.device, set()).add(b.device)
        near.setdefault(b.device, set()).add(a.device)
    return {name for name, others in near.items() if len(others) > 2}


def _pod(graph: RawGraph, labels: Mapping[str, str]) -> str | None:
    """The innermost pod that LABELS name, made with those around it; None where they name none."""
    parent: str | None = None
    for key in _DOMAINS:
        title = labels.get(key, "")
        if not title:
            continue
        # The name of a domain may be that of a switch or of another domain's part.
        raw = f"{parent or 'pod'}:{title}"
        if raw not in graph.nodes:
            graph.add_node(RawNode(raw, {"name": title}, parent=parent, group=True))
        parent = raw
    return parent
