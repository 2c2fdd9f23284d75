import threading

import pytest

from nqdesk.store.errors import StoreError
from nqdesk.store.write_lock import WriteLock


def test_who_came_first_writes_first() -> None:
    lock = WriteLock()
    order: list[int] = []
    started: list[threading.Event] = []
    lock.acquire()

    def wait(name: int) -> None:
        started[name].set()
        lock.acquire()
        order.append(name)
        lock.release()

    threads = []
    for name in range(5):
        started.append(threading.Event())
        thread = threading.Thread(target=wait, args=(name,))
        thread.start()
        threads.append(thread)
        started[name].wait()
        while lock.waiting <= name:
            pass
    lock.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_loop_of_short_writes_does_not_starve_another_thread() -> None:
    lock, turns, stop = WriteLock(), [], threading.Event()

    def loop() -> None:
        while not stop.is_set():
            lock.acquire()
            turns.append("loop")
            lock.release()

    thread = threading.Thread(target=loop)
    thread.start()
    while not turns:
        pass
    for _ in range(50):
        lock.acquire(patience=5)
        turns.append("save")
        lock.release()
    stop.set()
    thread.join()
    assert turns.count("save") == 50


def test_waiting_has_an_end() -> None:
    lock, failed = WriteLock(), []
    lock.acquire()

    def wait() -> None:
        try:
            lock.acquire(patience=0.01)
        except StoreError as error:
            failed.append(error.code)

    thread = threading.Thread(target=wait)
    thread.start()
    thread.join()
    assert failed == ["busy"]
    lock.release()
    lock.acquire()
    lock.release()


def test_a_second_transaction_in_the_same_thread_is_a_fault_of_the_program() -> None:
    lock = WriteLock()
    lock.acquire()
    with pytest.raises(RuntimeError, match="already writing"):
        lock.acquire()
    lock.release()
