"""Model of a design: frozen records, kinds, ports, changes, figures. No I/O, no Qt, no clock."""
