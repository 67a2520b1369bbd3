"""Write the design in several forms: a drawing, a page for any browser, a graph and a text."""

from pathlib import Path

from designer import api

design = api.new("leaf-spine", nodes=16)
for name in ("fabric.svg", "fabric.graphml", "fabric.drawio", "fabric.yaml"):
    print(design.export(name)[-1])
    print(f"{name}: {Path(name).stat().st_size > 500}")
again = api.open("fabric.yaml")
print(f"The same cables: {again.analyze(only=['network']).value('counts.cables.total')}")
