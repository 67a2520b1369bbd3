"""Rules about power: the chain, feeds, batteries, and the hall as a whole."""
