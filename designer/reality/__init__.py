"""What is built beside what is drawn: other systems' records of devices, cables and power, read and compared."""
