"""Make a design of any graph: kinds and capacities are read, what is guessed is told."""

import networkx as nx

from designer import api

graph = nx.Graph(name="Two islands")
graph.add_nodes_from(["sw1", "sw2"], kind="switch")
graph.add_edge("sw1", "sw2", cables=2, capacity_gbps=400)
for number in range(6):
    graph.add_edge(f"h{number}", f"sw{number % 2 + 1}", capacity_gbps=200)
design = api.from_networkx(graph)
print(f"Bisection: {design.analyze(only=['network']).value('bisection'):.0f} Gb/s")
for note in design.notes:
    print(f"Note: {note}")
design.save("islands.stackwright", force=True)
