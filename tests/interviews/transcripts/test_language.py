"""Telling English from French."""

import pytest

from interviews.transcripts.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("So what do you do when the data is not what you have been told?", "en"),
        ("Alors, qu'est-ce que vous faites quand les données ne sont pas celles que vous attendez ?", "fr"),
        ("On travaille avec du machine learning, des data pipelines et un data lake dans le cloud.", "fr"),
        ("We went to Montréal, and it was the café on the rue Saint-Denis that they liked.", "en"),
        ("Wir haben zwei Modelle gebaut und danach verworfen.", "und"),
        ("1 2 3", "und"),
        ("", "und"),
    ],
)
def test_a_text_is_in_the_language_of_its_common_words(text: str, language: str) -> None:
    assert detect_language(text) == language
