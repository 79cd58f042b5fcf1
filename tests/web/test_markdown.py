"""An explanation becomes HTML that readers can trust: a few plain elements, nothing that runs."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from factcheck.web import markdown
from factcheck.web.markdown import DEPTH_LIMIT, MARK_LIMIT, render, script

_RUNNING = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
ELEMENTS = {*_RUNNING, *_TABLE, "h3", "h4", "h5", "h6"}
ATTRIBUTES = {"a": {"href", "title", "class", "rel"}, "ol": {"start"}}
ADDRESS = re.compile(r"(?:https?://[^/\s]|mailto:[^/\s]|#source-\d+$)", re.IGNORECASE)


class Reader(HTMLParser):
    """Reads HTML and keeps each element with its attributes, and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(str(html))  # Markup would escape what is added to it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction: {data}")


def assert_harmless(html: str) -> None:
    """Only listed elements and attributes stand in ``html``, and links lead where links may."""
    for element, attributes in Reader(html).elements:
        assert element in ELEMENTS
        assert attributes.keys() <= ATTRIBUTES.get(element, set())
        if "href" in attributes:
            assert ADDRESS.match(attributes["href"] or "")
        if element == "a":
            assert attributes["rel"] == "nofollow noopener"
            assert attributes.get("class", "") in {"", "source-ref"}


# ── What writers may use ──


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Plain *words*, **strong**.", "<p>Plain <em>words</em>, <strong>strong</strong>.</p>\n"),
        ("a  \nb", "<p>a<br>\nb</p>\n"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>\n'),
        ("`x < y`", "<p><code>x &lt; y</code></p>\n"),
        ("```js\nx\n```", "<pre><code>x\n</code></pre>\n"),
        ("---", "<hr>\n"),
        ("Көпір & су", "<p>Көпір &amp; су</p>\n"),
        ("1 < 2 <b>bold</b>", "<p>1 &lt; 2 &lt;b&gt;bold&lt;/b&gt;</p>\n"),
    ],
)
def test_commonmark_is_taken_and_html_is_shown_as_typed(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(("typed", "shown"), [(1, 3), (2, 4), (3, 5), (4, 6), (5, 6), (6, 6)])
def test_headings_stay_below_those_of_the_page(typed: int, shown: int) -> None:
    assert render(f"{'#' * typed} Roads") == f"<h{shown}>Roads</h{shown}>\n"


def test_underlined_headings_stay_below_too() -> None:
    assert render("Roads\n===") == "<h3>Roads</h3>\n"


def test_a_table_keeps_its_cells_and_loses_its_styles() -> None:
    html = render("|a|b|\n|:-|-:|\n|1|2|")
    assert "<th>a</th>\n<th>b</th>" in html
    assert "<td>1</td>\n<td>2</td>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    "address", ["https://a.example/x?y=1#z", "http://a.example", "mailto:a@b.c"]
)
def test_links_to_pages_and_letters_are_links(address: str) -> None:
    html = render(f"[there]({address})")
    assert html == f'<p><a href="{address}" rel="nofollow noopener">there</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        "/desk",
        "//a.example",
        "page",
        "#source-1",
        "?a=b",
        "ftp://a.example",
        "tel:1",
        "https:",
        "x:y",
    ],
)
def test_other_addresses_stay_text(address: str) -> None:
    assert render(f"[there]({address})", sources=2) == f"<p>[there]({address})</p>\n"


def test_a_picture_becomes_a_link_so_that_no_page_asks_a_stranger() -> None:
    html = render("![chart](https://a.example/c.png)")
    assert "<img" not in html
    assert '<a href="https://a.example/c.png" rel="nofollow noopener">chart</a>' in html


# ── References to sources ──


def to_source(number: int) -> str:
    """The link that stands for [number]."""
    return f'<a href="#source-{number}" class="source-ref" rel="nofollow noopener">[{number}]</a>'


def test_a_number_in_brackets_leads_to_its_source() -> None:
    assert render("So [1], *so [3]*.", sources=3) == (
        f"<p>So {to_source(1)}, <em>so {to_source(3)}</em>.</p>\n"
    )


def test_neighbouring_references_are_all_links() -> None:
    assert render("x[1][2]", sources=2) == f"<p>x{to_source(1)}{to_source(2)}</p>\n"


@pytest.mark.parametrize("text", ["[0]", "[4]", "[03]", "[-1]", "[1a]", "[99999]", "[१]", "[ 1]"])
def test_what_is_no_number_of_a_source_stays_text(text: str) -> None:
    assert render(text, sources=3) == f"<p>{text}</p>\n"


def test_without_sources_numbers_in_brackets_stay_text() -> None:
    assert render("See [1].") == "<p>See [1].</p>\n"


def test_references_are_not_made_in_code_in_links_or_of_escaped_brackets() -> None:
    assert "source-ref" not in render(
        "`[1]`, \\[1\\], [see [1] there](https://a.example)\n\n    [1]\n", sources=1
    )


def test_references_work_in_tables_headings_and_lists() -> None:
    html = render("# A [1]\n\n- b [1]\n\n|c [1]|\n|-|\n|d [1]|", sources=1)
    assert html.count(to_source(1)) == 4


