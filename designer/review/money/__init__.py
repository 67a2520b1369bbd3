"""Rules about money: what a total rests on, and how it is put to use."""
