"""How much a crowd forecast moves the chance of an agreement."""

import pytest

from tests.validity.paired import by, difference, members, moves, run, said

LOW, HIGH = 0.19, 0.86
"""The record of crowds at its 10 and 90 % values: 0.4 exp(-+1.28 x 0.6)."""


@pytest.mark.parametrize(("anchors", "most"), [("as drawn", 0.06), ("crowd only", 0.5)])
def test_that_the_record_of_crowds_changes_the_chance_of_an_agreement_by_a_bounded_amount(anchors, most):
    """Over all draws and, as the upper end, in draws with the anchor of the crowd."""
    settings = []
    for record in (LOW, HIGH):
        c = members("muddle_through", 4096).set(crowd_record=record)
        if anchors == "crowd only":
            c.set(weight_base_rate=0, weight_ultimatum=0, weight_crowd=1)
        settings.append(run(c, 104)["agreement_week"])
    for week in (26, 52, 104):
        found = difference(by(settings[1], week), by(settings[0], week))
        print(said(f"{anchors}: agreement by week {week}, record {HIGH} against {LOW}", found))
        assert moves(found, 4) and 0 < found.value + 2 * found.mcse < most
