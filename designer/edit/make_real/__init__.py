"""The steps that turn a sketch into a place: racks, rooms, cooling, rack power and the chain behind it."""
