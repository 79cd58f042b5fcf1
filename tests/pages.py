"""A page as a test reads it: its elements, their text, what stands beside a field.  No browser, no scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("br hr img input link meta source track wbr".split())


@dataclass
class Element:
    """One element; `children` are elements and texts in their order."""

    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """The element itself and all below it."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def raw(self, *without: str) -> str:
        """The text, character for character, leaving out elements that carry one of these attributes."""
        if any(name in self.attributes for name in without):
            return ""
        return "".join(c if isinstance(c, str) else c.raw(*without) for c in self.children)

    @property
    def text(self) -> str:
        """The text as a person reads it: runs of blanks joined."""
        return " ".join(self.raw().split())

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, tag: str = "", **wanted: str) -> list["Element"]:
        """Elements of this tag whose attributes are as wanted (`class_` is one class, `data_claim` a data-claim)."""
        return [one for one in self if tag in {"", one.tag} and one.has(**wanted)]

    def has(self, **wanted: str) -> bool:
        for name, value in wanted.items():
            if name == "class_":
                if value not in self.classes:
                    return False
            elif self.attributes.get(name.replace("_", "-")) != value:
                return False
        return True

    def id(self, name: str) -> "Element":
        """The one element with this id.  Raises `KeyError`: a page says each id once."""
        found = self.all(id=name)
        if len(found) != 1:
            raise KeyError(f"{len(found)} elements are called {name!r}")
        return found[0]

    def named(self, name: str) -> list["Element"]:
        """The controls of this name."""
        return [one for one in self if one.attributes.get("name") == name]

    def links(self) -> dict[str, str]:
        """Address of each link by its text."""
        return {one.text: one.attributes.get("href", "") for one in self.all("a")}

    def value(self, name: str) -> str:
        """What the first control of this name holds: text typed, or the choice made."""
        controls = self.named(name)
        chosen = [c for c in controls if "checked" in c.attributes]
        first = (chosen or controls)[0]
        if first.tag == "textarea":
            return first.raw().replace("\r\n", "\n").removeprefix("\n")
        if first.tag == "select":
            options = first.all("option")
            selected = [o for o in options if "selected" in o.attributes] or options
            return selected[0].attributes.get("value", "")
        if first.attributes.get("type") in {"radio", "checkbox"} and not chosen:
            return ""
        return first.attributes.get("value", "")

    def error(self, name: str) -> str:
        """The sentence beside a field; '' when nothing is wrong with it."""
        found = self.all(id=f"{name}-error")
        return found[0].text if found else ""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The page.  Fails on elements that are closed in another order than they were opened."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> stays open"
    return builder.root
