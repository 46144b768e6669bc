#include "Light.h"

void Light::begin(const LightConfig& config, const LightState& state) {
    config_ = &config;
    state_ = state;
    outputs::begin(config);
    follow(0);
}

void Light::setPower(bool on) {
    state_.isOn = on;
    follow(config_->fadeMs);
}

void Light::setLevel(uint8_t percent) {
    if (percent) state_.level = percent;
    setPower(percent != 0);
}

void Light::turnLevel(uint8_t percent) {
    if (percent) state_.level = percent;
    state_.isOn = percent != 0;
    follow(0);
}

void Light::setColor(const Hsv& color) {
    state_.color = color;
    state_.isColored = true;
    setPower(true);
}

void Light::setKelvin(uint16_t kelvin) {
    state_.kelvin = kelvin;
    state_.isColored = false;
    state_ = fitted(*config_, state_);
    setPower(true);
}

void Light::run(uint32_t now) {
    Look shown;
    if (fade_.step(now, shown)) outputs::show(*config_, shown);
}

Look Light::look() const {
    Look look = {};
    look.level = state_.brightness();
    if (state_.isColored) {
        const Channels channels = channelsOf(state_.color);
        look.red = channels.red;
        look.green = channels.green;
        look.blue = channels.blue;
    } else {
        look.white = 1.0f;
    }
    if (config_->kind == LightKind::Tunable) {
        // The eye takes equal steps of 1/kelvin (mired) for equal steps of tone.
        const float warm = 1.0f / config_->warmKelvin, cool = 1.0f / config_->coolKelvin;
        look.cool = (warm - 1.0f / state_.kelvin) / (warm - cool);
    }
    return look;
}

void Light::follow(uint32_t ms) {
    const uint32_t now = millis();
    fade_.start(now, look(), config_->dims() ? ms : 0);
    run(now);
}
