// Pins and PWM: the only file that drives a lamp.
#pragma once
#include "LightConfig.h"

// What a lamp emits, before the perceptual curve. Shares are 0..1.
struct Look {
    float level;  // percent, 0..100
    float red, green, blue;
    float white;  // of a lamp with colour and white
    float cool;   // share of the cool white in a tunable lamp
};

namespace outputs {

// Share of full light (0..1) that the eye takes for `lightness` percent: CIE 1931. It is preferred to a power law
// (gamma) because it is linear near black, so that 1 % is a visible step and not nothing.
float luminance(float lightness);

// Makes the light's pins outputs. What they show then is up to the show() that has to follow at once.
void begin(const LightConfig& light);
// Switches the light off and gives its pins back: inputs, as after a reset.
void end(const LightConfig& light);
void show(const LightConfig& light, const Look& look);

}  // namespace outputs
