"""Moves the measured part of a baseline to a later date: sectors, land, length of the line, claimed losses, aid."""
