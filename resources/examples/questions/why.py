"""Ask why a figure is what it is: its formula and everything that it is made of, down to the sources."""

from designer import api

design = api.new("leaf-spine", nodes=16)
design.assume(pue=1.25)
analysis = design.analyze(only=["power", "cost"])
figure = analysis.figure("power.pue")
print(f"{figure.label} is {figure.value}, {figure.status}")
print(analysis.why("cost.capex_usd"))
