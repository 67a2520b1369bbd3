"""Search the catalog, and read the facts of a part with their sources."""

from designer import api

for part in api.parts("h100", kind="server", limit=3):
    print(f"{part.id}: {part.vendor} {part.name}")
dgx = api.part("nvidia/dgx-h100")
power = dgx.facts["power_max_w"]
print(f"Maximum power: {power.value:.0f} W, {power.status} from {', '.join(power.sources)}")
print(f"Templates: {len(api.templates())}")
