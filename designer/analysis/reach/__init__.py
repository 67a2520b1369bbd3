"""Who reaches whom over a network: the pieces that it is in."""
