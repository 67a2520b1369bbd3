"""Serving of a model on the machines under its engine: what fits, how fast it writes, and how sure that is."""
