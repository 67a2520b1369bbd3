"""Training jobs of a drawn design: how they are split, what they take, how long they run and what they cost."""
