"""A year of the design: energy, money, carbon and water."""
