"""What a browser would send for a form of a page."""

from __future__ import annotations

from html.parser import HTMLParser


class Form(HTMLParser):
    """Reads the controls of the first form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self._select: str | None = None
        self._chosen: str | None = None
        self._wrong = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read one control."""
        said = {key: value or "" for key, value in attrs}
        self._wrong = said.get("class") == "wrong"
        if tag == "input" and "name" in said:
            if said.get("type") != "checkbox" or "checked" in said:
                self.pairs.append((said["name"], said.get("value", "")))
        elif tag == "select":
            self._select, self._chosen = said.get("name"), None
        elif tag == "option" and self._select is not None and ("selected" in said or self._chosen is None):
            self._chosen = said.get("value", "")
        elif tag == "textarea":
            self.pairs.append((said["name"], ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read one control that has no end."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Read what is said to be wrong."""
        if self._wrong:
            self.wrong.append(data)
            self._wrong = False

    def handle_endtag(self, tag: str) -> None:
        """End a choice."""
        if tag == "select" and self._select is not None:
            self.pairs.append((self._select, self._chosen or ""))
            self._select = None


def sent(page: str) -> list[tuple[str, str]]:
    """Return the fields that a browser sends for the form of a page."""
    form = Form()
    form.feed(page)
    return form.pairs


def wrong(page: str) -> list[str]:
    """Return what a page says is wrong beside its fields."""
    form = Form()
    form.feed(page)
    return form.wrong
