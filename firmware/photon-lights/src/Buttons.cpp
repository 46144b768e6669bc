#include "Buttons.h"

namespace {

constexpr uint32_t DEBOUNCE_MS = 30;
constexpr uint32_t HOLD_MS = 500;
constexpr uint32_t POLL_MS = 10;
constexpr uint32_t MS_PER_PERCENT = 40;  // four seconds from dark to bright

}  // namespace

void Button::begin(uint8_t pin) {
    pin_ = pin;
    if (pin_ != NO_PIN) pinMode(pin_, INPUT_PULLUP);
}

uint32_t Button::run(uint32_t now, Light& light) {
    if (pin_ == NO_PIN) return Light::NEVER;
    const bool level = digitalRead(pin_) == LOW;
    if (level != level_) {
        level_ = level;
        edgeAt_ = now;
    }
    if (level_ != pressed_ && now - edgeAt_ >= DEBOUNCE_MS) {
        pressed_ = level_;
        if (pressed_) {
            pressedAt_ = now;
        } else if (dimming_) {
            dimming_ = false;
            up_ = !up_;
        } else {
            light.setPower(!light.state().on);
        }
    }
    if (pressed_ && !dimming_ && light.config().dims() && now - pressedAt_ >= HOLD_MS) {
        dimming_ = true;
        if (!light.state().on) up_ = true;
        dimmedFrom_ = light.brightness();
        pressedAt_ = now;
    }
    if (dimming_) {
        const long moved = static_cast<long>((now - pressedAt_) / MS_PER_PERCENT);
        const long from = static_cast<long>(dimmedFrom_);
        light.follow(up_ ? from + moved : from - moved);
    }
    return pressed_ || level_ != pressed_ ? POLL_MS : Light::NEVER;
}
