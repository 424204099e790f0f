"""The collector rests while a server is loaded, and works once it stands."""

import gc

from rejoinder import garbage_collector


def test_a_worker_that_was_born_in_the_pause_collects_once_it_has_settled() -> None:
    usual = gc.get_threshold()
    try:
        with garbage_collector.paused():
            assert not gc.isenabled()
            garbage_collector.settle()
            assert gc.isenabled()
            assert gc.get_threshold() == garbage_collector.THRESHOLDS
        assert gc.isenabled()
    finally:
        gc.set_threshold(*usual)


def test_whoever_had_switched_it_off_finds_it_so() -> None:
    gc.disable()
    try:
        with garbage_collector.paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
