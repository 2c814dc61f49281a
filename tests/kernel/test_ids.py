import re
import uuid

from tenants.kernel.ids import new_token, order_number, short_id, token_digest


def test_a_short_id_depends_on_the_uuid_alone() -> None:
    value = uuid.UUID("f47ac10b-58cc-4372-a567-0e02b2c3d479")
    assert short_id(value) == short_id(uuid.UUID(str(value)))
    assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{12}", short_id(value))


def test_short_ids_of_ten_thousand_uuids_differ() -> None:
    assert len({short_id(uuid.uuid4()) for _ in range(10_000)}) == 10_000


def test_order_numbers_name_the_shop_and_do_not_count() -> None:
    numbers = [order_number("clay") for _ in range(1_000)]
    assert len(set(numbers)) == 1_000
    assert all(re.fullmatch(r"CLAY-[0-9A-HJKMNP-TV-Z]{10}", number) for number in numbers)


def test_a_token_has_256_bits() -> None:
    assert re.fullmatch(r"[\w-]{43}", new_token())


def test_a_digest_is_not_the_token() -> None:
    assert token_digest("secret") != "secret"
    assert len(token_digest("secret")) == 64
