"""Generators of fabrics: fat tree, leaf–spine, SuperPOD, rails, planes, dragonfly, torus and NVL72 domains."""
