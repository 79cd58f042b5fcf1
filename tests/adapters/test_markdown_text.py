"""What is left of a Markdown file: its words, with wrapped lines joined and marks gone."""

import pytest

from factcheck.adapters.html_text import read_html
from factcheck.adapters.markdown_text import markdown_to_html
from factcheck.domain.inputs import BadInput


def markdown_lines(source: str) -> list[str]:
    return [line for line in read_html(markdown_to_html(source))[0].split("\n") if line]


MARKDOWN = r"""# A plan & *its* cost #

A paragraph that is
wrapped, with **strong _words_**, `code *as* typed`, a [link](https://a.example/x_(y) "t"),
an ![image](b.png), a [reference][1], <https://c.example/d_e> and \*stars\*.
First line@@
second line\
third line

[1]: https://d.example "not shown"

A heading of two lines
----------------------

> quoted words
> go on

* one
- two
+ *three*
1. first
2) second

---

| Year | Sum |
|:-----|----:|
| 2020 | 7   |

```python
x = a * b * c  # <b>
```
snake_case and 5 * 3 * 2 and a lone * star, AT&amp;T &copy; <b>bold</b> <script>x</script>
""".replace("@@", "  ")


def test_markdown_becomes_its_words():
    assert read_html(markdown_to_html(MARKDOWN))[1] == "A plan & its cost"
    assert markdown_lines(MARKDOWN) == [
        "A plan & its cost",
        (
            "A paragraph that is wrapped, with strong words, code *as* typed, a link, an image,"
            " a reference, https://c.example/d_e and *stars*. First line"
        ),
        "second line",
        "third line",
        "A heading of two lines",
        "quoted words go on",
        *("one", "two", "three", "1. first", "2) second"),
        *("Year Sum", "2020 7"),
        "x = a * b * c # <b>",
        "snake_case and 5 * 3 * 2 and a lone * star, AT&T © bold",
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Title\n=====\ntext", ["Title", "text"]),
        ("#hashtag", ["#hashtag"]),
        ("***both*** and __*nested*__", ["both and nested"]),
        ("*open and **never closed", ["*open and **never closed"]),
        ("a*b*c __init__.py", ["abc init.py"]),
        ("`` a ` b ``", ["`` a ` b ``"]),
        ("[![alt](a.png)](b)", ["alt"]),
        ("[not a link] and [1]", ["[not a link] and [1]"]),
        ("```\nunclosed\n\n  code", ["unclosed", "code"]),
        ("~~~\n```\n~~~\nx", ["```", "x"]),
        ("> # quoted heading\n\n> > deep", ["quoted heading", "deep"]),
        ("- - -\n* * *\n___", []),
        ("-\n-5 degrees", ["-5 degrees"]),
        ("2020 was\n5 years ago", ["2020 was 5 years ago"]),
        ("a <!-- b --> c", ["a c"]),
    ],
)
def test_markdown_marks_go_and_everything_else_stays(source, lines):
    assert [line.replace("  ", " ") for line in markdown_lines(source)] == lines


def test_markdown_of_too_many_blocks_is_refused():
    assert len(markdown_lines("- a\n" * 20_000)) == 20_000
    with pytest.raises(BadInput, match=r"^More than 20,000 sentences; split the article\.$"):
        markdown_to_html("- a\n" * 20_001)
