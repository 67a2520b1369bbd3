"""Rules about the network: cables, ports, rails, panels and what hangs on one thing."""
