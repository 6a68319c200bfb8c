"""What holds for all tests: none asserts on seconds, those that draw their inputs included."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
