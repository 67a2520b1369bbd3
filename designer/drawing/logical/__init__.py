"""The logical picture of a design: tiers, planes and services, without rooms, racks and what feeds and cools them."""
