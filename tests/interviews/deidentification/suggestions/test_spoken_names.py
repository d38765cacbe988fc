"""Names as speech recognition writes them, in the middle of a talk: found by the words around them and by how rare
they are. All of them are invented, or words that could be anybody's.
"""

import pytest

from tests.interviews.deidentification.suggestions.finding import heard


def finds(said: str, name: str, language: str = "en") -> bool:
    """Whether any suggestion overlaps `name` in what is said."""
    start = said.index(name)
    return any(
        said.index(words) < start + len(name) and start < said.index(words) + len(words)
        for words in heard(said, language)
    )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("We had a pilot with meridian rail last spring.", "meridian rail"),
        ("Our biggest customer is halberd, the steel people.", "halberd"),
        ("She came from kettle and forge before that.", "kettle"),
        ("We got acquired by crestline in the summer.", "crestline"),
        ("I left sparrow because of the hours.", "sparrow"),
        ("It was a startup by the name of proof mile.", "proof"),
        ("My previous company was bridge.", "bridge"),
        ("We have customers such as orchid bay and Sunfield.", "Sunfield"),
        ("So halcyon is basically a small bank.", "halcyon"),
        ("The provider was, uh, merle.", "merle"),
        ("The management of parcel finch did not like it.", "parcel finch"),
        ("On a une entente avec l'UQZX pour des stagiaires.", "UQZX"),
        ("On a fait ça avec pilote, une boîte de conseil.", "pilote"),
        ("J'ai travaillé pour vermeille et fils avant.", "vermeille"),
    ],
)
def test_with_whom_somebody_deals_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Our platform is called tidepool.", "tidepool"),
        ("We named it osprey.", "osprey"),
        ("There was a tool, claim kettle they call it.", "claim kettle"),
        ("The chatbot's name is clara.", "clara"),
        ("It's this thing called barnacle that we wrote.", "barnacle"),
        ("I founded pebble with two friends.", "pebble"),
        ("C'est un logiciel qui s'appelle hirondelle.", "hirondelle"),
        ("There is a big system that, uh, that is called ledger.", "ledger"),
        ("L'outil, on l'a appelé Bec-croisé.", "Bec-croisé"),
    ],
)
def test_what_is_said_to_be_called_so_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("The kingfisher people wanted a dashboard.", "kingfisher"),
        ("The nightjar project was cancelled.", "nightjar"),
        ("Our model, kestrel, predicts demand.", "kestrel"),
        ("We're next to the saint brannoc hospital.", "brannoc hospital"),
        ("I sit on copper street.", "copper street"),
    ],
)
def test_a_name_beside_what_it_names_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("My boss, mrs. quillfeather, pushed it.", "quillfeather"),
        ("We asked anselm and he said no.", "anselm"),
        ("And then tobias, he's our informatics guy, fixed it.", "tobias"),
        ("Our statistician is chidi.", "chidi"),
        ("Ma collègue solène a fait le modèle.", "solène"),
        ("C'est thibault qui a tout écrit.", "thibault"),
        ("There is a course by andrew kim.", "andrew kim"),
    ],
)
def test_who_is_mentioned_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("I will let julien ask the next question.", "julien"),
        ("Go ahead, grace.", "grace"),
        ("So marie, do you want to add something?", "marie"),
        ("As simon said before, it drifts.", "simon"),
        ("Have a good evening, karthik.", "karthik"),
        ("Nice talking to you, quentin.", "quentin"),
        ("Right so, thanks a million, cormac.", "cormac"),
        ("Okay thanks ari bye.", "ari"),
    ],
)
def test_who_is_given_the_floor_or_wished_well_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("We are headquartered in tampere.", "tampere"),
        ("I grew up in timmins.", "timmins"),
        ("In the vantaa office we have six people.", "vantaa"),
        ("On est basés à roubaix.", "roubaix"),
        ("We drive trucks between rimouski and the port.", "rimouski"),
    ],
)
def test_a_place_too_small_for_lists_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Our patent is on multi sensor clock drift.", "multi sensor"),
        ("The title of my thesis was deep nets for sheep counting.", "deep nets"),
        ("I wrote a paper about flaky sheep counters.", "flaky sheep"),
        ("We presented a paper at the nordic snow days.", "nordic snow"),
    ],
)
def test_works_that_can_be_looked_up_are_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("You can write me at rose at bridge dot ai.", "rose at bridge dot ai"),
        ("The repo is marrow slash kindly check.", "marrow slash"),
        ("Call oh eight five, five five five, oh one double three.", "eight five"),
        ("It is spelled b d q, with a q.", "b d q"),
    ],
)
def test_what_is_spelled_out_is_found(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("so it all goes through barnacle every night", "barnacle"),
        ("and then quillonix crashed twice", "quillonix"),
        ("We sold it to zephyr and they never used it.", "zephyr"),
        ("Zubrowka was there first.", "Zubrowka"),
        ("Then I spent years in bombardier and it was fine.", "bombardier"),
    ],
)
def test_a_word_that_hardly_anybody_uses_is_found_wherever_it_stands(said, name):
    assert finds(said, name)


@pytest.mark.parametrize(
    "said",
    [
        "We retrain the autoencoder on imbalanced minibatches after preprocessing.",
        "The datalake had no datasheets, so we reindexed and deduplicated everything.",
        "We work with data from production, with real users, in real time.",
        "The project with computer vision was for a client in insurance.",
        "It's called overfitting, and we named it drift.",
        "The data team and the platform team use the same pipeline.",
        "Okay, have a good day, bye.",
        "I moved to production and then to deployment.",
        "We asked people, and they said no.",
        "On utilise des hyperparamètres pour le réentrainement du modèle.",
        "Our customers like dashboards, alerts and notebooks.",
        "I experi experimented with learning rates, and it wroked.",
    ],
)
def test_talk_of_the_trade_suggests_nothing(said):
    assert heard(said) == []
