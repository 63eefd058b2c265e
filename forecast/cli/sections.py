"""Lists the commands of `forecast --help` under headings, by what a user wants."""

from typing import Any

from typer.core import TyperGroup

SECTIONS: dict[str, tuple[str, ...]] = {
    "Make a run": ("init", "validate", "plan", "run", "extend"),
    "Look at a run": ("summary", "compare", "report", "brief", "plot", "sectors", "replay", "info", "list"),
    "Ask more of a run": ("decide", "believe", "discover", "voi", "sensitivity", "variance"),
    "The past and scores": ("questions", "score", "hindcast", "calibrate"),
    "Large runs and other tools": ("merge", "export"),
    "Housekeeping": ("verify", "schema", "warmup"),
}
"""Heading -> names of commands, in the order of the page."""

REST = "Other commands"
LONGEST = 200
"""Letters of a sentence on a command; a longer one ends in an ellipsis."""


class Sections(TyperGroup):
    """A group of commands whose help has one list under each heading of SECTIONS."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the lists. A command without a heading stands under the last one."""
        named = {name for names in SECTIONS.values() for name in names}
        rest = tuple(name for name in self.list_commands(ctx) if name not in named)
        width = max(len(name) for name in self.list_commands(ctx))
        for title, names in {**SECTIONS, REST: rest}.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            # every name as wide as the longest one, so that all lists have one column
            rows = [
                (name.ljust(width), command.get_short_help_str(LONGEST))
                for name, command in commands
                if command is not None and not command.hidden
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
