"""The chain of layers: who gets what of a shared machine, what a failure takes along, which layer is fullest."""
