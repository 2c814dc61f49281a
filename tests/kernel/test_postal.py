"""What an address needs by country, in what form it is kept, and how it is printed."""

import pytest

from tenants.kernel.countries import country_names
from tenants.kernel.postal.checks import normal_address, place_problems, problems_of
from tenants.kernel.postal.fields import BY_COUNTRY, LONGEST
from tenants.kernel.postal.lines import address_line, address_lines, person_name
from tenants.kernel.postal.place_names import SECOND_NAMES
from tenants.kernel.postal.postcodes import normal_postcode
from tenants.kernel.postal.rules import rule_of
from tenants.kernel.postal.spellings import fold, is_latin
from tenants.kernel.postal.subdivisions import spelling_of
from tenants.kernel.postal.words import label_of


def address(country, **values):
    return normal_address({"first_name": "Ada", "line1": "1 High St", "country": country} | values)


@pytest.mark.parametrize(
    ("country", "values"),
    [
        ("HK", {"city": "Central"}),
        ("HK", {"city": "Hong Kong"}),
        ("HK", {"state": "Kowloon"}),
        ("HK", {"state": "九龍", "city": "旺角"}),
        ("AE", {"city": "Dubai"}),
        ("AE", {"state": "Abu Dhabi", "city": "Al Ain"}),
        ("AE", {"state": "دبي"}),
        ("IE", {"city": "Cork"}),
        ("IE", {"city": "Dublin 2", "state": "Dublin", "postcode": "D02 X285"}),
        ("SG", {"postcode": "018956"}),
        ("US", {"city": "Austin", "state": "Texas", "postcode": "78701"}),
        ("ES", {"city": "Madrid", "postcode": "28013"}),
        ("JP", {"state": "Tokyo", "city": "Shibuya-ku", "postcode": "1500001"}),
        ("AO", {"city": "Luanda"}),
        ("XK", {"city": "Prishtina"}),
    ],
)
def test_what_a_country_does_not_need_is_not_asked_for(country, values):
    assert problems_of(address(country, **values)) == {}


@pytest.mark.parametrize(
    ("country", "values", "problems"),
    [
        (
            "DE",
            {"city": "Berlin", "postcode": "1011"},
            {"postcode": "A postcode in Germany is five digits, such as 26133."},
        ),
        (
            "DE",
            {"city": "Berlin"},
            {"postcode": "A postcode is needed in Germany, such as 26133."},
        ),
        (
            "US",
            {"city": "Austin", "postcode": "787"},
            {
                "state": "A state is needed in the United States, such as Alabama (AL).",
                "postcode": "A ZIP code in the United States is five digits, such as 95014.",
            },
        ),
        (
            "US",
            {"city": "Austin", "state": "Texxas", "postcode": "78701"},
            {"state": "A state in the United States is one of a list, such as Alabama (AL)."},
        ),
        (
            "AE",
            {"city": "Al Ain"},
            {"state": "An emirate is needed in the United Arab Emirates, such as Abu Dhabi."},
        ),
        (
            "IE",
            {"city": "Cork", "postcode": "T12"},
            {"postcode": "An Eircode in Ireland looks like A65 F4E2."},
        ),
        ("HK", {}, {"city": "This field is required."}),
        (
            "GB",
            {"city": "London", "postcode": "SW1Y 4JH", "first_name": ""},
            {"first_name": "This field is required."},
        ),
        ("FR", {"postcode": "75001"}, {"city": "This field is required."}),
        ("XX", {"city": "M"}, {"country": "Use the two letters of the country, such as DE."}),
    ],
)
def test_what_is_wrong_is_told_with_an_example(country, values, problems):
    assert problems_of(address(country, **values)) == problems


def test_one_name_is_enough_whichever_it_is():
    assert problems_of(address("IE", city="Cork", first_name="", last_name="Teller")) == {}


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("GB", "sw1y4jh", "SW1Y 4JH"),
        ("GB", "m25bq", "M2 5BQ"),
        ("DE", "D-10115", "10115"),
        ("DE", "１０１１５", "10115"),
        ("CH", "CH-8001", "8001"),
        ("SE", "98131", "981 31"),
        ("LV", "1010", "LV-1010"),
        ("NL", "1012ab", "1012 AB"),
        ("PT", "4050266", "4050-266"),
        ("CA", "h3z2y7", "H3Z 2Y7"),
        ("JP", "1500001", "150-0001"),
        ("US", "787011234", "78701-1234"),
        ("IE", "d02x285", "D02 X285"),
        ("SA", "١١٥٦٤", "11564"),
        ("DE", "101 1", "101 1"),
        ("HK", "999077", ""),
        ("AE", "00000", ""),
        ("AE", "PO Box 12", "PO Box 12"),
    ],
)
def test_a_postcode_is_kept_as_its_country_writes_it(country, typed, stored):
    assert normal_postcode(typed, rule_of(country)) == stored


