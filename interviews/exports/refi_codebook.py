"""`refi-codebook`: the codes of a study as a codebook of REFI-QDA (.qdc)."""

from typing import Any, TextIO

from interviews.exports.asking import asker, note_command, study_called
from interviews.exports.refi_codes import codes_of, remarks_on
from interviews.models import Code
from interviews.refi.document import OURS
from interviews.refi.writer import codebook_file


class RefiCodebook:
    """The codes of one study with colour, parent and description (what it means, when to use it, when not).

    Valid by the standard's schema of codebooks, and the same bytes for the same codes. `remarks` say, once written,
    what the format can't carry.
    """

    name = "refi-codebook"
    description = "codes of a study for other tools, REFI-QDA codebook .qdc (needs --study)"
    private = True
    filename = "codebook.qdc"

    def __init__(self) -> None:
        self.remarks: list[str] = []

    def write(self, out: TextIO, *, study: str | None = None, user: Any = None, by: str | None = None) -> int:
        """Write the codebook and return the number of codes; rights and errors as of `codings-csv`.

        Raises Code.DoesNotExist for a study without codes: the standard knows no empty codebook.
        """
        exported = study_called(study)
        asker(exported, user=user, by=by)
        codes = codes_of(exported)
        if not codes:
            raise Code.DoesNotExist(f"study {exported.slug} has no codes yet: there is no codebook to write")
        out.write(codebook_file(codes, origin=OURS).decode("utf-8"))
        self.remarks = remarks_on(exported)
        note_command(exported, user=user, by=by, action="codebook exported")
        return len(codes)
