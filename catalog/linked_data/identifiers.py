"""What things are called on the web of data: addresses that never change with a title or a language.

An issue is `https://.../issues/MLQ-001/`, without the words of its title: that address leads to its page.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from catalog.models import Evidence, Issue, QualityAttribute, Release, Strategy, WorkflowPhase
from catalog.models.base import DEFAULT_LANGUAGE


def absolute(view: str, *arguments: object) -> str:
    """The absolute address of one of the catalog's views in English."""
    with translation.override(DEFAULT_LANGUAGE):
        return f"{settings.SITE_URL}{reverse(f'catalog:{view}', args=arguments)}"


def catalog() -> str:
    """The catalog as a set of terms."""
    return f"{absolute('home')}#catalog"


def dataset() -> str:
    """The catalog as something to download."""
    return f"{absolute('downloads')}#dataset"


def scheme(name: str) -> str:
    """One of the taxonomies: `phases`, `attributes`, `issues` or `strategies`."""
    return f"{absolute('downloads')}#{name}"


def issue(row: Issue) -> str:
    return absolute("issue-by-code", row.code)


def strategy(row: Strategy) -> str:
    return absolute("strategy-by-code", row.code)


def phase(row: WorkflowPhase) -> str:
    return absolute("phase", row.slug)


def attribute(row: QualityAttribute) -> str:
    return absolute("attribute", row.slug)


def quote(row: Evidence) -> str:
    return absolute("evidence", row.public_id)


def release(row: Release) -> str:
    return absolute("release", row.version)
