"""Generators of fabrics beyond leaf–spine and fat tree: rails, planes, dragonfly, torus and NVL72 domains."""
