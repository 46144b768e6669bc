// Globals of the classes that are all in their headers, and what the compiler's checks call.
#include "Particle.h"

EEPROMClass EEPROM;
RGBClass RGB;

// A divisor is zero. Where clang sees that by itself it would leave the division out; the processor stops at it.
extern "C" void __ubsan_handle_divrem_overflow_minimal_abort() { __builtin_trap(); }
