"""Addresses of the drawn networks: the window with all ports, and the settings of the plan."""
