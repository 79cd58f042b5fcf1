"""What is left of an HTML page: its words in paragraphs, whatever its mark-up is like."""

import pytest

from factcheck.adapters.html_text import read_html
from factcheck.domain.inputs import BadInput


def lines_of(html: str) -> list[str]:
    return [line for line in read_html(html)[0].split("\n") if line]


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A plan &amp;
  its cost — Outlet</title><style>p { color: red }</style>
<script>document.write("<p>never</p>")</script></head>
<body><nav><ul><li><a href="/">Home</a></ul></nav>
<header><h1>A plan &amp; its <em>cost</em></h1></header>
<!-- <p>not shown</p> -->
<p class=a title='x > y'>It costs 5&nbsp;million&#46; Is 3 < 4 &lt;b&gt;?
   Yes.<br>A second line.
<p>An un<b>clos</b>ed paragraph
<ul><li>one<li>two <i>and</i> a half</ul>
<table><tr><th>Year<td>Sum<tr><td>2020</td><td>7</td></tr></table>
<pre>kept  as
 typed</pre>
<svg><path d="M0 0"/><text>drawn</text></svg><template>hidden</template>
<form><button>Press</button><select><option>a<option>b</select><textarea>typed</textarea></form>
</body></html>"""


def test_a_page_becomes_its_paragraphs():
    assert lines_of(PAGE) == [
        "A plan & its cost",
        "It costs 5\xa0million. Is 3 < 4 <b>? Yes.",
        "A second line.",
        "An unclosed paragraph",
        *("one", "two and a half", "Year Sum", "2020 7"),
        *("kept  as", "typed"),
    ]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (PAGE, "A plan & its cost — Outlet"),
        ("<h1>First</h1><h1>Second</h1><p>x", "First"),
        ("<h1>First</h1><title>The title</title><svg><title>A drawing</title></svg>", "The title"),
        ("<title> </title><h1>The <i>head</i>line</h1>", "The headline"),
        ("<p>x", ""),
    ],
)
def test_a_page_has_the_title_it_names_or_else_its_first_heading(html, title):
    assert read_html(html)[1] == title


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>a<!-- unclosed <p>b", ["a"]),
        ("<p>a<!--><p>b", ["a", "b"]),
        ("<p>a<script>b", ["a"]),
        ("<p>a</p><SCRIPT>b</script >c", ["a", "c"]),
        ("<p>a<a href='b", ["a"]),
        ("<p>a<?php b ?><p>c", ["a", "c"]),
        ("<p>a<![CDATA[b]]><p>c", ["a", "c"]),
        ("<p>1 <2 <- 3 <", ["1 <2 <- 3 <"]),
        ('<p title="a>b">c', ["c"]),
        ("<p title=it's>don't", ["don't"]),
        ("<p/>a<div/>b", ["a", "b"]),
        ("a\fb<p>c\f\n d", ["a b", "c d"]),
        ("<scr<script>a</script>ipt>b", ["aipt>b"]),
        ("<p>a</div></p></p>b", ["a", "b"]),
        ("<nav><nav>a</nav>b</nav>c", ["c"]),
        ("<p>&#x41;&nbsp;&hellip;&#0;&bogus;", ["A\xa0…\ufffd&bogus;"]),
        ('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><p>&y;', ["]>", "&y;"]),
        ("<img src=x onerror=alert(1)>a", ["a"]),
        ("<script></script><style></style>", []),
    ],
)
def test_broken_html_is_read_as_a_browser_would_show_it(html, lines):
    assert lines_of(html) == lines


@pytest.mark.parametrize(
    "html", ["<div>" * 100_000, "<a><b>" * 20_000, "<div>" * 257 + "</div>" * 257]
)
def test_html_that_is_nested_too_deep_is_refused(html):
    with pytest.raises(BadInput, match=r"^The HTML is nested more than 256 levels deep\.$"):
        read_html(html)


def test_html_may_be_as_deep_as_the_limit_and_elements_without_end_tags_do_not_nest():
    assert lines_of("<div>" * 256 + "x") == ["x"]
    assert lines_of("<p>x" * 1_000) == ["x"] * 1_000
    assert lines_of("<ul>" + "<li>x" * 1_000) == ["x"] * 1_000
    assert lines_of("<table>" + "<tr><td>x" * 1_000) == ["x"] * 1_000
    assert lines_of("<svg>" + "<path/>" * 1_000 + "</svg>x") == ["x"]


def test_html_of_too_many_tags_is_refused():
    assert read_html("<br>" * 100_000 + "x")[0] == "x"
    with pytest.raises(BadInput, match=r"^The HTML has more than 100,000 tags\.$"):
        read_html("<br>" * 100_001)
