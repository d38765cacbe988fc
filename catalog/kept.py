"""Answers that are computed once for each state of the catalog, and never outlive it.

    @kept
    def census() -> Census: ...

    census()    # computed
    census()    # the same object, until a publishing, hiding or withdrawing transaction is committed

Every such transaction bumps the revision (catalog/models/history.py), in the same transaction as the change itself.
So an answer that was computed while the revision stood still belongs to it, and is handed out only while the database
still says that revision. Each process keeps one answer a function; nothing needs to be told to forget.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from django.db import connection

from catalog.models import Revision

Answer = TypeVar("Answer")
State = tuple[str, int, datetime]
# How often an answer is computed anew because the catalog changed meanwhile.
TRIES = 3


class kept(Generic[Answer]):  # noqa: N801 (used as a decorator)
    """A function of no argument whose answer is kept per revision. One query where the answer is there.

    The answer must not depend on the page's language, and nobody may change it: threads share it.
    """

    def __init__(self, compute: Callable[[], Answer]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__
        self.held: tuple[State, Answer] | None = None
        self.one_at_a_time = threading.Lock()

    def __call__(self) -> Answer:
        # Inside a transaction rows may be seen that are never committed.
        if connection.in_atomic_block or (state := state_of_catalog()) is None:
            return self.compute()
        held = self.held
        if held is not None and held[0] == state:
            return held[1]
        # After a change many readers come at once: one thread computes, the others wait for it.
        with self.one_at_a_time:
            return self.anew()

    def anew(self) -> Answer:
        """The answer, computed unless another thread just did; kept if the catalog stood still meanwhile."""
        for _ in range(TRIES):
            state, held = state_of_catalog(), self.held
            if held is not None and held[0] == state:
                return held[1]
            answer = self.compute()
            if state is not None and state == state_of_catalog():
                self.held = (state, answer)
                break
        return answer


def state_of_catalog() -> State | None:
    """What names the present state: the database, its revision, and when that was counted."""
    stamp = Revision.objects.stamp()
    return stamp and (str(connection.settings_dict["NAME"]), *stamp)
