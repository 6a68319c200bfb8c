"""The collector of cycles rests while large files are read, and goes on as it was."""

import gc
import threading

from shuangkong.running.uncollected import uncollected


def test_it_rests_until_the_last_has_done():
    assert gc.isenabled()
    inside, done = threading.Event(), threading.Event()

    def other():
        with uncollected():
            inside.set()
            done.wait(30)

    thread = threading.Thread(target=other)
    with uncollected():
        thread.start()
        assert inside.wait(30)
    assert not gc.isenabled()
    done.set()
    thread.join()
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off():
    gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
