"""Rules about what stands on the floor and in racks."""
