"""A design as a place: what stands where, and what follows from that."""
