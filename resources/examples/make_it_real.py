"""Turn a sketch into a place with racks, a room, power and cooling, and see what that adds."""

from designer import api

sketch = api.new()
sketch.add("nvidia/dgx-h100", copies=2, id="dgx")
sketch.add("nvidia/qm9700", id="leaf")
sketch.link("dgx", "leaf", cables=16)
proposal = sketch.make_real(redundancy="N", only=["racks", "power"])
for line in proposal.lines:
    print(f"{line.line.step}: {line.line.title}")
sketch.save("real.stackwright", force=True)
kinds = [node.kind for node in sketch.nodes.values()]
print(f"Racks: {sum(sketch.design.total_copies(one.id) for one in sketch.nodes.values() if one.kind == 'rack')}")
print(f"Kinds: {len(set(kinds))}")
