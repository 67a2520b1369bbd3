"""Compare three systems at the same budget: how many of them, what they draw, and how many FLOPS they have."""

from designer import api

BUDGET_USD = 10_000_000
for system in ("nvidia/dgx-a100", "nvidia/dgx-h100", "nvidia/dgx-b200"):
    design = api.new()
    design.add(system, id="system")
    price = design.analyze(only=["cost"]).value("cost.capex_usd")
    if price is None:
        print(f"{system}: its price is not known")
        continue
    design.set("system", copies=int(BUDGET_USD // price))
    figures = design.analyze(only=["power", "cost"]).figures
    number, drawn = figures["accelerators"].value or 0, figures["it"].value or 0
    print(f"{api.part(system).name}: {design.nodes['system'].copies} with {number:.0f} GPUs, {drawn / 1000:.0f} kW")
