"""Sweeps: one design in many variants, each worked out as `analyze` would, in as many processes as there are."""
