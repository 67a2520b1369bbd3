"""The floor view: a room to scale, its tools and what floats over it."""
