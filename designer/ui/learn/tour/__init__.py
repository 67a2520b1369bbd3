"""The first tour: a person draws, wires, counts, makes real, bills and presents a small pod on the live canvas."""
