"""One writer at a time in a process, first come first served."""

import threading
from collections import deque

from nqdesk.store.errors import StoreError

PATIENCE = 30.0  # seconds


class WriteLock:
    """A fair lock: a job that writes in a loop cannot starve the window's save."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._owner: int | None = None

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn."""
        with self._guard:
            return len(self._queue)

    @property
    def is_mine(self) -> bool:
        """Whether the calling thread is the one that writes."""
        return self._owner == threading.get_ident()

    def acquire(self, patience: float = PATIENCE) -> None:
        """Wait for one's turn; StoreError "busy" after `patience` seconds."""
        me = threading.get_ident()
        with self._guard:
            if self._owner is None:
                self._owner = me
                return
            if self._owner == me:
                raise RuntimeError("this thread is already writing")
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        if turn.acquire(timeout=patience):
            with self._guard:
                self._owner = me
            return
        with self._guard:
            if turn in self._queue:
                self._queue.remove(turn)
                raise StoreError("busy")
            self._owner = me  # the turn came in the last moment

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._queue:
                self._owner = 0  # taken, the next thread writes its name itself
                self._queue.popleft().release()
            else:
                self._owner = None
