"""Formulas of fabrics: sizing, latency, collectives, shared links, what failures leave."""
