"""What checks must say: of each step's start, and of typical mistakes."""

from tests.workshop.course import Mistake
from tests.workshop.mistakes import session_1, session_2, session_3, session_3_sending, session_4

SESSIONS = (session_1, session_2, session_3, session_3_sending, session_4)

STARTERS: dict[str, str] = {name: says for session in SESSIONS for name, says in session.STARTERS.items()}
MISTAKES: dict[str, list[Mistake]] = {
    name: mistakes for session in SESSIONS for name, mistakes in session.MISTAKES.items()
}
