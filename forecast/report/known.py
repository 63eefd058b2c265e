"""The section of the report that holds the run against what is known of the war."""

from forecast.analysis.known_outcomes import known_outcomes
from forecast.report.material import Material
from forecast.report.panel import Table
from forecast.text.known_outcomes_table import cells, explained, hindsight_lines


def known_table(material: Material) -> Table | None:
    """One row a known outcome, None where the experiment names none."""
    found = known_outcomes(material.members)
    if not found:
        return None
    head = ("Quantity", "Known", "Median", "10%", "90%", "Percentile or share", "Source (grade)")
    rows = tuple((*cells(outcome), f"{outcome.source} ({outcome.grade})") for outcome in found)
    note = ". ".join([explained(material.members.reference), *hindsight_lines(material.experiment)])
    return Table(head, rows, f"{note.rstrip('.')}. An event that never came counts as later than any week.")
