"""Mistakes that a sketch compiles with and a Photon does not tell, found by reading the sources.

A rule is one module in `rules`, named after what it finds. Rules say what is certain; where a value is known only
when the sketch runs, they keep silent.
"""

from photonsim.firmware_check.check import Report, check_folder, check_sources
from photonsim.firmware_check.finding import Finding, Rule

__all__ = ["Finding", "Report", "Rule", "check_folder", "check_sources"]
