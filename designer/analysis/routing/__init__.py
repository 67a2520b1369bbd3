"""How traffic finds its way through a fabric, and what spares the work where a fabric looks the same from many ends."""
