"""Built beside drawn: other systems' records of devices, cables and power, read and compared."""
