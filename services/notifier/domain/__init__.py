"""What a delivery is and by which rules it goes: no I/O, no clock but the one passed in."""
