"""Workloads: what is asked and chosen of them."""
