"""Every text of the public catalog: either an identifier in it is refused and covered, or it can't hold one.

The table is `interviews/public_words.py`. A text field that a model of the catalog gets tomorrow fails here until it
stands there.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from catalog.admin.base import CatalogAdmin, CatalogInline, PublicWordsForm
from catalog.models import (
    SEARCH_INDEX,
    ClaimText,
    Evidence,
    Issue,
    IssueText,
    QualityAttribute,
    Release,
    ReleaseFile,
    Source,
    SourceText,
    WorkflowPhase,
)
from catalog.releases import make_release
from interviews.actions import publish
from interviews.actions.hold import settle
from interviews.actions.identify import add_identifier
from interviews.errors import BadDraft, WrongState
from interviews.leaks import find_leaks, public_texts
from interviews.models import HeldText, IssueDraft, Study
from interviews.public_words import CLOSED, PUBLIC_WORDS, SETTLED, Guard
from tests.factories import make_study
from tests.interviews.admin.world import a_whole_catalog
from tests.people import People, Role, join, team

pytestmark = pytest.mark.django_db
TEXTS = (models.CharField, models.TextField, models.JSONField)
MODELS = {model.__name__: model for model in apps.get_app_config("catalog").get_models(include_auto_created=True)}
FIELDS = {
    (name, field.name): field
    for name, model in MODELS.items()
    for field in model._meta.get_fields()
    if isinstance(field, TEXTS)
}
CLASSIFIED = {(name, field): guard for name, fields in PUBLIC_WORDS.items() for field, guard in fields.items()}
GUARDED = sorted(place for place, guard in CLASSIFIED.items() if isinstance(guard, Guard))
HELD = sorted(place for place, guard in CLASSIFIED.items() if guard in SETTLED)
NAME = "Brannock Foods"


def value_for(model: str, field: str) -> Any:
    """A value that holds the name, of the kind that the field takes."""
    kind = FIELDS[model, field]
    if isinstance(kind, models.SlugField):
        return "seen-at-brannock-foods"
    if isinstance(kind, models.URLField):
        return "https://brannock-foods.example/report"
    if isinstance(kind, models.JSONField):
        return {"texts": {"en": {"title": f"Seen at {NAME}"}}}
    return f"Seen at {NAME}"


def put(model: str, field: str) -> Any:
    """The catalog's row of the model, with the name in its field; returns the row."""
    row = MODELS[model]._default_manager.order_by("pk").first()
    MODELS[model]._default_manager.filter(pk=row.pk).update(**{field: value_for(model, field)})
    return row


def places_of_the_name() -> list[tuple[str, str]]:
    """Tables and fields in which the name still stands, however it is written."""
    letters = ((p.table, p.field, "".join(filter(str.isalnum, p.text)).casefold()) for p in public_texts())
    return sorted({(table, field) for table, field, text in letters if "brannockfoods" in text})


@pytest.fixture
def people() -> People:
    a_whole_catalog()
    Release.objects.all().delete()  # a made-up one that holds no rows
    study = make_study()
    found = team(study)
    join(found.kofi, study, Role.DEIDENTIFIER)
    return found


@pytest.fixture
def admin_request(rf, admin_user) -> Any:
    request = rf.get("/admin/")
    request.user = admin_user
    return request


def add_the_name(people: People) -> None:
    add_identifier(by=people.dele, study=study_of(people), type="company", name=NAME)


def study_of(people: People) -> Study:
    return Study.objects.get(memberships__user=people.dele)


def test_no_text_of_the_catalog_is_left_unclassified():
    assert set(FIELDS) - set(CLASSIFIED) == set()


def test_nothing_is_classified_that_no_longer_exists():
    assert set(CLASSIFIED) - set(FIELDS) == set()
    assert set(PUBLIC_WORDS) == set(MODELS)


def test_what_is_said_to_be_of_a_closed_list_has_one_and_everything_else_gives_its_reason():
    closed = {place for place, guard in CLASSIFIED.items() if guard == CLOSED}
    assert closed == {place for place, field in FIELDS.items() if field.choices} - {
        place for place in FIELDS if place[1] == "language"
    }
    reasons = [guard for guard in CLASSIFIED.values() if not isinstance(guard, Guard)]
    assert all(len(reason.split()) >= 4 for reason in reasons)


