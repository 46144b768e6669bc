// A button from a pin to ground, debounced.
#pragma once
#include "Deadline.h"
#include "LightConfig.h"

class Button {
public:
    enum class Gesture : uint8_t { None, Click, HoldBegin, HoldEnd };

    // NO_PIN: there is none. Without `canHold` a long press is a click too.
    void begin(uint8_t pin, bool canHold);
    // Gives the pin back: an input without a pull-up, as after a reset.
    void end() const;
    Gesture run(uint32_t now);
    // An edge on the pin has to be noticed by looking; between edges nothing but these moments matters.
    uint32_t idleMs(uint32_t now) const { return sooner(settled_.remaining(now), held_.remaining(now)); }

private:
    uint8_t pin_ = NO_PIN;
    bool canHold_ = false;
    bool isDown_ = false;     // as seen last
    bool isPressed_ = false;  // debounced
    bool isHeld_ = false;
    bool isIgnored_ = false;  // pressed since before the start
    Deadline settled_;
    Deadline held_;
};
