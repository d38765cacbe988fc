"""The words that speaker labels are made of, in English and French.

All are folded (lower case, no accents), but those in `ACCENTED`: without its accents "enquêté" (the person
asked) would be "enquete" (a survey).
"""

from interviews.transcripts.document import INTERVIEWEE, INTERVIEWER
from interviews.transcripts.spelling import word_set

INTERVIEWER_WORDS = word_set(
    "interviewer interviewers intervieweur intervieweurs intervieweuse enqueteur enquetrice "
    "researcher chercheur chercheuse moderator moderateur moderatrice animateur animatrice"
)
INTERVIEWEE_WORDS = word_set(
    "interviewee interviewees interviewe interviewes respondent respondant repondant repondante "
    "participant participante informant"
)
ACCENTED = {"enquêté": INTERVIEWEE, "enquêtée": INTERVIEWEE}

ROLES = dict.fromkeys(INTERVIEWER_WORDS, INTERVIEWER) | dict.fromkeys(INTERVIEWEE_WORDS, INTERVIEWEE)

# Words long enough that one or two slips of the keyboard still leave no doubt that they were meant.
SPELLING_MODELS = {
    "interviewer": INTERVIEWER,
    "intervieweur": INTERVIEWER,
    "interviewee": INTERVIEWEE,
}
MOST_SLIPS = 2

# Words of talk about interviews: as near to the models as a typo, but meant as they stand.
NOT_LABELS = word_set("interviews interviewing intervene intervened")

# "Interview 1:" and "Interviewed:" at a line's start: a label was meant, but which one?
AMBIGUOUS_WORDS = frozenset(("interview", "interviewed"))

# Labels of tools that could not tell who spoke.
UNKNOWN_PHRASES = frozenset(
    ("unknown speaker", "unidentified speaker", "unknown voice", "locuteur inconnu", "intervenant inconnu")
)
# The same in one word: labels before a colon only, since alone on a line they might be an answer.
UNKNOWN_WORDS = frozenset(
    ("unknown", "unidentified", "speaker", "inconnu", "inconnue", "locuteur", "locutrice", "intervenant")
)
# Words that name a speaker together with a number: "Speaker 1", "SPEAKER_00".
NUMBERED_WORDS = frozenset(("speaker", "spk", "locuteur", "locutrice", "intervenant", "intervenante"))

# "P5": a participant code. "I:", "Q:": one letter for a role (interviewer, question, participant, answer,
# respondent or réponse).
CODE_ROLES = {"P": INTERVIEWEE, "R": INTERVIEWEE, "I": INTERVIEWER}
LETTER_ROLES = {"I": INTERVIEWER, "Q": INTERVIEWER, "P": INTERVIEWEE, "A": INTERVIEWEE, "R": INTERVIEWEE}

# Words that begin a paragraph and a colon, as names do, without being one.
NOT_NAMES = word_set(
    "question questions answer answers reponse example exemple note notes remark remarque comment comments "
    "first second third fourth last next finally premierement deuxiemement conclusion summary introduction "
    "title date time location subject topic section part step phase http https data model problem issue "
    "issues solution result results goal point option case context background ok okay yes no yeah oui non so "
    "well right also because but and or then now actually basically sorry thanks thank mean like um uh hmm "
    "transcript transcription interview entretien entrevue duration duree language recording agenda"
)

# After these a noun follows in running prose: "I told the interviewee: ..." names no new speaker.
DETERMINERS = word_set(
    "the a an each every another either neither any some no first second third other next previous same "
    "le la les l un une des du au aux chaque cet cette ce premier deuxieme autre notre votre leur mon ton"
)
# After these too, where labels of the file are written without a capital.
LEADING_IN = DETERMINERS | word_set(
    "this that these those my your his her its our their to for from of with by as and or but is was are "
    "were be been asks asked ask asking tell tells told telling say says said saying called call named an de a et "
    "ou que qui pour par avec comme dit dire dis demande demander"
)
