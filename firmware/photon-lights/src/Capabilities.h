// What lights can be told, a word each. A new capability is a file with its function, and two lines here.
#pragma once
#include "Codes.h"
#include "Light.h"
#include "Parsing.h"

// Each reads all of `value` and does what it says. Returns the value now in force, or a Code; then nothing has changed.
int applyPower(Light& light, Text value);
int applyBrightness(Light& light, Text value);
int applyColor(Light& light, Text value);
int applyTemperature(Light& light, Text value);

struct Capability {
    const char* word;
    bool (LightConfig::*isFor)() const;
    int (*apply)(Light& light, Text value);
};

constexpr Capability CAPABILITIES[] = {
    {"power", &LightConfig::isLight, applyPower},
    {"brightness", &LightConfig::dims, applyBrightness},
    {"color", &LightConfig::hasColor, applyColor},
    {"temperature", &LightConfig::hasTemperature, applyTemperature},
};
