"""Before member 0: pilot runs of the kernel without talks, and the emulator that is fitted to them."""
