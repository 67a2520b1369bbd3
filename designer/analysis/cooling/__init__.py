"""Where heat goes: shares of air and liquid, what coolers carry, and what the loss of one takes along."""
