// Another table: a strip with red, green, blue and white, a lamp with two whites, a dimmed shelf, and a relay.
// It uses the seven PWM channels that a Photon has. Put it in the place of photon-lights/src/MyLights.h, which says
// how to write such a table.
#pragma once
#include "LightConfig.h"

constexpr LightConfig LIGHTS[] = {
    rgbw("strip", "led strip", D0, D1, A4, A5, 4000).button(A0),
    tunable("desk", "desk lamp", TX, RX, 2700, 6500).button(A1),
    dimmable("shelf", "shelf light", WKP).button(A2).fade(2000),
    onOff("porch", "porch light", D6).activeLow().button(D4),
};
