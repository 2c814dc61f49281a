"""Where goods are sent to."""

ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lind",
    "line1": "Hafenstraße 3",
    "city": "Hamburg",
    "postcode": "20459",
    "country": "DE",
    "phone_number": "+4940123456",
}
