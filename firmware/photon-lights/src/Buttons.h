// Buttons from a pin to ground: a click switches the light, holding dims it up and down in turn.
#pragma once
#include "Light.h"

class Button {
public:
    void begin(uint8_t pin);
    // Look at the button. Milliseconds until it must be looked at again, Light::NEVER while it is at rest.
    uint32_t run(uint32_t now, Light& light);
    // Whether it is held so long that it dims: what changes meanwhile is told when it is let go.
    bool isDimming() const { return dimming_; }

private:
    uint8_t pin_ = NO_PIN;
    bool level_ = false;      // as read last, true: pressed
    bool pressed_ = false;    // debounced
    bool dimming_ = false;
    bool up_ = true;
    uint32_t edgeAt_ = 0;
    uint32_t pressedAt_ = 0;
    uint32_t dimmedFrom_ = 0;
};
