#include "Button.h"

namespace {

constexpr uint32_t DEBOUNCE_MS = 30;
constexpr uint32_t HOLD_MS = 500;

}  // namespace

void Button::begin(uint8_t pin, bool canHold) {
    pin_ = pin;
    canHold_ = canHold;
    if (pin_ == NO_PIN) return;
    pinMode(pin_, INPUT_PULLUP);
    isDown_ = isPressed_ = isIgnored_ = digitalRead(pin_) == LOW;
}

void Button::end() const {
    if (pin_ != NO_PIN) pinMode(pin_, INPUT);
}

Button::Gesture Button::run(uint32_t now) {
    if (pin_ == NO_PIN) return Gesture::None;
    const bool isDown = digitalRead(pin_) == LOW;
    if (isDown != isDown_) {
        isDown_ = isDown;
        settled_.set(now, DEBOUNCE_MS);
    }
    if (settled_.isDue(now)) {
        settled_.clear();
        if (isDown_ != isPressed_) {
            isPressed_ = isDown_;
            if (isPressed_) {
                if (canHold_) held_.set(now, HOLD_MS);
                return Gesture::None;
            }
            const Gesture gesture = isIgnored_ ? Gesture::None : isHeld_ ? Gesture::HoldEnd : Gesture::Click;
            held_.clear();
            isHeld_ = isIgnored_ = false;
            return gesture;
        }
    }
    if (held_.isDue(now)) {
        held_.clear();
        isHeld_ = true;
        return Gesture::HoldBegin;
    }
    return Gesture::None;
}
