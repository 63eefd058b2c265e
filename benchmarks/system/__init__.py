"""Figures of whole commands: threads, writing, memory, start-up, compiling, scaling."""
