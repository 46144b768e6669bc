#include "Outputs.h"

namespace {

// The most that all the Photon's 16-bit timers take. 12 bits would do for the eye; 15 make the dark end smooth.
constexpr uint8_t PWM_BITS = 15;
constexpr uint32_t PWM_MAX = (1u << PWM_BITS) - 1;

void write(const LightConfig& light, unsigned index, float share) {
    const float limited = share < 0.0f ? 0.0f : share > 1.0f ? 1.0f : share;
    const uint32_t value = static_cast<uint32_t>(limited * PWM_MAX + 0.5f);
    analogWrite(light.pins[index], light.isActiveLow ? PWM_MAX - value : value);
}

void writeColor(const LightConfig& light, const Look& look) {
    write(light, 0, outputs::luminance(look.level * look.red));
    write(light, 1, outputs::luminance(look.level * look.green));
    write(light, 2, outputs::luminance(look.level * look.blue));
}

}  // namespace

float outputs::luminance(float lightness) {
    if (lightness <= 8.0f) return lightness / 903.3f;
    const float root = (lightness + 16.0f) / 116.0f;
    return root * root * root;
}

void outputs::begin(const LightConfig& light) {
    for (unsigned i = 0; i < light.pinCount(); ++i) {
        pinMode(light.pins[i], OUTPUT);
        if (light.dims()) analogWriteResolution(light.pins[i], PWM_BITS);
    }
}

void outputs::end(const LightConfig& light) {
    for (unsigned i = 0; i < light.pinCount(); ++i) {
        digitalWrite(light.pins[i], light.isActiveLow ? HIGH : LOW);  // of a pin with PWM this ends the PWM
        pinMode(light.pins[i], INPUT);
    }
}

void outputs::show(const LightConfig& light, const Look& look) {
    switch (light.kind) {
        case LightKind::Switch:
            digitalWrite(light.pins[0], (look.level > 0.0f) != light.isActiveLow ? HIGH : LOW);
            break;
        case LightKind::Dimmable:
            write(light, 0, luminance(look.level));
            break;
        case LightKind::Color:
            writeColor(light, look);
            break;
        case LightKind::ColorWhite:
            writeColor(light, look);
            write(light, 3, luminance(look.level * look.white));
            break;
        case LightKind::Tunable: {
            // Warm and cool share the light of the level, so that changing the tone leaves the brightness.
            const float all = luminance(look.level);
            write(light, 0, all * (1.0f - look.cool));
            write(light, 1, all * look.cool);
            break;
        }
    }
}
