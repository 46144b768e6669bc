"""The function has too little time, or too little memory.

Alexa waits eight seconds for an answer. A new Lambda function is given three: a first call, when AWS starts the
function and Particle's cloud is asked for every device, may take longer, and AWS then ends it in the middle. Memory
counts as well, because Lambda hands out processor time with it: with 128 MB even loading the handler takes seconds.

What you hear: "isn't responding", the first time or always, or no devices are found; in the function's log "Task timed
out after 3.00 seconds". Right are 7 or 8 seconds and 256 MB or more.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import discovery, failure
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: In seconds; Alexa herself gives up after 8.
SHORTEST_TIMEOUT_S = 7.0
#: In MB; below this a vCPU's share makes a cold start last seconds.
LEAST_MEMORY_MB = 256


def look(case: Case) -> Finding:
    timeout, memory = case.given.function.timeout, case.given.function.memory
    if timeout is None and memory is None:
        raise NotKnown("neither the function's time-out nor its memory is given")
    wrong = []
    if timeout is not None and timeout < SHORTEST_TIMEOUT_S:
        wrong.append(f"its time-out is {timeout:g} s, where Alexa waits 8 s")
    if memory is not None and memory < LEAST_MEMORY_MB:
        wrong.append(f"its memory is {memory:g} MB, with which a cold start takes seconds")
    measured = _measured(case)
    if not wrong:
        return ok(f"time-out {timeout or 0:g} s, memory {memory or 0:g} MB{measured}")
    return problem(
        f"The function has too little: {' and '.join(wrong)}{measured}.",
        "In the AWS console, Configuration > General configuration, set the time-out to 8 s and the memory to 512 MB.",
    )


def _measured(case: Case) -> str:
    try:
        reply = discovery(case)
    except NotKnown:
        return ""
    error = failure(reply)
    return f"; it says {error}" if error else f"; a discovery took {reply.seconds:.1f} s"


CHECK = Check("A308", "the function has too little time or memory", Step.SKILL, look)
