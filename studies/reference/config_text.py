"""The prose of the reference page; everything else on it is made from the models."""

INTRODUCTION = """# Config reference

Made from the models by `python -m studies config_page > docs/config.md`. Do not edit by hand.

An experiment file names a baseline file, one or more files of priors and a file for every branch; each of them may
also stand in the experiment file itself. `forecast validate CONFIG` checks everything and prints every problem as
`file:line:col: message`. `forecast schema > schema.json` writes the schema for editors; in the first line of a file
`# yaml-language-server: $schema=schema.json` turns on completion (`schema.json#/$defs/Branch`, `.../BaselineFile`
and `.../PriorsFile` for the other kinds).

**Text.** UTF-8, at most 1 MB a file, nesting at most 50. Only `true` and `false` are yes and no: `NO`, `12:30` and
dates are text. `10_000` is a whole number and `1e6` a number. Duplicate keys, tags, anchors and aliases are refused.
A key with nothing behind it counts as left out.

**Quantities** are text with a unit: `39 weeks`, `4 years`, `30 thousand`, `1.8 x`, `85 %`, `500 km2`. A year is
52 weeks, a month 52/12 weeks. A bare number is refused where a unit is needed; shares, chances and multiples may be
bare (`0.85`). Where a date is allowed it means weeks since the date of the baseline.

Words of units: day, week, month, year, km, km2, persons, thousand, million, bn, trn, EUR, USD, RUB, bbl, %, x,
combined with spaces (product), `/`, brackets and `sqrt( )`: `2.5 EUR bn/month`, `1/(500 km2)`, `1/sqrt(year)`.

**`extends: other.yaml`** in any file builds on another file of the same kind, or on a list of them (later over
earlier): mappings are merged key by key, lists and values are replaced, an empty value takes a key away, and a new
distribution replaces the old one. The path of a baseline, of priors or of a branch replaces what stood there; a
mapping in its place is merged into it. Relative paths count from the file that wrote them.

**`--set PATH=VALUE`** sets one value after all files are merged, also inside a file that is named, for example
`--set "branches.surge_offer.offer.if_refused.surge.duration=52 weeks"`, `--set priors.NAME.normal.mean=3` or
`--set baseline.state.NAME.fixed=1`. Entries of a list have numbers from 0. `PATH=` takes a key away. VALUE is a scalar,
a list in `[ ]` or a mapping in `{ }`.

**`sweep:`** in an experiment file maps such paths to lists of values; every point of the grid is a run of its own.
`forecast compare` of a finished sweep over `switches` says which conclusions survive them.

**`{prior: NAME}`** in a branch draws the value, once per draw, from a prior without `sets`.
"""

REPLACES = """A choice other than the default overrules the priors of the rows below: it puts a constant in each for all
members. The priors must still be there and are drawn as before: no other draw moves, and two settings of a switch
are paired member by member.
"""

ROWS = """## What `sets:` can name

Every row below is set by exactly one entry of `state` or `priors`, but for those that say what holds if none does. A
name that ends in `_0` (the defender) or `_1` (the attacker) may be written with the id of the side: `force.ua` for
`force_0`. A row of a donor is written
`donors.<donor id>.<row>`, or with the number of the donor: `donors.0.<row>` for the lead donor. Names without ids serve
every war; the resolved config and the hash have the ids whichever is written. The unit of the entry must be convertible
to the unit of the row. A range is enforced for every value that can be drawn; `at_least` and `at_most` cut a
distribution off.
"""
