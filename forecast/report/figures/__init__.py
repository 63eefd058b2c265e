"""The figures of the report, one module each. `panel(material)` returns a Panel, or None if the run is too short."""
