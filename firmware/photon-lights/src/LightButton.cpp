#include "LightButton.h"

namespace {

constexpr uint32_t MS_PER_PERCENT = 40;  // four seconds from dark to bright

}  // namespace

void LightButton::begin(Light& light) {
    light_ = &light;
    button_.begin(light.config().buttonPin, light.config().dims());
}

bool LightButton::run(uint32_t now) {
    switch (button_.run(now)) {
        case Button::Gesture::Click:
            light_->setPower(!light_->state().isOn);
            return true;
        case Button::Gesture::HoldBegin:
            beginDimming(now);
            return false;
        case Button::Gesture::HoldEnd:
            step_.clear();
            return light_->state() != before_;
        case Button::Gesture::None:
            break;
    }
    if (step_.isDue(now)) dim(now);
    return false;
}

void LightButton::beginDimming(uint32_t now) {
    before_ = light_->state();
    const uint8_t level = before_.brightness();
    isUp_ = level <= 1 || (level < 100 && !isUp_);
    begun_ = now;
    step_.set(now, MS_PER_PERCENT);
}

void LightButton::dim(uint32_t now) {
    const int steps = static_cast<int>((now - begun_) / MS_PER_PERCENT);
    const int wanted = before_.brightness() + (isUp_ ? steps : -steps);
    const bool isAtEnd = isUp_ ? wanted >= 100 : wanted <= 1;
    light_->turnLevel(static_cast<uint8_t>(wanted < 1 ? 1 : wanted > 100 ? 100 : wanted));
    if (isAtEnd) {
        step_.clear();
    } else {
        step_.set(now, MS_PER_PERCENT - (now - begun_) % MS_PER_PERCENT);
    }
}
