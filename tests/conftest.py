"""What holds for all tests: none asserts on seconds, those that draw their inputs included."""

from hypothesis import HealthCheck, settings

# what a test is given for all its examples, it knows
settings.register_profile(
    "unhurried",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("unhurried")
