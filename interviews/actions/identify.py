"""Identifiers: persons, organisations, places and products that must not be published, and how each is said.

Adding one looks through everything at once, in the same transaction: a published quote that holds the new name is
hidden, and every turn of the study that holds it gets a suggestion.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from interviews.actions.hide import hide_matching
from interviews.actions.log import record
from interviews.actions.rescan import rescan
from interviews.crypto import encrypt
from interviews.deidentification.commonness import usual_contexts, why_common
from interviews.deidentification.folding import also_written, words_of
from interviews.errors import BadIdentifier, CommonName
from interviews.fingerprints import fingerprint
from interviews.ledger import note_name, told_in_one_line
from interviews.models import Identifier, IdentifierVariant, Study
from interviews.models.identifiers import IdentifierType
from interviews.permissions import Act, check
from interviews.registry import hold_registry

TYPE_ONLY = re.compile(r"\[[a-z][a-z -]*\]")
MAX_CONTEXT = IdentifierVariant._meta.get_field("context_before").max_length or 0
Match = IdentifierVariant.Match


@told_in_one_line()
@transaction.atomic
def add_identifier(
    *,
    by: Any,
    study: Study,
    type: str,
    name: str,
    placeholder: str = "",
    variants: Iterable[str] = (),
    context_before: Iterable[str] = (),
    sure: bool = False,
) -> Identifier:
    """Add what must not be published, with the ways it is said; the name itself is the first of them.

    What is written with "&" is said with "and", and the other way round: both are stored. `placeholder` is the type
    in brackets unless given. `context_before` is for a name that is a common word too:
    the name (not its other variants) then counts only after one of these. `sure` lets a common word count wherever it
    stands. Published quotes of any study that hold the name are hidden, turns of this one get suggestions.
    Raises BadIdentifier for a name without a letter, one that the study has, a common word without context, and a
    placeholder that tells more than a type.
    """
    check(by, Act.DEIDENTIFY, study)
    hold_registry()
    placeholder = placeholder or f"[{type}]"
    context, variants = "|".join(context_before), list(variants)
    spelled = [other for said in (name, *variants) for other in also_written(said)] if not context else []
    check_identifier(study, type, name, placeholder)
    if not sure:
        check_telling(type, [*variants, *([] if context else [name])])
    identifier = Identifier(study=study, type=type, placeholder=placeholder, fingerprint=fingerprint(name), added_by=by)
    identifier.name_encrypted = encrypt(identifier.data_key, name, context="identifier")
    identifier.save()
    record(by=by, action="identifier added", study=study, identifier=identifier.pk, type=type)
    stored = [store_variant(by, identifier, name, context)]
    # Spellings that fold to the same letters are one variant.
    others = {fingerprint(v): v for v in (*variants, *spelled)}
    for said in (v for print_, v in others.items() if print_ != identifier.fingerprint):
        stored.append(store_variant(by, identifier, said, ""))
    hide_matching(by=by, identifier=identifier)
    rescan(by=by, study=study, variants=stored)
    return identifier


@told_in_one_line()
@transaction.atomic
def add_variant(
    *, by: Any, identifier: Identifier, text: str, context_before: Iterable[str] = (), sure: bool = False
) -> IdentifierVariant:
    """Add a way an identifier is said or misheard: wherever it stands, or only after one of `context_before`.

    What is written with "&" is stored as it is said, too. `sure` lets a common word count wherever it stands.
    Raises BadIdentifier for a variant without a letter, one that is known, and a common word without context.
    """
    check(by, Act.DEIDENTIFY, identifier.study)
    hold_registry()
    if identifier.data_key is None:
        raise BadIdentifier(f"the key of identifier {identifier.pk} was destroyed: add a new identifier")
    context = "|".join(context_before)
    if not sure and not context:
        check_telling(identifier.type, [text])
    stored = [store_variant(by, identifier, text, context)]
    for other in also_written(text):
        if not identifier.variants.filter(fingerprint=fingerprint(other), context_before=context).exists():
            stored.append(store_variant(by, identifier, other, context))
    hide_matching(by=by, identifier=identifier)
    rescan(by=by, study=identifier.study, variants=stored)
    return stored[0]


def check_identifier(study: Study, type: str, name: str, placeholder: str) -> None:
    """Raise BadIdentifier unless the new identifier is fit to store."""
    if type not in IdentifierType.values:
        raise BadIdentifier(f"there is no type {type!r}: it is one of {', '.join(IdentifierType.values)}")
    if not words_of(name):
        raise BadIdentifier("the name has neither letter nor digit")
    if not study.linking_labels and not TYPE_ONLY.fullmatch(placeholder):
        raise BadIdentifier("a placeholder carries a type only, in brackets and small letters: [company]")
    known = study.identifiers.filter(fingerprint=fingerprint(name)).first()
    if known:
        raise BadIdentifier(f"the study has this name already, as identifier {known.pk}")


def check_telling(type: str, names: list[str]) -> None:
    """Raise BadIdentifier for a name that, wherever it stands, would mostly mean something else."""
    for number, name in enumerate(names, 1):
        if why := why_common(name):
            which = "this name" if len(names) == 1 else f"name {number} of {len(names)}"
            raise CommonName(
                f"{which} is {why} and would be found where it means something else: say "
                f"which words stand before it, as {'|'.join(usual_contexts(type)[:3])}, or that you are sure"
            )


def store_variant(by: Any, identifier: Identifier, text: str, context_before: str) -> IdentifierVariant:
    """Store one way to say an identifier, and log it without its words."""
    words = words_of(text)
    if not words:
        raise BadIdentifier("the variant has neither letter nor digit")
    if len(context_before) > MAX_CONTEXT:
        raise BadIdentifier(f"the words before it take more than {MAX_CONTEXT} characters: give fewer")
    print_ = fingerprint(text)
    if identifier.variants.filter(fingerprint=print_, context_before=context_before).exists():
        raise BadIdentifier(f"identifier {identifier.pk} has this variant already")
    variant = IdentifierVariant.objects.create(
        identifier=identifier,
        match=Match.CONTEXT if context_before else Match.EXACT,
        text_encrypted=encrypt(identifier.data_key, text, context="variant"),
        fingerprint=print_,
        word_count=len(words),
        context_before=context_before,
    )
    record(by=by, action="variant added", study=identifier.study, identifier=identifier.pk, variant=variant.pk)
    note_name(variant)
    return variant
