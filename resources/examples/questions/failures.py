"""Fail each switch in turn and see how much of the bisection is left."""

from designer import api

design = api.new("leaf-spine", nodes=32, rate_gbps=400)
whole = design.analyze(only=["network"]).value("bisection")
print(f"Whole: {whole:.0f} Gb/s")
for node in design.design.nodes_in_order():
    if node.kind == "switch":
        left = design.analyze(only=["network"], fail=[f"{node.id}[0]"]).value("bisection")
        print(f"Without one {node.id}: {left:.0f} Gb/s")
