// Your lights. This is the one file to edit: a line for each light, then flash the Photon again.
//
//   onOff(key, spoken name, pin)                      a lamp behind a relay or a switch
//   dimmable(key, spoken name, pin)                   a lamp that dims: the pin needs PWM
//   rgb(key, spoken name, red, green, blue)           a colour lamp
//   rgbw(key, spoken name, red, green, blue, white, kelvin of its white)
//   tunable(key, spoken name, warm, cool, kelvin of warm, kelvin of cool)
//
// Behind it, where wanted:
//   .button(pin)     a button from that pin to ground: a click switches, holding dims
//   .activeLow()     the lamp is on when its pins are low
//   .fade(ms)        how long a change takes, 0 to 10000; 400 when not said
//
// key: a short word of small letters and digits that never changes. The spoken name can be changed later without
// flashing: particle call <device> name "kitchen=ceiling lamp".
//
// Pins with PWM: D0 D1 D2 D3 A4 A5 WKP RX TX. A4 and D3 always show the same, and so do A5 and D2: use one of each.
// What does not fit is refused when this is compiled, with a sentence that says why.
#pragma once
#include "LightConfig.h"

constexpr LightConfig LIGHTS[] = {
    dimmable("kitchen", "kitchen light", A5).button(A0),
    rgb("accent", "accent light", D0, D1, A4).button(A1),
    tunable("desk", "desk lamp", TX, RX, 2000, 9000).button(A2),
    onOff("hall", "hall light", D6).button(D4),
};
