"""What the demo starts without a network is installed beforehand."""

from pathlib import Path

from demo.requirements import requirements

_PINNED = (Path(__file__).parents[2] / "requirements.txt").read_text(encoding="utf-8").splitlines()


def test_all_that_home_assistant_would_install_by_itself_is_pinned() -> None:
    pinned = {line.partition(" ")[0].lower() for line in _PINNED}
    assert {each.lower() for each in requirements()} - pinned == set()


def test_the_integration_s_own_packages_are_among_them_and_those_with_a_stub_are_not() -> None:
    names = {each.partition("==")[0] for each in requirements()}
    assert "phonenumbers" in names
    assert not {"pymicro-vad", "pyspeex-noise"} & names
