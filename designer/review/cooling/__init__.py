"""Rules about cooling and the energy of a year."""
