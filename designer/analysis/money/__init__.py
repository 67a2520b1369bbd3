"""Own, cloud or tokens; growth; where the money sits; how sure it is."""
