"""What is estimated before member 0: pilot runs of the kernel without talks, and the emulator fitted to them."""
