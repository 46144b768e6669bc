// What a light does, and what it remembers while it is off.
#pragma once
#include "Color.h"
#include "LightConfig.h"

struct LightState {
    uint8_t level = 100;  // percent, 1..100; remembered while off
    bool isOn = false;
    bool isColored = false;  // colour mode; else white
    Hsv color = {0, 0, 100};
    uint16_t kelvin = 0;  // 0 for kinds without

    // As cloud and people see it: 0 while off.
    uint8_t brightness() const { return isOn ? level : 0; }
    // Bit 30: colour mode; 29 to 23: level. In colour mode hue in 22 to 14, saturation in 13 to 7, value in 6 to 0;
    // else the kind in 22 to 20 and kelvin in 13 to 0. Never negative.
    int packed(LightKind kind) const;

    bool operator==(const LightState& other) const {
        return level == other.level && isOn == other.isOn && isColored == other.isColored && color == other.color &&
               kelvin == other.kelvin;
    }
    bool operator!=(const LightState& other) const { return !(*this == other); }
};

// A light that was never told anything: off, and at full light once it is switched on.
LightState firstState(const LightConfig& config);
// `state` as far as the light can do it: for what was kept for another kind or another range.
LightState fitted(const LightConfig& config, LightState state);
