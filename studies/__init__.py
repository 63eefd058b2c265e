"""Studies that write pages of the documentation: `python -m studies` lists them. No part of the installed package."""
