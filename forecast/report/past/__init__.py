"""Hindcasts in the report: their files, the section, its words. Nothing is computed again, and no forecast is made."""