@pytest.mark.parametrize(("model", "field"), GUARDED)
def test_a_name_that_is_learned_later_stands_nowhere_any_more(model, field, people):
    if model not in {"Release", "ReleaseFile"}:
        put(model, field)
    elif model == "ReleaseFile":
        put("IssueText", "title")
    notes = value_for(model, field) if model == "Release" else ""
    make_release("2026.7", on=timezone.localdate(), notes=notes)
    assert (MODELS[model]._meta.db_table, field) in places_of_the_name()
    add_the_name(people)
    assert places_of_the_name() == []
    assert find_leaks() == []


@pytest.mark.parametrize(("model", "field"), HELD)
def test_what_stood_there_waits_and_comes_back_when_a_second_person_finds_it_harmless(model, field, people):
    row = put(model, field)
    add_the_name(people)
    held = HeldText.objects.get()
    assert held.text == value_for(model, field)
    assert NAME.split()[0].casefold() not in str(held.row).casefold()
    settle(by=people.kofi, held=held, settlement="cleared", reason="a village")
    assert getattr(MODELS[model]._default_manager.get(pk=row.pk), field) == value_for(model, field)
    assert find_leaks() == []


@pytest.mark.parametrize(("model", "field"), HELD)
def test_a_form_of_the_catalog_refuses_the_name(model, field, people, admin_request):
    add_the_name(people)
    page = admin.site._registry[MODELS[model]]
    form = page.get_form(admin_request, fields=[field])({field: value_for(model, field)})
    assert [error for error in form.errors[field] if "Identifier" in error]


def test_a_form_of_the_catalog_takes_words_that_were_cleared(people, admin_request):
    row = put("SourceText", "title")
    add_the_name(people)
    settle(by=people.kofi, held=HeldText.objects.get(), settlement="cleared", reason="a village")
    form = admin.site._registry[MODELS["SourceText"]].get_form(admin_request, fields=["title"])
    assert form({"title": f"Seen at {NAME}"}, instance=row).is_valid()


def test_every_form_of_the_catalog_is_one_that_refuses():
    pages = [page for page in admin.site._registry.values() if page.model in MODELS.values()]
    assert {page.model for page in pages} == set(MODELS.values()) - set(SEARCH_INDEX)
    inlines = [inline for page in pages for inline in page.inlines]
    assert all(isinstance(page, CatalogAdmin) and issubclass(page.form, PublicWordsForm) for page in pages)
    assert all(issubclass(inline, CatalogInline) and issubclass(inline.form, PublicWordsForm) for inline in inlines)


def test_the_notes_of_a_release_are_refused(people):
    add_the_name(people)
    with pytest.raises(CommandError, match="may not be published"):
        call_command("release", "2026.8", "--notes", f"With the words of {NAME}.")
    assert not Release.objects.filter(version="2026.8").exists()


def paths(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all texts of a drafted issue."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in pairs:
        yield from paths(value, (*path, key))
    if isinstance(content, str):
        yield path


def content() -> dict[str, Any]:
    words = {"title": "Labels drift", "summary": "They do.", "description": "Slowly."}
    return {
        "slug": "labels-drift",
        "primary_phase": "data-preparation",
        "note": "New",
        "texts": {"en": dict(words), "fr": dict(words)},
        "claims": [{"aspect": "symptom", "position": 1, "texts": {"en": "Seen."}}],
        "mitigations": [{"strategy": 1, "position": 1, "texts": {"en": "Look."}}],
    }


WRITTEN = [path for path in paths(content()) if path[-1] not in {"primary_phase", "aspect"}]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: "/".join(map(str, path)))
def test_a_drafted_issue_with_the_name_in_any_of_its_texts_is_held_back(path, people):
    add_the_name(people)
    drafted = content()
    inner = drafted
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = "seen-at-brannock-foods" if path == ("slug",) else f"Seen at {NAME}"
    draft = publish.propose_issue(by=people.mona, study=study_of(people), content=drafted)
    publish.approve_issue(by=people.pia, draft=draft)
    [held] = publish.publish(by=people.pia, study=study_of(people)).held
    assert {finding.rule for finding in held.findings} == {"names_no_identifier"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"slug": "Labels drift"}, "slug"),
        ({"texts": {"en": {"title": "A", "summary": "B"}, "brannock": {"title": "A", "summary": "B"}}}, "language"),
        ({"claims": [{"aspect": "symptom", "position": 1, "texts": {"brannock": "Seen."}}]}, "language"),
        ({"mitigations": [{"strategy": 1, "position": 1, "texts": {"brannock": "Seen."}}]}, "language"),
        ({"texts": {"en": {"title": "A" * 121, "summary": "B"}}}, "title in en"),
        ({"texts": {"en": {"title": ["A"], "summary": "B"}}}, "no text"),
        ({"number": 101}, "number 101"),
    ],
)
def test_a_drafted_issue_holds_nothing_that_the_gate_does_not_read(change, reason, people):
    with pytest.raises(BadDraft, match=reason):
        publish.propose_issue(by=people.mona, study=study_of(people), content={**content(), **change})


