"""Writes a page of these studies, in Markdown or for a terminal."""

from collections.abc import Sequence
from typing import NamedTuple

from forecast.config import Experiment, config_hash
from forecast.experiment.evidence import evidence
from studies.argument.gaps import HOW_TO_READ
from studies.markdown import TitledTable, paragraph


class Page(NamedTuple):
    """A page. words: paragraphs below the title. figure: name of the figure in docs/figures, or empty."""

    name: str
    title: str
    words: tuple[str, ...]
    tables: tuple[TitledTable, ...]
    figure: str = ""

    def text(self, markdown: bool) -> str:
        """Return the page as text."""
        if not markdown:
            return self._plain()
        lines = [f"# {self.title}", "", f"<!-- made by `python -m studies pages {self.name}`: do not edit -->"]
        for words in self.words:
            lines += ["", paragraph(words)]
        if self.figure:
            lines += ["", f"![{self.title}](figures/{self.figure})"]
        for table in self.tables:
            lines += ["", f"## {table.title}"]
            lines += ["", *table.markdown()] if table.rows else ["", "None."]
            lines += ["", paragraph(f"{table.note}.")] if table.note else []
        return "\n".join(lines) + "\n"

    def _plain(self) -> str:
        lines = [self.title]
        for words in self.words:
            lines += ["", paragraph(words)]
        for table in self.tables:
            lines += ["", *table.text()] if table.rows else ["", table.title, "None."]
            lines += [paragraph(f"{table.note}.")] if table.note else []
        return "\n".join(lines).replace("`", "").replace("*", "") + "\n"


def provenance(exp: Experiment, branches: int | None = None) -> str:
    """Say what was run: experiment, hash, members, draws, and the grade of its evidence.

    Parameters
    ----------
    exp : Experiment
        The experiment.
    branches : int, optional
        Number of branches; by default those of the experiment.
    """
    draws = -(-exp.members // exp.design.replicates)
    return (
        f"Experiment `{exp.experiment}` (config hash `{config_hash(exp)[:8]}`): {exp.members:,} members in each of "
        f"{branches or len(exp.branches)} branches, {draws:,} draws, {exp.horizon} weeks. {HOW_TO_READ}. "
        f"{evidence(exp).line}"
    )


def missing(lacking: Sequence[str]) -> tuple[str, ...]:
    """Say what this version of the model lacks; nothing if it lacks nothing."""
    return (f"Not in this version of the model, and therefore not tried: {', '.join(lacking)}.",) if lacking else ()