# ── What must never run ──

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jav&#x0A;ascript:alert(1)'>x</a>",
    "<a href=/logout>x</a>",
    "<a href=//x.example>x</a>",
    "<a href='#top' class='button' target=_blank>x</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<form action=javascript:alert(1)><button>x",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//x.example>",
    "<link rel=stylesheet href=//x.example/x.css>",
    "<style>@import '//x.example'</style>",
    "<p style=background:url(javascript:alert(1))>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=javascript:alert(1)?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "</p><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://a.example/1)",
    "[x](view-source:https://a.example)",
    '[x](https://a.example/"onmouseover=alert(1))',
    '[x](https://a.example "t\\" onmouseover=alert(1) \\"")',
    "[x](https://a.example '\"><script>alert(1)</script>')",
    "![x](javascript:alert(1))",
    '![x](https://a.example/x.png "\\" onerror=alert(1)")',
    '![" onerror="alert(1)](https://a.example/x.png)',
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[1]\n\n[1]: data:text/html,<script>alert(1)</script>",
    "<javascript:alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    "<data:text/html,x>",
    '```"><script>alert(1)</script>\nx\n```',
    '~~~ js" onclick="alert(1)\nx\n~~~',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "# <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "> <svg/onload=alert(1)>",
    "**<b onclick=alert(1)>**",
    "{{7*7}} {% raw %} ${7*7} #{7*7}",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\u2028<script>\u2029alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\ud83d<script>alert(1)</script>",
    "<x onclick=alert(1)>[1]</x>",
    "[1](javascript:alert(1))",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_live(payload: str) -> None:
    assert_harmless(render(payload, sources=3))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_live_inside_other_text(payload: str) -> None:
    assert_harmless(
        render(f"> - *words {payload} and* `{payload}` [{payload}]({payload})\n", sources=1)
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_last_gate_holds_alone(payload: str) -> None:
    """Were the parser to let everything through, nh3 would still stop it."""
    assert_harmless(markdown._clean(payload.encode("utf-8", "replace").decode()))


_PIECES = st.sampled_from(
    [
        *"<>[]()!`*_\"'&#:/\\|=-+~ \n\t\x00",
        *(
            "script",
            "javascript:",
            "onerror=",
            "img",
            "href",
            "https://a.b",
            "[1]",
            "&#x6a;",
            "data:",
        ),
        *("</", "<!--", "-->", "```", "\n\n", "    ", "svg", "style", "|-|\n", "]: ", "\u2028"),
    ]
)


@given(st.text() | st.lists(_PIECES, max_size=40).map("".join))
def test_no_text_at_all_becomes_a_script_a_handler_or_a_bad_link(text: str) -> None:
    assert_harmless(render(text, sources=9))


@given(st.text() | st.lists(_PIECES, max_size=40).map("".join))
def test_the_plain_form_is_as_harmless_and_keeps_every_word(text: str) -> None:
    html = markdown._plain(text)
    assert_harmless(html)
    assert Reader(html).text.split() == text.split()


def test_what_is_rendered_needs_no_second_escaping() -> None:
    assert isinstance(render("*x*"), Markup)
    assert isinstance(render(nested_emphasis(DEPTH_LIMIT)), Markup)


# ── Limits ──


def test_the_limits_are_those_that_were_measured() -> None:
    assert (DEPTH_LIMIT, MARK_LIMIT) == (256, 20_000)


def nested_emphasis(depth: int) -> str:
    """Markdown whose HTML has ``depth`` elements inside its paragraph."""
    return "*" * (2 * depth) + "x" + "*" * (2 * depth)


def test_a_text_as_deep_as_the_limit_is_rendered() -> None:
    assert render(nested_emphasis(DEPTH_LIMIT - 1)).count("<strong>") == DEPTH_LIMIT - 1


def test_a_deeper_text_is_shown_plain() -> None:
    deep = nested_emphasis(DEPTH_LIMIT)
    assert render(deep) == f"<p>{deep}</p>"


FLOODS = ["> ", "[", "[]", "*a ", "`", "![", "<div>", "[a](", "&", "|", "a\n", "\\", "_a"]


@pytest.mark.parametrize("mark", FLOODS)
def test_a_flood_of_marks_is_shown_plain_and_never_reaches_the_parser(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "_PARSER", None)
    flood = (mark * 50_000).strip()
    html = render(flood)
    assert_harmless(html)
    assert Reader(html).text == flood


@pytest.mark.parametrize("mark", ["- ", "1. ", "+ ", "    "])
def test_lists_in_lists_stop_long_before_the_limit(mark: str) -> None:
    html = render(mark * 50_000 + "x")
    assert_harmless(html)
    assert html.count("<li>") < DEPTH_LIMIT


def test_as_many_marks_as_the_limit_are_parsed() -> None:
    assert render("*a* " * (MARK_LIMIT // 2)).count("<em>") == MARK_LIMIT // 2
    assert "<em>" not in render("*a* " * (MARK_LIMIT // 2) + "<")


def test_paragraphs_survive_the_plain_form() -> None:
    deep = nested_emphasis(DEPTH_LIMIT)
    assert render(f"First & <b>.\n\n \n{deep}") == f"<p>First &amp; &lt;b&gt;.</p>\n<p>{deep}</p>"


# ── JSON in a page ──


def test_data_for_a_script_element_is_marked_safe_and_cannot_end_it() -> None:
    data = {"claimReviewed": "</script><b>&"}
    assert isinstance(script(data), Markup)
    assert "<" not in script(data)
    assert json.loads(script(data)) == data
