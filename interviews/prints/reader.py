"""Reads a coded print: the PDF that a browser made of the Delve coding tool's print view."""

import hashlib
import re

import pypdfium2

from interviews.prints.assembly import Assembler
from interviews.prints.document import CodedPrint, PrintedTurn, PrintWarning
from interviews.prints.errors import PrintError
from interviews.prints.naming import PrintName, header_date, parse_name
from interviews.prints.page import read_page

_PRINT_AGAIN = "print the coded transcript again from the coding tool and save it as PDF"
_PAGE_OF = re.compile(r"(\d+)\s*/\s*(\d+)\s*$")


def read_print(data: bytes, *, name: str) -> CodedPrint:
    """Turns, underlines and codes of a print.

    `data` is the PDF, `name` its file name, which tells the number, the coder and the date where the title
    and the page header don't. A print without codes is read like any other (`has_codes` is False). Raises
    `PrintError` for what is no PDF, is damaged, or has no turns of talk.

    >>> reading = read_print(path.read_bytes(), name=path.name)  # doctest: +SKIP
    >>> reading.interview_number, len(reading.turns), reading.coded_turns  # doctest: +SKIP
    (12, 160, 16)
    """
    assembler, pages = _read_pages(data, name)
    turns = assembler.turns()
    if not turns:
        raise PrintError(name, 0, "no words of an interview are in it", _PRINT_AGAIN)
    if not assembler.is_of_the_tool:
        raise PrintError(name, 0, "neither code boxes nor the coding tool's last line are in it", _PRINT_AGAIN)
    by_title, by_file = parse_name(assembler.title), parse_name(name)
    warnings = [
        *assembler.warnings,
        *_warn_of_turns(turns),
        *_warn_of_names(by_title, by_file),
        *_warn_of_missing_pages(assembler.footer, pages),
    ]
    return CodedPrint(
        title=assembler.title,
        interview_number=by_file.number if by_title.number is None else by_title.number,
        coder=by_title.coder or by_file.coder,
        printed_on=header_date(assembler.header) or by_file.printed_on,
        turns=turns,
        warnings=tuple(warnings),
        pages=pages,
        source_sha256=hashlib.sha256(data).hexdigest(),
    )


def _read_pages(data: bytes, name: str) -> tuple[Assembler, int]:
    """Every page in order. The library tells a damaged file from one with a password only in its message."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PrintError(name, 0, "the PDF needs a password", "save it without one") from error
        raise PrintError(name, 0, "it is no PDF, or a damaged one", _PRINT_AGAIN) from error
    assembler = Assembler()
    try:
        for index in range(len(document)):
            try:
                page = document[index]
                assembler.add(read_page(page))
                page.close()
            except pypdfium2.PdfiumError as error:
                raise PrintError(name, index + 1, "the page is damaged", _PRINT_AGAIN) from error
        return assembler, len(document)
    finally:
        document.close()


def _warn_of_turns(turns: tuple[PrintedTurn, ...]) -> list[PrintWarning]:
    warnings = []
    for turn in turns:
        if turn.spans and not turn.codes:
            message = f"turn {turn.position} has underlined words without a code"
            warnings.append(PrintWarning(turn.page, "underline-without-code", message))
        if "\ufffd" in turn.text:
            message = f"turn {turn.position} has letters that the PDF's font does not name"
            warnings.append(PrintWarning(turn.page, "unreadable-letters", message))
    return warnings


def _warn_of_names(by_title: PrintName, by_file: PrintName) -> list[PrintWarning]:
    """Title and file name should tell the same interview and the same coder."""
    warnings = []
    if by_title.number is None and by_file.number is None:
        warnings.append(PrintWarning(1, "no-number", "neither title nor file name tells the interview's number"))
    elif None not in (by_title.number, by_file.number) and by_title.number != by_file.number:
        message = f"the title tells interview {by_title.number}, the file name interview {by_file.number}"
        warnings.append(PrintWarning(1, "number-mismatch", message))
    if by_title.coder and by_file.coder and by_title.coder.casefold() != by_file.coder.casefold():
        warnings.append(PrintWarning(1, "coder-mismatch", "title and file name tell two coders; the title's is kept"))
    return warnings


def _warn_of_missing_pages(footer: str, pages: int) -> list[PrintWarning]:
    """The last page's footer ends in "page/pages"."""
    found = _PAGE_OF.search(footer)
    if found and (int(found[1]), int(found[2])) != (pages, pages):
        message = f"the last footer says page {found[1]} of {found[2]}, but the file has {pages} page(s)"
        return [PrintWarning(pages, "pages-missing", message)]
    return []
