// What a light is: its key, its spoken name, its kind and its pins. Known when the firmware is compiled.
#pragma once
#include "Particle.h"

// In the order of the codes in a packed state (LightState.h).
enum class LightKind : uint8_t { Switch, Dimmable, Color, ColorWhite, Tunable };

constexpr uint8_t NO_PIN = 0xFF;
constexpr unsigned MAX_LIGHTS = 18;  // as many as a Photon has pins
constexpr unsigned MAX_PINS = 4;
constexpr unsigned MAX_KEY = 12;
constexpr unsigned MAX_NAME = 40;
constexpr unsigned MIN_KELVIN = 1000;
constexpr unsigned MAX_KELVIN = 10000;
constexpr unsigned MAX_FADE_MS = 10000;
constexpr unsigned DEFAULT_FADE_MS = 400;

struct LightConfig {
    const char* key;
    const char* name;
    LightKind kind;
    uint8_t pins[MAX_PINS];
    uint16_t warmKelvin;
    uint16_t coolKelvin;
    uint16_t fadeMs;
    uint8_t buttonPin;
    bool isActiveLow;

    constexpr LightConfig button(int pin) const {
        LightConfig copy = *this;
        copy.buttonPin = static_cast<uint8_t>(pin);
        return copy;
    }
    constexpr LightConfig activeLow() const {
        LightConfig copy = *this;
        copy.isActiveLow = true;
        return copy;
    }
    constexpr LightConfig fade(unsigned ms) const {
        LightConfig copy = *this;
        copy.fadeMs = static_cast<uint16_t>(ms > 0xFFFF ? 0xFFFF : ms);
        return copy;
    }

    constexpr unsigned pinCount() const {
        return kind == LightKind::ColorWhite ? 4 : kind == LightKind::Color ? 3 : kind == LightKind::Tunable ? 2 : 1;
    }
    constexpr char letter() const {
        return kind == LightKind::Switch ? 's' : kind == LightKind::Dimmable ? 'd' : kind == LightKind::Color ? 'c'
             : kind == LightKind::ColorWhite ? 'w' : 't';
    }
    constexpr bool isLight() const { return true; }
    constexpr bool dims() const { return kind != LightKind::Switch; }
    constexpr bool hasColor() const { return kind == LightKind::Color || kind == LightKind::ColorWhite; }
    constexpr bool hasTemperature() const { return kind == LightKind::Tunable || kind == LightKind::ColorWhite; }
};

namespace table {

constexpr LightConfig entry(const char* key, const char* name, LightKind kind, int a, int b, int c, int d, int warm,
                            int cool) {
    return {key, name, kind,
            {static_cast<uint8_t>(a), static_cast<uint8_t>(b), static_cast<uint8_t>(c), static_cast<uint8_t>(d)},
            static_cast<uint16_t>(warm), static_cast<uint16_t>(cool), DEFAULT_FADE_MS, NO_PIN, false};
}

}  // namespace table

// One function for each kind, for the table in MyLights.h.
constexpr LightConfig onOff(const char* key, const char* name, int pin) {
    return table::entry(key, name, LightKind::Switch, pin, NO_PIN, NO_PIN, NO_PIN, 0, 0);
}
constexpr LightConfig dimmable(const char* key, const char* name, int pin) {
    return table::entry(key, name, LightKind::Dimmable, pin, NO_PIN, NO_PIN, NO_PIN, 0, 0);
}
constexpr LightConfig rgb(const char* key, const char* name, int red, int green, int blue) {
    return table::entry(key, name, LightKind::Color, red, green, blue, NO_PIN, 0, 0);
}
constexpr LightConfig rgbw(const char* key, const char* name, int red, int green, int blue, int white, int kelvin) {
    return table::entry(key, name, LightKind::ColorWhite, red, green, blue, white, kelvin, kelvin);
}
constexpr LightConfig tunable(const char* key, const char* name, int warm, int cool, int warmKelvin, int coolKelvin) {
    return table::entry(key, name, LightKind::Tunable, warm, cool, NO_PIN, NO_PIN, warmKelvin, coolKelvin);
}
