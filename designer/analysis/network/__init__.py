"""Analyses of a drawn network: its copies laid out, routing, link loads, bisection and tiers."""
