"""The list of towns, as the package brings it."""

import pytest

from tenants.kernel.towns import Spot, distance_km, list_towns

BERLIN, POTSDAM = Spot(52.52437, 13.41053), Spot(52.39886, 13.06566)


def test_towns_have_their_place_and_names_in_other_scripts():
    towns = {town.name: town for town in list_towns(frozenset({"AD", "LU"}))}

    assert {town.country for town in towns.values()} == {"AD", "LU"}
    luxembourg = towns["Luxembourg"]
    assert distance_km(luxembourg.spot, Spot(49.61, 6.13)) < 2
    assert {"luxembourg", "luxemburg", "ルクセンブルク"} <= luxembourg.names


@pytest.mark.parametrize(
    ("start", "end", "kilometres"),
    [
        (BERLIN, BERLIN, 0),
        (BERLIN, POTSDAM, 27),
        (Spot(0, 179.5), Spot(0, -179.5), 111),
        (Spot(90, 0), Spot(-90, 0), 20015),
    ],
)
def test_distances_are_those_on_a_globe(start, end, kilometres):
    assert distance_km(start, end) == pytest.approx(kilometres, abs=1)
