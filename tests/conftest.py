"""What every test shares: the fixtures of the browser and the profiles of Hypothesis."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The same examples on every machine: a failure in continuous integration can be repeated anywhere.
settings.register_profile(
    "inspira", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.register_profile("a-fondo", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("INSPIRA_HYPOTHESIS", "inspira"))

pytest_plugins = ["tests.navegador"]
