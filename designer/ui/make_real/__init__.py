"""Make it real: one dialog from a sketch to a place with racks, room, power, cooling, cables and prices."""
