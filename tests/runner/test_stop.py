import os
import signal
import threading

import pytest

from forecast.runner.stop import Interrupted, stop_on_signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_that_the_first_signal_asks_and_the_second_breaks(number, capfd) -> None:
    before = signal.getsignal(number)
    with stop_on_signals("stopping\n") as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), number)
        assert stop.wait(5)
        assert capfd.readouterr().err == "stopping\n"
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
            stop.wait(5)
            threading.Event().wait(5)
    assert signal.getsignal(number) is before


def test_that_another_thread_needs_no_handler() -> None:
    found = []

    def work() -> None:
        with stop_on_signals() as stop:
            found.append(stop.is_set())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [False]


def test_that_an_interruption_has_the_code_of_one() -> None:
    error = Interrupted("stopped here")
    assert (error.exit_code, str(error)) == (130, "stopped here")
