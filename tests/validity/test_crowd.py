"""How much a crowd forecast moves the chance of a ceasefire."""

import pytest

from tests.validity.paired import by, difference, members, moves, run, said


@pytest.mark.parametrize(("anchors", "most"), [("as drawn", 0.04), ("elicited only", 0.15)])
def test_that_the_weight_of_the_crowd_changes_the_chance_of_a_ceasefire_by_a_bounded_amount(anchors, most):
    """Number 35: weight 0.3 against 0. Over all draws and, as the upper end, in draws with the elicited anchor."""
    settings = []
    for weight in (0.0, 0.3):
        c = members("muddle_through", 4096).set(crowd_record=weight)
        if anchors == "elicited only":
            c.set(weight_base_rate=0, weight_ultimatum=0, weight_crowd=1)
        settings.append(run(c, 104)["ceasefire_week"])
    for week in (26, 52, 104):
        found = difference(by(settings[1], week), by(settings[0], week))
        print(said(f"{anchors}: ceasefire by week {week}, weight 0.3 against 0", found))
        assert moves(found, 4) and 0 < found.value + 2 * found.mcse < most
