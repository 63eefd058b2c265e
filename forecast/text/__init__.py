"""Builds the texts and tables that the terminal, the report and the documentation share."""
