"""What a design does: network, power, cooling, cost and resilience as Results. networkx lives here."""
