"""Hand a design to a graph library: the largest flow between two servers, and the design with more of them."""

import networkx as nx

from designer import api

design = api.new("leaf-spine", nodes=32, rate_gbps=400)
graph = api.to_networkx(design)
capacity = nx.Graph()
for a, b, link in graph.edges(data=True):
    capacity.add_edge(a, b, gbps=link["cables"] * link["capacity_gbps"])
host = next(name for name, values in graph.nodes(data=True) if values["kind"] == "host")
spine = next(name for name in graph if name not in (host, *graph[host]))
print(f"{host} to {spine}: {nx.maximum_flow_value(capacity, host, spine, capacity='gbps'):.0f} Gb/s")

graph.nodes[host]["copies"] += 32
larger = api.from_networkx(graph)
print(f"Copies of {host}: {design.nodes[host].copies} to {larger.nodes[host].copies}")
print(f"The design itself is as it was: {api.from_networkx(api.to_networkx(design)).digest == design.digest}")
