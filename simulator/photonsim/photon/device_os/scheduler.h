// The one place where a sketch waits. Timers and interrupts run whenever it does; the cloud's messages only when
// the background runs, as on the board.
#pragma once
#include <stdint.h>

namespace photon {

// Wait until `until_us`, running software timers and interrupt handlers as they come.
// `flags` as host::WAIT_*; returns early when WAIT_FOR_MESSAGES is set and a message has come.
void waitUntilTime(int64_t until_us, int32_t flags);

// Wait until an input changes its level, or until `until_us`; may return earlier than either.
void waitForEdge(int64_t until_us);

// One pass of the background: at most one message of the cloud is handled (Device OS, system_task.cpp).
void background();

// Called by whatever a sketch can poll in a loop (millis(), digitalRead(), ...): after many calls without waiting
// in between, time passes, as it would on the board.
void polled(int64_t step_us);

// Whether the application waits for its next loop(), which on the board would run on and on.
extern bool between_loops;

}  // namespace photon