def test_a_number_that_was_given_meanwhile_holds_the_draft_back(people):
    draft = publish.propose_issue(by=people.mona, study=study_of(people), content={**content(), "number": 103})
    publish.approve_issue(by=people.pia, draft=draft)
    Issue.objects.filter(number=102).update(number=103)
    [held] = publish.publish(by=people.pia, study=study_of(people)).held
    assert {finding.rule for finding in held.findings} == {"issue_number_is_free"}


# --- addresses


def test_an_issues_old_address_answers_like_any_other_wrong_one(people, client):
    issue = put("Issue", "slug")
    add_the_name(people)
    code = Issue.objects.get(pk=issue.pk).code
    old, wrong = (client.get(f"/issues/{code}/{slug}/") for slug in ("seen-at-brannock-foods", "anything-else"))
    assert (old.status_code, old["Location"]) == (301, f"/issues/{code}/seen-at-company/")
    assert (wrong.status_code, wrong["Location"], wrong.content) == (old.status_code, old["Location"], old.content)
    assert "brannock" not in str(old.headers).casefold() + old.content.decode().casefold()


@pytest.mark.parametrize(("model", "where"), [("WorkflowPhase", "phases"), ("QualityAttribute", "attributes")])
def test_a_phases_or_attributes_old_address_is_unknown_and_says_nothing(model, where, people, client):
    put(model, "slug")
    add_the_name(people)
    old = client.get(f"/{where}/seen-at-brannock-foods/")
    assert old.status_code == 404
    assert client.get(f"/{where}/seen-at-company/").status_code == 200


def test_the_sitemap_has_the_new_addresses_alone(people, client):
    for model in ("Issue", "Strategy", "WorkflowPhase", "QualityAttribute"):
        put(model, "slug")
    add_the_name(people)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert sitemap.count("seen-at-company") >= 4
    assert "brannock" not in sitemap


def test_two_addresses_never_become_one(people):
    WorkflowPhase.objects.create(slug="seen-at-company", position=90)
    put("WorkflowPhase", "slug")
    add_the_name(people)
    assert WorkflowPhase.objects.filter(slug="seen-at-company-2").exists()


def test_rows_of_a_release_point_at_the_renamed_phase(people):
    phase = put("WorkflowPhase", "slug")
    make_release("2026.7", on=timezone.localdate())
    add_the_name(people)
    file = ReleaseFile.objects.get(release__version="2026.7", name="catalog.json")
    rows = json.loads(file.content)
    slugs = {row["fields"]["slug"] for row in rows if row["model"] == "catalog.workflowphase"}
    named = {row["fields"]["primary_phase"][0] for row in rows if row["model"] == "catalog.issue"}
    assert named <= slugs
    assert WorkflowPhase.objects.get(pk=phase.pk).slug in slugs