def test_what_no_column_holds_is_not_read_as_a_postcode():
    typed = "10115".rjust(LONGEST["postcode"])
    assert normal_postcode(typed, rule_of("DE")) == "10115"
    assert normal_postcode(f" {typed}", rule_of("DE")) == f" {typed}"


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("US", "california", "CA"),
        ("US", "ca", "CA"),
        ("US", "US-CA", "CA"),
        ("CA", "Québec", "QC"),
        ("CA", "quebec", "QC"),
        ("ES", "M", "Madrid"),
        ("IE", "County Cork", "Co. Cork"),
        ("AE", "DUBAI", "Dubai"),
        ("AE", "دبي", "دبي"),
        ("JP", "tokyo", "Tokyo"),
        ("JP", "東京都", "東京都"),
        ("CN", "Guangdong", "Guangdong Sheng"),
        # One letter in the forms of China, Taiwan and Japan.
        ("TW", "臺北市", "台北市"),
        ("TW", "臺東縣", "台東縣"),
        ("TW", "云林县", "雲林縣"),
        ("CN", "廣東省", "广东省"),
        ("CN", "陝西", "陕西省"),
        ("JP", "冲绳", "沖縄県"),
        # Without the word or letter that says what it is, or with one.
        ("CN", "广东", "广东省"),
        ("CN", "北京", "北京市"),
        ("CN", "香港特别行政区", "香港"),
        ("CN", "Guangdong Province", "Guangdong Sheng"),
        ("JP", "大阪", "大阪府"),
        ("JP", "東京", "東京都"),
        ("JP", "京都", "京都府"),
        ("JP", "Tokyo-to", "Tokyo"),
        ("JP", "Osaka-fu", "Osaka"),
        ("KR", "서울시", "서울특별시"),
        ("KR", "제주도", "제주특별자치도"),
        ("TW", "Taipei", "Taipei City"),
        ("TW", "台北", "台北市"),
        ("RU", "Московская обл.", "Московская область"),
        ("RU", "Татарстан", "Республика Татарстан"),
        ("AE", "إمارة دبي", "دبي"),
        ("BR", "Estado de São Paulo", "SP"),
        ("US", "Texas State", "TX"),
        # Abbreviations, blanks, signs.
        ("US", "D.C.", "DC"),
        ("US", "N. Y.", "NY"),
        ("AU", "N.S.W.", "NSW"),
        ("CA", "P.E.I.", "PE"),
        ("IN", "U.P.", "Uttar Pradesh"),
        ("IN", "Tamilnadu", "Tamil Nadu"),
        ("BR", "S. Paulo", "SP"),
        ("US", "N. Carolina", "NC"),
        ("US", "Calif.", "CA"),
        ("AE", "أبوظبي", "أبو ظبي"),
        ("IT", "L’Aquila", "AQ"),
        ("JM", "Saint Andrew", "St. Andrew"),
        ("TR", "IĞDIR", "Iğdır"),
        ("TR", "ığdır", "Iğdır"),
        ("VN", "Da Nang", "Đà Nẵng"),
        # Both names of one.
        ("US", "Alabama (AL)", "AL"),
        ("US", "TX - Texas", "TX"),
        ("CO", "Bogotá D.C.", "Bogotá"),
        ("ES", "Araba/Álava", "Álava"),
        # Second official names, and former ones.
        ("US", "Washington, D.C.", "DC"),
        ("US", "Washington", "WA"),
        ("ES", "Bizkaia", "Vizcaya"),
        ("ES", "ES-M", "Madrid"),
        ("IN", "Pondicherry", "Puducherry"),
        ("MX", "Edo. Mex.", "Méx."),
        ("MX", "México", "Méx."),
        ("CA", "Colombie-Britannique", "BC"),
        ("IN", "केरल", "Kerala"),
        ("KR", "강원특별자치도", "강원도"),
        ("TW", "臺北縣", "新北市"),
        # What could be several, or is none, stays as it is.
        ("TW", "新竹", "新竹"),
        ("JP", "福島区", "福島区"),
        ("US", "Miss", "MS"),
        ("US", "New", "New"),
        ("US", "Kansas City", "Kansas City"),
        ("US", "America", "America"),
        ("AU", "Australia", "Australia"),
        ("IE", "Munster", "Munster"),
        ("DE", "Sachsen", "Sachsen"),
    ],
)
def test_a_state_is_known_by_name_and_code(country, typed, stored):
    assert address(country, state=typed)["state"] == stored


def test_a_spelling_is_of_one_subdivision_alone():
    """Of those that have any, in every country; and each is found by its own."""
    for country in country_names():
        rule = rule_of(country)
        spellings = [text for state in rule.subdivisions for text in state.spellings]
        assert len(spellings) == len(set(spellings)), country
        for state in rule.subdivisions:
            for text in {state.native, state.latin, state.name, *state.spellings} - {""}:
                assert address(country, state=text)["state"] == spelling_of(state, text), text


