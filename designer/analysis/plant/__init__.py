"""The power chain as it is drawn: what each stage carries, what a failure darkens, what cannot be used."""
