"""The Optimise window: the cheapest fabric, racks or power chain for wishes, with the solver's bound."""
