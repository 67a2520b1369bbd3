"""Vary a field and an assumption of a drawn design."""

from designer import api

design = api.new("dgx-superpod-h100", scale_units=1)
found = design.sweep(
    {"assumptions.pue": [1.1, 1.3], "dgx.copies": [16, 31]}, count=["power.facility_max_w", "counts.accelerators.total"]
)
for row in found.rows:
    watts = row["power"]["facility_max_w"]["value"]
    print(f"{row['parameters']}: {row['counts']['accelerators']['total']} accelerators, {watts / 1000:.0f} kW at most")
