"""The audit of what was built: nothing is promoted before every byte of it was read."""

from generator.audit.problem import Expectations, Problem
from generator.audit.whole import Audit, audit

__all__ = ["Audit", "Expectations", "Problem", "audit"]
