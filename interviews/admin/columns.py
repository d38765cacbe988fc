"""What columns and fields of the workshop's lists are called, in the reader's language.

Django names a field after the program's own word for it, which is in no language but English.
"""

from typing import Any

from django.forms.utils import pretty_name
from django.utils.translation import pgettext_lazy

NAMES = {
    "about": pgettext_lazy("column", "about"),
    "action": pgettext_lazy("column", "action"),
    "actor": pgettext_lazy("column", "actor"),
    "at": pgettext_lazy("column", "at"),
    "author": pgettext_lazy("column", "author"),
    "by": pgettext_lazy("column", "by"),
    "characters": pgettext_lazy("column", "characters"),
    "code": pgettext_lazy("column", "code"),
    "coded turns": pgettext_lazy("column", "coded turns"),
    "coder": pgettext_lazy("column", "coder"),
    "codes": pgettext_lazy("column", "codes"),
    "coding state": pgettext_lazy("column", "coding state"),
    "codings": pgettext_lazy("column", "codings"),
    "codings you see": pgettext_lazy("column", "codings you see"),
    "details": pgettext_lazy("column", "details"),
    "drafts to approve": pgettext_lazy("column", "drafts to approve"),
    "guide": pgettext_lazy("column", "guide"),
    "ids and places": pgettext_lazy("column", "ids and places"),
    "import state": pgettext_lazy("column", "import state"),
    "in interviews": pgettext_lazy("column", "in interviews"),
    "in use": pgettext_lazy("column", "in use"),
    "interview": pgettext_lazy("column", "interview"),
    "interviews": pgettext_lazy("column", "interviews"),
    "is sample": pgettext_lazy("column", "is sample"),
    "issue": pgettext_lazy("column", "issue"),
    "kind": pgettext_lazy("column", "kind"),
    "language": pgettext_lazy("column", "language"),
    "length": pgettext_lazy("column", "length"),
    "line": pgettext_lazy("column", "line"),
    "merged into": pgettext_lazy("column", "merged into"),
    "name": pgettext_lazy("column", "name"),
    "parent": pgettext_lazy("column", "parent"),
    "participant": pgettext_lazy("column", "participant"),
    "participants": pgettext_lazy("column", "participants"),
    "passes you see": pgettext_lazy("column", "passes you see"),
    "position": pgettext_lazy("column", "position"),
    "public quotes": pgettext_lazy("column", "public quotes"),
    "read": pgettext_lazy("column", "read"),
    "reviewed at": pgettext_lazy("column", "reviewed at"),
    "reviewed once": pgettext_lazy("column", "reviewed once"),
    "reviewed turns": pgettext_lazy("column", "reviewed turns"),
    "reviewer": pgettext_lazy("column", "reviewer"),
    "role": pgettext_lazy("column", "role"),
    "sector": pgettext_lazy("column", "sector"),
    "segment": pgettext_lazy("column", "segment"),
    "slug": pgettext_lazy("column", "slug"),
    "span certain": pgettext_lazy("column", "span certain"),
    "speaker": pgettext_lazy("column", "speaker"),
    "status": pgettext_lazy("column", "status"),
    "strategy": pgettext_lazy("column", "strategy"),
    "study": pgettext_lazy("column", "study"),
    "submitted at": pgettext_lazy("column", "submitted at"),
    "title": pgettext_lazy("column", "title"),
    "turn": pgettext_lazy("column", "turn"),
    "turns": pgettext_lazy("column", "turns"),
    "user": pgettext_lazy("column", "user"),
    "version": pgettext_lazy("column", "version"),
    "written at": pgettext_lazy("column", "written at"),
}


def name_columns(admin: Any) -> None:
    """Let the fields of an admin's model, and what else its list shows, be called by `NAMES` where they are there."""
    fields = {field.name: field for field in admin.model._meta.fields}
    for field in fields.values():
        field.verbose_name = NAMES.get(str(field.verbose_name), field.verbose_name)
    for shown in admin.list_display:
        column = getattr(admin, shown, None) if isinstance(shown, str) else shown
        if column is None or shown in fields or shown == "__str__":
            continue
        function = getattr(column, "__func__", column)
        said = str(getattr(function, "short_description", "") or pretty_name(function.__name__))
        function.short_description = NAMES.get(said[:1].lower() + said[1:], said)
