"""Files of others and of our own: how much is read of them, and how they are written whole or not at all."""
