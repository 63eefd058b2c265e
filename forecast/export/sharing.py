"""What members of different branches share: the sentence that every export with members says."""

from forecast.export.citation import failed_members
from forecast.store.reader import Run

SHARED = (
    "The same draw has the same uncertain inputs in every branch, and the same replicate of it has the same random "
    "numbers: so subtract branches member by member."
)


def sharing_notes(run: Run) -> list[str]:
    """Return what the members of a run share across branches, and which members are missing."""
    record = run.manifest
    notes = [SHARED]
    if len(record.branches) == 1:
        notes = ["There is one branch, so nothing is shared between branches."]
    if record.replicates == 1:
        notes.append("Each draw has one replicate, so chance and uncertain inputs cannot be told apart.")
    failed = failed_members(run)
    if failed:
        notes.append(f"{failed:,} members failed in a branch. They are missing in all branches.")
    return notes
