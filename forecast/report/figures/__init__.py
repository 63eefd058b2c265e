"""The figures of the report, one module each. `panel(material)` returns a Panel, or None where a run is too short."""
