"""Units and plain scalars."""

import pytest

from forecast.config.nodes import resolve
from forecast.config.units import UnitError, factor_between, parse_unit
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS
from forecast_kernels.layout.parameters import PARAMETERS

ROWS = (*PARAMETERS, *DONOR_PARAMETERS, *LEVERS, *DONOR_LEVERS)


@pytest.mark.parametrize(
    ("unit", "target", "factor"),
    [
        ("years", "weeks", 52.0),
        ("month", "weeks", 52 / 12),
        ("days", "weeks", 1 / 7),
        ("%", "1", 0.01),
        ("percent", "1", 0.01),
        ("x", "1", 1.0),
        ("persons", "thousand persons", 0.001),
        ("thousand persons/month", "thousand persons/week", 12 / 52),
        ("EUR bn/month", "EUR bn/year", 12.0),
        ("EUR million/year", "EUR bn/year", 0.001),
        ("1/month", "1/year", 12.0),
        ("1/sqrt(week)", "1/sqrt(year)", 52**0.5),
        ("1/(1000 km2)", "1/(500 km2)", 0.5),
        ("1/(100 persons/day)", "1/(500 persons/day)", 5.0),
        ("km km", "km2", 1.0),
        ("% /year", "1/year", 0.01),
    ],
)
def test_factors(unit: str, target: str, factor: float) -> None:
    assert factor_between(unit, target) == pytest.approx(factor, rel=1e-15)


@pytest.mark.parametrize("unit", sorted({column.unit for column in ROWS}))
def test_that_every_unit_of_the_kernel_is_known_and_exact(unit: str) -> None:
    assert factor_between(unit, unit) == 1.0


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("weks", "unknown unit 'weks'; did you mean 'weeks'?"),
        ("GUSD", "unknown unit 'GUSD'; did you mean 'USD'?"),
        ("km/", "unit 'km/' is incomplete"),
        ("", "a unit is missing"),
        ("(km", "unit '(km' lacks a ')'"),
        ("km)", "unit 'km)' has a stray ')'"),
        ("km; rm", "unit 'km; rm' has an unexpected ';'"),
        ("sqrt km", "unit 'sqrt km': write sqrt(...)"),
        ("1/0", "unit '1/0' has a factor of zero"),
        ("(" * 61, f"unit '{'(' * 60}...' is too long"),
    ],
)
def test_that_a_bad_unit_is_named(unit: str, message: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(unit)
    assert str(caught.value) == message


def test_that_different_things_are_not_converted() -> None:
    for unit, target in (("km", "km2"), ("EUR", "USD"), ("weeks", "1/weeks"), ("1", "persons")):
        with pytest.raises(UnitError, match="cannot be converted"):
            factor_between(unit, target)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("NO", "NO"),
        ("on", "on"),
        ("", None),
        ("~", None),
        ("null", None),
        ("12:30", "12:30"),
        ("2024-12-20", "2024-12-20"),
        ("0x10", "0x10"),
        ("0o7", "0o7"),
        ("012", "012"),
        ("1_000_000", 1_000_000),
        ("1__0", "1__0"),
        ("_1", "_1"),
        ("-7", -7),
        ("+7", 7),
        ("1e6", 1e6),
        ("1E-3", 1e-3),
        (".5", 0.5),
        ("1.", 1.0),
        ("-1_0.5e2", -1050.0),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("nan", "nan"),
        ("1.2.3", "1.2.3"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_that_a_plain_scalar_has_no_surprises(text: str, value: object) -> None:
    got = resolve(text)
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize("unit", ["1" * 40 + " km2", "trn trn trn km2", "km2/(trn trn)"])
def test_that_a_unit_with_an_absurd_number_in_it_is_refused(unit: str) -> None:
    with pytest.raises(UnitError, match=r"is too (large|small); move the number into the value"):
        parse_unit(unit)
