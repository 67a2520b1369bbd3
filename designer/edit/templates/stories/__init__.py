"""Designs that tell a story: workloads on the machines, clouds and services under them."""
