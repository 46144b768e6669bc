"""The doctor: names what is wrong between "Alexa" and the pin, one check a code.

A check is one module in `photonlink.doctor.checks`: it looks at a `Case` and says ok, problem or unknown.
"""

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step, all_checks, find_check
from photonlink.doctor.configuration import Configuration, ConfigurationError
from photonlink.doctor.examination import Examination, examine, mend
from photonlink.doctor.verdict import Finding, NotKnown, Verdict, ok, problem, unknown

__all__ = [
    "Case",
    "Check",
    "Configuration",
    "ConfigurationError",
    "Examination",
    "Finding",
    "NotKnown",
    "Step",
    "Verdict",
    "all_checks",
    "examine",
    "find_check",
    "mend",
    "ok",
    "problem",
    "unknown",
]
