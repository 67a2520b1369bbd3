"""The network that was found, and its comparison with the network that is drawn."""
