// Particle functions, variables and events: the only file that knows the cloud's words. See docs/firmware.md.
#pragma once
#include "Light.h"

namespace cloud {

enum class Cause : uint8_t { Voice, Cloud, Button, Restored };

// Registers functions and variables; to be called at the start of setup().
void begin(Light* lights, unsigned count);

// A light has changed: brings the variable `state` up to date and has the change told.
// `held` while a button is held on it: then it is told when the button is let go.
void changed(unsigned light, uint8_t properties, Cause cause, bool held);

// Tell what is due. Milliseconds until something is, Light::NEVER when nothing is.
uint32_t run(uint32_t now);

}  // namespace cloud
