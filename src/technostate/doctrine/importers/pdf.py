"""PDF files: the text layer, with the lines of a paragraph joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.found import Found, from_text
from technostate.doctrine.importers.limits import CHARACTERS, PDF_PAGES, SourceFile
from technostate.errors import DataError

_END = re.compile(r"[。！？；：.!?:;]['\"”’」）)]*$")
_PAGE_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")


def read_pdf(file: SourceFile) -> Iterator[Found]:
    """Yield the text of a PDF file; raises `DataError` if it is encrypted, damaged, too long or only images."""
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError:
        raise DataError(
            f"{file.name}: PDF cannot be read, the package pypdfium2 is not installed",
            hint="pip install 'technostate[doctrine]'",
        ) from None
    if b"%PDF-" not in file.data[:1024]:
        raise DataError(f"{file.name} is not a PDF file", hint="look at its ending")
    try:
        opened = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise DataError(
            f"{file.name} {'is encrypted' if locked else f'is damaged: {error}'}",
            hint="save it without a password" if locked else "save it again with its program",
        ) from None
    try:
        if len(opened) > PDF_PAGES:
            raise DataError(f"{file.name} has {len(opened)} pages", hint=f"at most {PDF_PAGES} are read; split it")
        pieces = [piece for text in _pages(opened, file.name) for piece in join_lines(text.splitlines())]
    except pypdfium2.PdfiumError as error:
        raise DataError(f"{file.name} is damaged: {error}", hint="save it again with its program") from None
    finally:
        opened.close()
    yield from_text(file, "", "pdf", pieces=pieces)


def _pages(opened: object, name: str) -> Iterator[str]:
    total = 0
    for page in opened:  # type: ignore[attr-defined]
        text_page = page.get_textpage()
        text = clean(text_page.get_text_bounded())
        text_page.close()
        page.close()
        total += len(text)
        if total > CHARACTERS:
            raise DataError(f"{name} is too long for one document", hint=f"at most {CHARACTERS:,} characters")
        yield text


def join_lines(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of a page: a line goes on unless it ends a sentence or is clearly shorter than most.

    Examples
    --------
    >>> join_lines(["国家安全是民族复兴的", "根基。", "社会稳定是国家强盛的", "前提。"])
    ['国家安全是民族复兴的根基。', '社会稳定是国家强盛的前提。']
    """
    filled = [line.strip() for line in lines if line.strip() and not _PAGE_NUMBER.match(line)]
    if not filled:
        return []
    usual = median(map(len, filled))
    found, open_ = [], ""
    for line in filled:
        joint = "" if not open_ or not (open_[-1].isascii() and line[0].isascii()) else " "
        open_ += joint + line
        if _END.search(line) or len(line) < 0.6 * usual:
            found.append(open_)
            open_ = ""
    return [*found, open_] if open_ else found
