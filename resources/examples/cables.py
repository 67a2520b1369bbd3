"""List every cable with both ends, and write the schedule."""

from collections import Counter

from designer import api

design = api.new("leaf-spine", nodes=16)
design.write_cables("cables.csv")
rows = design.cables_json()
print(f"Cables: {len(rows)}")
for medium, count in Counter(row["medium"] for row in rows).items():
    print(f"{medium}: {count}")
