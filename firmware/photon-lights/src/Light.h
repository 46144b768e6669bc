// One light: its state, the wishes that change it, and the fade that makes its pins follow.
// The state holds what was wished, not the middle of a fade.
#pragma once
#include "Fade.h"
#include "LightState.h"

class Light {
public:
    // Takes over the pins and shows `state` at once, as before a power cut.
    void begin(const LightConfig& config, const LightState& state);

    // Dark, and its pins are free.
    void end() const { outputs::end(*config_); }
    // The same light, described in another place: the same pins, of the same kind.
    void describeBy(const LightConfig& config) { config_ = &config; }

    const LightConfig& config() const { return *config_; }
    const LightState& state() const { return state_; }

    // On at the last level that was not 0, or off.
    void setPower(bool on);
    // Percent, 0..100. 0 is off, and the level before is remembered.
    void setLevel(uint8_t percent);
    // The same without a fade: for somebody who is turning a knob or holding a button.
    void turnLevel(uint8_t percent);
    // On, in this colour; the level stays.
    void setColor(const Hsv& color);
    // On, in white of this colour temperature, or the nearest that the light has; the level stays.
    void setKelvin(uint16_t kelvin);

    void run(uint32_t now);
    uint32_t idleMs(uint32_t now) const { return fade_.idleMs(now); }

private:
    Look look() const;
    void follow(uint32_t ms);

    const LightConfig* config_ = nullptr;
    LightState state_;
    Fade fade_;
};
