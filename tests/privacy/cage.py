"""Canaries, and where each was planted. All differ, and none is part of another."""

from dataclasses import dataclass, field

from tests.privacy.detector import find


@dataclass
class Cage:
    """Makes canaries and remembers what place each was made for."""

    planted: dict[str, str] = field(default_factory=dict)

    def new(self, place: str) -> str:
        """A word that nobody says: capitals, accents and a number in it, so that every form of it differs."""
        word = f"Kvåkk{len(self.planted):04d}Ünder"
        self.planted[word] = place
        return word

    def find(self, body: bytes | str) -> set[str]:
        """The canaries that `body` gives away in any form."""
        return find(self.planted, body)

    def told(self, answers: dict[str, bytes | str]) -> dict[str, set[str]]:
        """By name of what tells them, the places whose words are told; empty when all keep silent."""
        found = {name: self.find(name) | self.find(body) for name, body in answers.items()}
        return {name: {f"{self.planted[word]}: {word}" for word in words} for name, words in found.items() if words}
