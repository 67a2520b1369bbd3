"""Compare owning, renting and paying by the token for what a service is asked."""

from designer import api

service = api.new("rag-service")
ways = service.ways()
for row in ways["rows"]:
    month = row["usd_per_month"]["value"]
    print(f"{row['name']}: {month:.0f} USD a month" if month is not None else f"{row['name']}: not known")
