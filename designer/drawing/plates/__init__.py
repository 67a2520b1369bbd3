"""The plates of tiles: what each kind of part looks like, and how much of it is in use."""
