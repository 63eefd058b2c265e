"""Words and tables: the same sections feed the terminal, the report and the pages of the documentation."""
