"""Prose of docs/parameters.md. `parameters_page` makes the tables from the configs."""

INTRODUCTION = """# Parameters

Made from the configs by `make docs`. Do not edit by hand; change the file that a table is named after.

Every number that enters the study `{config}` and is not a choice of policy: {total} inputs, of which {fixed} are
fixed and {drawn} are drawn once per draw, and {constants} [constants of the model](#constants-of-the-model), which no
config sets. Outcomes rest on all of them together, so none is of a better grade than the lowest here:
**{mark}**.

[model.md](model.md) has the equations that use them; [howto/change_an_assumption.md](howto/change_an_assumption.md)
shows how to change an input.
"""

READING = """## How to read

- **sets** is the row of the kernel that the input fills, by the name used in [model.md](model.md) (`force.ua` is
  `force_0` there, `donors.us.share` the row `share` of the donor `us`). *lever* means that it fills no row of its own:
  branches take their lever from it, at the places and in the branches named. Nothing in this study depends on a
  *lever of no branch*.
- **distribution** has the numbers of the config, in the unit of the row of the table. *at least* and *at most*: draws
  beyond are set to that value.
- **mean** and **80 %** are computed from the distribution with its cuts, not from draws, so they carry no Monte Carlo
  error: a tenth of the draws lies below the first number and a tenth above the second.
- **grade** is the evidence for the numbers: **A** measured, **B** from the literature, **C** judgment. A judgment may
  name a source that informs it.
- **as of** is the date of the evidence. None is later than week 0, {date}.
"""

CONSTANTS_TEXT = """## Constants of the model

Numbers in the equations that are the same in every run: caps, floors, weights, time constants. They stand in
`kernels/forecast_kernels/layout/constants.py`, and changing one changes the model. Numbers that only define a quantity
(52 weeks a year, ages of the hazard bands, units) are not counted.
"""

SECTORS = """## Sectors of the front

Estimates of the state of each stretch of the front, with standard errors in brackets. They are not drawn. What each
column means stands in [config.md](config.md#sector).
"""
