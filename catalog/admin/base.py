"""What the admins of the public catalog share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, URLField
from django.forms import CharField, ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog import models
from catalog.word_checks import refusals

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    Form = ModelForm[Any]
else:
    # Django's classes take no type argument when the program runs.
    ModelAdmin, TabularInline, Form = admin.ModelAdmin, admin.TabularInline, ModelForm


class PublicWordsForm(Form):
    """Refuses words that may not be published."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if not isinstance(value, str) or not isinstance(self.fields.get(name), CharField):
                continue
            if findings := refusals(value):
                self.add_error(name, ValidationError([ValidationError(finding) for finding in findings]))
        return cleaned


class CatalogAdmin(ModelAdmin):
    """Saving counts as a change of the catalog, so that every cached page is made anew."""

    form = PublicWordsForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    in_index: ClassVar[bool] = True
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Texts and links have pages of their own, but are edited in their owner's: the index leaves them out."""
        return self.in_index and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # What was published keeps its number and its address.

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        models.Revision.objects.bump()


class PublishedAdmin(CatalogAdmin):
    """Rows that only publication writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CatalogInline(TabularInline):
    form = PublicWordsForm
    extra = 0


class PublishedInline(CatalogInline):
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MitigationInline(PublishedInline):
    model = models.Mitigation


def texts_of(model: type[Model], base: type[CatalogInline] = CatalogInline) -> type[CatalogInline]:
    """The inline of a row's texts, one per language."""
    attributes = {"model": model, "verbose_name_plural": _("texts"), "max_num": 2}
    return type(f"{model.__name__}Inline", (base,), attributes)


@admin.display(description="title")
def title(row: Any) -> str:
    """The row's title or name in the language of the page; needs its texts prefetched."""
    text = row.text
    return str(getattr(text, "title", None) or getattr(text, "name", "")) if text else ""


@admin.display(description="languages")
def languages(row: Any) -> str:
    return ", ".join(text.language for text in row.texts.all())


@admin.display(description="public page")
def public_page(row: Any) -> str:
    return format_html('<a href="{}">View {} on the site</a>', row.get_absolute_url(), row)


def count_column(name: str, title: str) -> Callable[[Any], str]:
    """A column of a list that shows the annotation `name` and sorts by it."""

    @admin.display(description=title, ordering=name)
    def column(row: Any) -> str:
        return str(getattr(row, name))

    column.__name__ = name
    return column


class PublicRelatedFilter(admin.RelatedFieldListFilter):
    """A filter whose choices bring their texts along: naming a row takes no query of its own."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = model_admin.admin_site._registry[field.related_model].get_queryset(request)
        return [(row.pk, str(row)) for row in rows]
