"""Numbers that can be asked why, how they are written and how they are typed."""
