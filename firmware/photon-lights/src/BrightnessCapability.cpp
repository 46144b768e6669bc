// Percent, `0` to `100`, or a step `+n` or `-n` from there, from 0 while off; answers 0..100.
#include "Capabilities.h"

int applyBrightness(Light& light, Text value) {
    const char sign = value.first();
    const bool isStep = sign == '+' || sign == '-';
    int number;
    if (!parseNumber(isStep ? value.rest() : value, number)) return MALFORMED;
    if (number > 100) return OUT_OF_RANGE;
    if (isStep) {
        const int wanted = light.state().brightness() + (sign == '-' ? -number : number);
        number = wanted < 0 ? 0 : wanted > 100 ? 100 : wanted;
    }
    light.setLevel(static_cast<uint8_t>(number));
    return light.state().brightness();
}
