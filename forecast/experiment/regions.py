"""Oblasts of the front's sectors and the parts of the front that readers ask for, by the names of the sectors."""

from typing import NamedTuple

OTHER = "other sectors"


class Region(NamedTuple):
    """Where a sector lies. part: one of `PARTS`, or `OTHER`. oblast: empty if it is not known."""

    oblast: str
    part: str


PARTS = ("Donbas", "Zaporizhzhia-Kherson", "Kharkiv", "Kursk")
_SECTORS = {
    "Donbas": {
        "Velyka Novosilka": "Donetsk",
        "Kurakhove-Vuhledar": "Donetsk",
        "Pokrovsk": "Donetsk",
        "Toretsk": "Donetsk",
        "Chasiv Yar-Kostiantynivka": "Donetsk",
        "Siversk": "Donetsk",
        "Lyman-Kreminna": "Donetsk, Luhansk",
    },
    "Zaporizhzhia-Kherson": {
        "Kherson-Dnipro": "Kherson",
        "Zaporizhzhia-Orikhiv": "Zaporizhzhia",
        "Huliaipole": "Zaporizhzhia",
    },
    "Kharkiv": {"Kupiansk-Borova": "Kharkiv", "Kharkiv-Vovchansk": "Kharkiv"},
    "Kursk": {"Sumy-Kursk border": "Sumy"},
}


def region_of(sector: str) -> Region:
    """Find a sector by its name in the baseline. A sector of another war is in `OTHER`, in no known oblast."""
    for part, names in _SECTORS.items():
        if sector in names:
            return Region(names[sector], part)
    return Region("", OTHER)
