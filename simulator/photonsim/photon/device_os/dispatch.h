// What the board hands to the application: cloud messages, interrupts.
#pragma once

namespace photon {
// Handle one message of the cloud (a call, a read, an event), if there is one.
void dispatchMessage();
// Run the handlers of all interrupts that have come.
void dispatchInterrupts();
}  // namespace photon
