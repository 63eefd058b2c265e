"""Past origins forecast anew, each from what was known there, and scored."""
