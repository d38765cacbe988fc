"""Cells that a spreadsheet can't take for a formula."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def defuse(cell: str) -> str:
    """The cell with an apostrophe before a leading character that starts a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
