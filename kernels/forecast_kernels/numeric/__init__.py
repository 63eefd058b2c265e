"""Random numbers and arithmetic that give the same bits on every processor, and how functions are compiled."""
