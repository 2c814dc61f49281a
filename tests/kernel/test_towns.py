"""The list of towns, as the package brings it."""

import json
from collections import Counter, defaultdict

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


@pytest.mark.world
def test_all_towns_of_the_package_are_listed_each_once():
    rows = json.loads(towns.FILE.read_text(encoding="ascii")).values()
    expected = Counter((row["countrycode"], row["name"], row["population"]) for row in rows)
    countries = frozenset(row["countrycode"] for row in rows)
    listed = Counter((town.country, town.name, town.people) for town in list_towns(countries))
    assert listed == expected


def test_a_name_says_where_each_town_of_it_lies(monkeypatch):
    towns._gazetteers.clear()
    assert [round(spot.latitude) for spot in sorted(spots_of("DE", "COSWIG"))] == [51, 52]
    monkeypatch.setattr(towns, "list_towns", None)  # the file is read once for a country
    assert spots_of("DE", "Kleinkleckersdorf") == ()
    assert len(spots_of("DE", "Kosvig")) == 2


def test_in_a_country_that_is_none_nothing_lies():
    assert spots_of("XX", "Berlin") == ()
    assert "XX" not in towns._gazetteers


def test_every_name_of_a_country_is_looked_up_to_a_metre():
    spots = defaultdict(list)
    for town in list_towns(frozenset({"LU"})):
        for name in town.names:
            spots[name].append(town.spot)
    for name, expected in spots.items():
        looked_up = spots_of("LU", name.upper())
        assert len(looked_up) == len(expected)
        for spot in expected:
            assert min(distance_km(spot, other) for other in looked_up) < 0.002


def test_where_names_lie_is_kept_in_a_few_bytes_each():
    """Of all countries, as somebody may ask about: some ten megabytes."""
    spots_of("DE", "Berlin")
    hashes, *degrees = towns._gazetteers["DE"]
    assert all(column.itemsize <= 4 for column in degrees)
    assert hashes.itemsize == 8


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
