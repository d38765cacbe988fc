"""The canaries stand where private words stand: in every field of the workshop that can hold one."""

import pytest
from django.apps import apps
from django.db import models

from interviews.classification import CLASSIFICATION, SEALED, FieldClass
from tests.privacy import register
from tests.privacy.register import REASONS, planted_places, wordy_places
from tests.privacy.world import Planted

pytestmark = pytest.mark.django_db


def test_at_least_two_hundred_canaries_are_planted_in_fifty_kinds_of_places(planted: Planted):
    assert len(planted.cage.planted) >= 200
    assert len(set(planted.cage.planted.values())) >= 50


def test_every_field_that_can_hold_a_private_word_holds_a_canary_or_says_why_not(planted: Planted):
    assert set(wordy_places()) - planted_places(planted.cage) == set(REASONS)


def test_every_field_that_can_hold_a_word_is_classified():
    assert [place for place, held in wordy_places().items() if held is None] == []


def test_all_that_is_classified_as_private_is_walked():
    private = {FieldClass.RAW_WORDS, FieldClass.IDENTITY, FieldClass.RESEARCHERS_WORDS}
    classified = {(model, name) for model, held in CLASSIFICATION.items() for name in held if held[name] in private}
    assert classified - set(wordy_places()) == set()


def test_a_new_field_fails_until_it_is_planted(planted: Planted, monkeypatch: pytest.MonkeyPatch):
    ours = list(register.fields())
    model = apps.get_model("interviews", "Study")
    nickname = models.CharField(max_length=80)
    nickname.name = nickname.attname = "nickname"
    monkeypatch.setattr(register, "fields", lambda: [*ours, (model, nickname, None)])
    monkeypatch.setattr(register, "words_in", lambda model, field: [] if field is nickname else [*planted.cage.planted])
    assert set(wordy_places()) - planted_places(planted.cage) == {("Study", "nickname")}
    assert [place for place, held in wordy_places().items() if held is None] == [("Study", "nickname")]


def test_sealed_columns_hold_no_canary_in_the_clear(planted: Planted):
    for model, field, held in register.fields():
        if held in SEALED:
            stored = [bytes(cell) for cell in model._default_manager.values_list(field.attname, flat=True) if cell]
            assert planted.cage.find(b" ".join(stored)) == set(), (model.__name__, field.name)


def test_what_is_sealed_stands_in_no_plain_column_either(planted: Planted):
    """Only the words of a sealed field: a study's own words, its codes and its people stand in plain columns."""
    sealed = {"raw text before a quote", "raw text after a quote", "an interviewer turn", "an unquoted turn"}
    sealed |= {"an unpublished turn", "an identifier", "a variant", "a variant in context", "a speaker's label"}
    sealed |= {"a suggested replacement", "a memo", "a drafted title", "a drafted summary", "a draft's note"}
    sealed |= {"standing", "held-text"}
    words = [word for word, place in planted.cage.planted.items() if place in sealed]
    assert {planted.cage.planted[word] for word in words} == sealed
    for model in apps.get_app_config("interviews").get_models():
        plain = [f.attname for f in model._meta.concrete_fields if not isinstance(f, models.BinaryField)]
        stored = "\n".join(repr(row) for row in model._default_manager.values_list(*plain))
        assert planted.cage.find(stored) & set(words) == set(), model.__name__
