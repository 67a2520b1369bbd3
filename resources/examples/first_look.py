"""Make a design from a template, save it, open it again and read its figures."""

from designer import api

design = api.new("leaf-spine", nodes=32, rate_gbps=400)
design.save("fabric.stackwright", force=True)

opened = api.open("fabric.stackwright")
analysis = opened.analyze()
print(f"{opened.name}: {analysis.value('counts.nodes.total')} devices")
print(f"Bisection: {analysis.value('bisection'):.0f} Gb/s")
print(f"To buy: {analysis.value('cost.capex_usd'):.0f} USD")
