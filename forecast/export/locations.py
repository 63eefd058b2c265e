"""Where a target is: the code of its province, by ISO 3166-2, beside the sector of the front.

A sector is a stretch of the front line. It is part of one province or of two; the code is of the one that holds the
first place of its name. https://www.iso.org/obp/ui/#iso:code:3166:UA (21 July 2020 edition of the codes).
"""

from typing import NamedTuple

from forecast.export.cells import plain
from forecast.store.reader import Run

TOTAL = "total"
"""The value of `sector` for a target of the whole front."""

PROVINCES = {
    "UA": "Ukraine",
    "UA-09": "Luhanska oblast",
    "UA-14": "Donetska oblast",
    "UA-23": "Zaporizka oblast",
    "UA-59": "Sumska oblast",
    "UA-63": "Kharkivska oblast",
    "UA-65": "Khersonska oblast",
    "RU-KRS": "Kursk oblast",
}
SECTORS = {
    "Kherson-Dnipro": ("UA-65", "UA-23"),
    "Zaporizhzhia-Orikhiv": ("UA-23", ""),
    "Huliaipole": ("UA-23", ""),
    "Velyka Novosilka": ("UA-14", ""),
    "Kurakhove-Vuhledar": ("UA-14", ""),
    "Pokrovsk": ("UA-14", ""),
    "Toretsk": ("UA-14", ""),
    "Chasiv Yar-Kostiantynivka": ("UA-14", ""),
    "Siversk": ("UA-14", ""),
    "Lyman-Kreminna": ("UA-14", "UA-09"),
    "Kupiansk-Borova": ("UA-63", "UA-09"),
    "Kharkiv-Vovchansk": ("UA-63", ""),
    "Sumy-Kursk border": ("UA-59", "RU-KRS"),
}
"""Name of a sector -> code of its province, and code of a second province that it reaches into."""
COUNTRIES = {"ua": "UA"}
"""Id of a defender -> code of the country."""


class Location(NamedTuple):
    """A place of the export. location: code. sector: id or `total`. also: code of a second province, or empty.

    has_code: whether `location` is a code of ISO 3166; if not, it is the id of the sector, or `total`.
    """

    location: str
    sector: str
    name: str
    also: str
    has_code: bool

    @property
    def province(self) -> str:
        """Name of the place of the code; empty without a code."""
        return PROVINCES.get(self.location, "")


def locations(run: Run) -> dict[str, Location]:
    """Return the place of the whole front (`total`), of the salient (`salient`) and of each sector, by its id."""
    country = COUNTRIES.get(run.manifest.sides[0], "")
    places = {TOTAL: Location(country or TOTAL, TOTAL, "whole front", "", bool(country))}
    salient = "RU-KRS" if country == "UA" else TOTAL
    places["salient"] = Location(salient, TOTAL, "ground of the attacker that the defender holds", "", salient != TOTAL)
    for sector, entry in run.experiment.baseline.sectors.items():
        code, also = SECTORS.get(entry.name, ("", ""))
        places[sector] = Location(code or sector, sector, plain(entry.name), also, bool(code))
    return places
