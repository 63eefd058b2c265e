"""Random numbers and functions that give the same bits on every processor; options for compiling."""
