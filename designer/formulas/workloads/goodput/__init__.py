"""Goodput of a long job: interruptions, checkpoints, spares, repair, and what availability costs."""