def test_a_second_name_is_of_a_subdivision_and_no_rule_reads_it():
    for country, names in SECOND_NAMES.items():
        spellings = {state.latin: state.names for state in rule_of(country).subdivisions}
        assert set(names) <= set(spellings), country
        for name, others in names.items():
            assert spellings[name].isdisjoint(map(fold, others)), (country, name)


@pytest.mark.parametrize("country", ["XX", "us", "", "all"])
def test_what_is_no_country_has_the_general_rule(country):
    assert rule_of(country).subdivisions == ()


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Praça 1º de Maio", True), ("2ª Avenida", True), ("東京 1", False), ("Perú 東", False)],
)
def test_ordinals_are_of_the_latin_script(text, latin):
    assert is_latin(text) is latin


def test_a_town_that_names_the_state_is_enough():
    assert address("AE", city="dubai")["state"] == "Dubai"
    assert address("HK", city="Mong Kok")["state"] == "Kowloon"
    assert address("ES", postcode="28013", city="Madrid")["state"] == "Madrid"
    assert address("US", city="New York", postcode="10001")["state"] == ""


@pytest.mark.parametrize(
    ("country", "values", "lines"),
    [
        ("DE", {"city": "Berlin", "postcode": "10115"}, ["10115 Berlin", "Germany"]),
        (
            "GB",
            {"city": "London", "postcode": "SW1Y 4JH", "line2": "Flat 2"},
            ["Flat 2", "London", "SW1Y 4JH", "United Kingdom"],
        ),
        (
            "US",
            {"city": "Austin", "state": "TX", "postcode": "78701"},
            ["Austin, TX 78701", "United States"],
        ),
        ("CH", {"city": "Zürich", "postcode": "8001"}, ["CH-8001 Zürich", "Switzerland"]),
        ("CH", {"city": "Zürich"}, ["Zürich", "Switzerland"]),
        ("HK", {"city": "Mong Kok"}, ["Mong Kok", "Kowloon", "Hong Kong SAR China"]),
        ("AE", {"city": "Dubai"}, ["Dubai", "United Arab Emirates"]),
        (
            "AE",
            {"city": "Al Ain", "state": "Abu Dhabi", "postcode": "PO Box 12"},
            ["Al Ain", "PO Box 12", "Abu Dhabi", "United Arab Emirates"],
        ),
        ("SG", {"city": "Singapore", "postcode": "018956"}, ["SINGAPORE 018956", "Singapore"]),
        ("GI", {}, ["GIBRALTAR"]),
        ("MX", {"city": "CDMX", "state": "CDMX", "postcode": "06000"}, ["06000 CDMX", "Mexico"]),
        (
            "DE",
            {"city": "Berlin", "postcode": "10115", "state": "Berlin-Mitte"},
            ["Berlin-Mitte", "10115 Berlin", "Germany"],
        ),
    ],
)
def test_lines_stand_as_the_country_writes_them_and_whole(country, values, lines):
    assert address_lines(address(country, **values)) == ["Ada", "1 High St", *lines]


def test_an_address_in_its_own_script_is_written_from_the_large_to_the_small():
    tokyo = address(
        "JP",
        first_name="太郎",
        last_name="山田",
        line1="神宮前1-2-3",
        city="渋谷区",
        state="東京都",
        postcode="150-0001",
    )

    assert address_lines(tokyo) == [
        "〒150-0001",
        "東京都渋谷区",
        "神宮前1-2-3",
        "山田 太郎",
        "Japan",
    ]
    assert address_line(tokyo) == "〒150-0001, 東京都渋谷区, 神宮前1-2-3, Japan"


def test_the_country_is_in_capitals_on_what_leaves_another():
    berlin = address("DE", city="Berlin", postcode="10115")

    assert address_lines(berlin, sent_from="AT")[-1] == "GERMANY"
    assert address_lines(berlin, sent_from="DE")[-1] == "Germany"


def test_every_country_has_a_rule_that_its_own_examples_keep():
    """And nothing of an address is lost in print."""
    for country in country_names():
        rule = rule_of(country)
        for example in rule.examples:
            place = address(country, postcode=example, city="Ctown", state="Sland")
            assert "postcode" not in place_problems(place), (country, example)
            printed = " ".join(address_lines(place))
            for name in ("first_name", "line1", "city", "state", "postcode"):
                assert place[name] in printed, (country, name, printed)
        assert all(label_of(name, rule) for name in BY_COUNTRY)


@pytest.mark.parametrize(
    ("country", "first", "last", "written"),
    [
        ("JP", "太郎", "山田", "山田 太郎"),
        ("CN", "小明", "王", "王小明"),
        ("KR", "길동", "홍", "홍길동"),
        ("JP", "Taro", "Yamada", "Taro Yamada"),
        ("DE", "太郎", "Yamada", "太郎 Yamada"),
        ("IS", "Björk", "", "Björk"),
    ],
)
def test_a_name_stands_as_it_is_written(country, first, last, written):
    name = {"first_name": first, "last_name": last, "country": country}
    assert person_name(name) == written
