"""The file of words that name the same kind of goods."""

import pytest

from marketplace.discovery.synonyms import DATA, find_near, find_synonyms, read_nouns, speaks


def test_the_file_names_each_word_of_a_line_once():
    for noun in read_nouns(DATA.read_text(encoding="utf-8")):
        own = [word for word, language in noun.words if language == "en"]
        assert len(noun.words) > 1
        assert len(own) == len(set(own))


@pytest.mark.parametrize("line", ["bike,bicycle", "bike | deutsch: rad", "bike |", "two words"])
def test_a_line_that_is_none_is_refused(line):
    with pytest.raises(ValueError, match="line 2"):
        read_nouns(f"# nouns\n{line}\n")


@pytest.mark.parametrize(
    ("word", "synonym"),
    [("bikes", "bicycle"), ("Vélo", "bicycle"), ("fussball", "football"), ("batteries", "akku")],
)
def test_number_case_and_accents_do_not_matter(word, synonym):
    assert synonym in find_synonyms(word)
    assert word not in find_synonyms(word)


@pytest.mark.parametrize("word", ["bycicle", "bicycel", "bicyle", "bicyclle"])
def test_one_wrong_letter_or_two_exchanged(word):
    assert find_near(word)[:2] == ("bicycle", "bike")


@pytest.mark.parametrize("word", ["bicycle", "bake", "spandex", "bcclyie"])
def test_other_words_are_near_to_nothing(word):
    assert find_near(word) == ()


@pytest.mark.parametrize(
    ("language", "words", "is_spoken"),
    [
        ("fr", ["tasse", "anse"], True),
        ("fr", ["les", "xyz"], True),
        ("fr", ["comic", "poster"], False),
        ("es", ["zapatos", "cordones"], True),
        ("es", ["original", "book"], False),
    ],
)
def test_a_language_shows_by_its_nouns_and_grammar(language, words, is_spoken):
    assert speaks(language, words) is is_spoken