def test_a_release_with_renamed_addresses_can_be_loaded(people, tmp_path):
    for model in ("WorkflowPhase", "QualityAttribute", "Source"):
        put(model, "slug")
    make_release("2026.7", on=timezone.localdate())
    add_the_name(people)
    file = tmp_path / "catalog.json"
    file.write_text(ReleaseFile.objects.get(release__version="2026.7", name="catalog.json").content)
    issues = Issue.objects.count()
    call_command("load_catalog", str(file))
    assert (Issue.objects.count(), WorkflowPhase.objects.filter(slug="seen-at-company").count()) == (issues, 1)


def test_texts_that_were_held_before_still_find_their_row_when_its_address_changes(people):
    put("SourceText", "title")
    add_the_name(people)
    put("Source", "slug")
    source = Source.objects.get(slug="seen-at-brannock-foods")
    HeldText.objects.update(row=[source.slug, "en"])
    add_identifier(by=people.dele, study=study_of(people), type="company", name="seen at Brannock Foods")
    first = HeldText.objects.order_by("pk").first()
    assert "brannock" not in str(first.row)
    settle(by=people.pia, held=first, settlement="rewritten", text="An invented study")
    assert SourceText.objects.get(source=source).title == "An invented study"


def test_drafted_issues_follow_a_renamed_phase(people):
    WorkflowPhase.objects.filter(slug="data-preparation").update(slug="seen-at-brannock-foods")
    drafted = {**content(), "primary_phase": "seen-at-brannock-foods", "phases": ["seen-at-brannock-foods"]}
    draft = publish.propose_issue(by=people.mona, study=study_of(people), content=drafted)
    publish.approve_issue(by=people.pia, draft=draft)
    add_the_name(people)
    assert publish.publish(by=people.pia, study=study_of(people)).issues
    assert Issue.objects.get(slug="labels-drift").primary_phase.slug == "seen-at-company"


def test_drafted_issues_do_not_follow_another_row_of_the_same_name(people):
    QualityAttribute.objects.update(slug="seen-at-brannock-foods")
    put("Source", "slug")
    drafted = {**content(), "attributes": ["seen-at-brannock-foods"]}
    draft = publish.propose_issue(by=people.mona, study=study_of(people), content=drafted)
    publish.approve_issue(by=people.pia, draft=draft)
    QualityAttribute.objects.update(slug="reliability")
    QualityAttribute.objects.create(slug="seen-at-company", position=80)
    add_the_name(people)
    draft = IssueDraft.objects.get(pk=draft.pk)
    assert draft.content["attributes"] == ["seen-at-brannock-foods"]


def test_an_address_is_rewritten_into_one_that_an_address_can_be(people):
    put("QualityAttribute", "slug")
    add_the_name(people)
    held = HeldText.objects.get()
    with pytest.raises(WrongState, match="don't fit"):
        settle(by=people.pia, held=held, settlement="rewritten", text="two words")
    settle(by=people.pia, held=held, settlement="rewritten", text="trust")
    assert QualityAttribute.objects.get().slug == "trust"


def test_an_address_whose_placeholder_would_name_it_again_is_made_of_none_of_the_words(people):
    Issue.objects.filter(number=101).update(slug="company")
    add_identifier(by=people.dele, study=study_of(people), type="company", name="company", sure=True)
    assert Issue.objects.get(number=101).slug.startswith("renamed-")


# --- texts


def test_a_placeholder_longer_than_the_name_never_overflows_the_column(people):
    IssueText.objects.update(title="Aq " * 40)
    add_identifier(by=people.dele, study=study_of(people), type="company", name="Aq", sure=True)
    assert all(len(text.title) <= 120 for text in IssueText.objects.all())
    assert "Aq" not in str(list(IssueText.objects.values("title")))


def test_words_that_were_rewritten_since_are_not_overwritten_by_putting_back(people):
    put("ClaimText", "statement")
    add_the_name(people)
    ClaimText.objects.update(statement="Rewritten since.")
    with pytest.raises(WrongState, match="changed since"):
        settle(by=people.kofi, held=HeldText.objects.get(), settlement="cleared", reason="a village")
    assert ClaimText.objects.get().statement == "Rewritten since."


def test_a_quote_that_names_somebody_is_hidden_and_not_covered(people):
    put("Evidence", "text")
    add_the_name(people)
    assert (Evidence.objects.get().status, Evidence.objects.get().text) == ("hidden", "")
