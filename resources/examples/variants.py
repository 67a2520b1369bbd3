"""Open the designs of one project side by side: the main one, and a variant by its name."""

from designer import api

main = api.new("leaf-spine", nodes=16)
main.save("project.stackwright", force=True)
main.save_variant("Twice as many")
larger = api.open("project.stackwright", "Twice as many")
larger.regenerate(nodes=32)
larger.save()
for name in ("", "Twice as many"):
    design = api.open("project.stackwright", name)
    print(f"{name or 'Main'}: {design.analyze(only=['cost']).value('cost.capex_usd'):.0f} USD")
