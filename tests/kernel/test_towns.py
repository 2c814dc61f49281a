"""The list of towns, as the package brings it."""

import pytest

from tenants.kernel import towns
from tenants.kernel.towns import Spot, distance_km, list_towns, spots_of

BERLIN, POTSDAM = Spot(52.52437, 13.41053), Spot(52.39886, 13.06566)


def test_towns_have_their_place_and_names_in_other_scripts():
    listed = {town.name: town for town in list_towns(frozenset({"AD", "LU"}))}

    assert {town.country for town in listed.values()} == {"AD", "LU"}
    luxembourg = listed["Luxembourg"]
    assert distance_km(luxembourg.spot, Spot(49.61, 6.13)) < 2
    assert {"luxembourg", "luxemburg", "ルクセンブルク"} <= luxembourg.names


def test_a_name_says_where_each_town_of_it_lies(monkeypatch):
    towns._spots_by_name.cache_clear()
    assert [round(spot.latitude) for spot in sorted(spots_of("DE", "COSWIG"))] == [51, 52]
    monkeypatch.setattr(towns, "list_towns", None)  # the file is read once for a country
    assert spots_of("DE", "Kleinkleckersdorf") == ()
    assert len(spots_of("DE", "Kosvig")) == 2


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
