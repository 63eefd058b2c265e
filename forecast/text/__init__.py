"""Results as sentences and plain tables, shared by the terminal, the report and the documentation."""
