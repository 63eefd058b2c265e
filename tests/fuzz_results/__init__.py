"""Damages finished runs at random and reads them with every command."""
