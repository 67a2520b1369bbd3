"""Compare two designs: what changed, and what that does to the figures and the findings."""

from designer import api

first = api.new("leaf-spine", nodes=16)
second = api.new("leaf-spine", nodes=32)
difference = api.compare(first, second)
print(f"Records that differ: {len(difference['changes'])}")
for words in difference["devices"]:
    print(words)
buy = difference["figures"]["buy"]
print(f"To buy: {buy['before']['value']:.0f} to {buy['after']['value']:.0f} USD")
