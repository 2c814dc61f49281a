"""What an address consists of: a book's, a checkout's, an order's."""

from collections.abc import Mapping

LONGEST = {  # characters, as in the columns
    "first_name": 150,
    "last_name": 150,
    "line1": 200,
    "line2": 200,
    "postcode": 20,
    "city": 120,
    "state": 120,
    "country": 2,
    "phone_number": 20,
}
FIELDS = tuple(LONGEST)
# What some countries need and others have not.
BY_COUNTRY = ("postcode", "city", "state")

Address = Mapping[str, str]
