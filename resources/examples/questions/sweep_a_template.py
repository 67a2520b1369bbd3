"""Work out a template for several sizes and rates, and take the cheapest as a design."""

from designer import api

found = api.sweep({"nodes": [16, 32], "oversubscription": [1, 2]}, template="leaf-spine", count=["cost"])
for row in found.rows:
    print(f"{row['parameters']}: {row['cost']['capex_usd']['value']:.0f} USD")
cheapest = min(found.rows, key=lambda row: row["cost"]["capex_usd"]["value"])
design = api.Document(found.design(cheapest["number"]))
print(f"Cheapest: variant {cheapest['number']} with {len(design.nodes)} nodes")
