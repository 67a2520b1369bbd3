"""Analyses of a design: network, power, cooling, cost and resilience as Results. networkx lives here."""
