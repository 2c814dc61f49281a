import pytest

from tenants.kernel.rich_text import clean_html, plain_text


@pytest.mark.parametrize("text", ["", "  \n "])
def test_no_text_is_no_markup(text):
    assert clean_html(text) == ""


def test_plain_text_gets_paragraphs_and_keeps_its_signs():
    assert clean_html("3 < 4\n\nNext") == "<p>3 &lt; 4</p>\n\n<p>Next</p>"


def test_allowed_markup_stays_and_headings_step_down():
    assert clean_html("<h1>Care</h1><p>Wash <b>cold</b></p>") == (
        "<h3>Care</h3><p>Wash <b>cold</b></p>"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Tea &amp;<br>mugs</p>\n", "Tea & mugs"),
        ("3 <4 &\n mugs", "3 <4 & mugs"),
        ("<script>alert(1)</script>Mugs", "Mugs"),
    ],
)
def test_few_words_are_without_markup_and_on_one_line(text, words):
    assert plain_text(text) == words


@pytest.mark.parametrize("level", [3, 4, 5])
def test_headings_below_the_pages_own_stay(level):
    heading = f"<h{level}>Care</h{level}>"

    assert clean_html(heading) == heading


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://evil.example'></iframe>",
        "<style>*{display:none}</style>",
        "<svg><script>alert(1)</script></svg>",
        "<form action='https://evil.example'><input name=password></form>",
    ],
)
def test_what_acts_is_taken_out(evil):
    cleaned = clean_html(f"<p>Fine</p>{evil}")

    assert cleaned.startswith("<p>Fine</p>")
    for word in ("script", "onclick", "onerror", "javascript", "iframe", "style", "form", "img"):
        assert word not in cleaned


def test_links_lead_out_without_trust():
    assert clean_html('<a href="https://maker.example">Maker</a>') == (
        '<a href="https://maker.example" rel="nofollow noopener noreferrer ugc">Maker</a>'
    )
