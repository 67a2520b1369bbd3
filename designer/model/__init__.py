"""What a design is: frozen records, kinds, ports, changes, figures. No I/O, no Qt, no clock."""
