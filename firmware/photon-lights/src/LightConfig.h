// What a light is: its key, its spoken name, its kind and its pins. Known when the firmware is compiled.
#pragma once
#include "Particle.h"

enum class LightKind : uint8_t { Switch = 0, Dimmable = 1, Color = 2, ColorWhite = 3, Tunable = 4 };

constexpr uint8_t NO_PIN = 0xFF;
constexpr unsigned MAX_LIGHTS = 10;
constexpr unsigned MAX_PINS = 4;
constexpr unsigned MAX_KEY = 12;
constexpr unsigned MAX_NAME = 40;

struct LightConfig {
    const char* key;
    const char* name;
    LightKind kind;
    uint8_t pins[MAX_PINS];
    uint16_t warmKelvin;
    uint16_t coolKelvin;
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

    constexpr unsigned pinCount() const {
        return kind == LightKind::ColorWhite ? 4 : kind == LightKind::Color ? 3 : kind == LightKind::Tunable ? 2 : 1;
    }
    constexpr bool dims() const { return kind != LightKind::Switch; }
    constexpr bool hasColor() const { return kind == LightKind::Color || kind == LightKind::ColorWhite; }
    constexpr bool hasTemperature() const { return kind == LightKind::Tunable; }
};

constexpr LightConfig onOff(const char* key, const char* name, int pin) {
    return {key, name, LightKind::Switch, {static_cast<uint8_t>(pin), NO_PIN, NO_PIN, NO_PIN}, 0, 0, NO_PIN, false};
}
constexpr LightConfig dimmable(const char* key, const char* name, int pin) {
    return {key, name, LightKind::Dimmable, {static_cast<uint8_t>(pin), NO_PIN, NO_PIN, NO_PIN}, 0, 0, NO_PIN, false};
}
constexpr LightConfig rgb(const char* key, const char* name, int red, int green, int blue) {
    return {key, name, LightKind::Color,
            {static_cast<uint8_t>(red), static_cast<uint8_t>(green), static_cast<uint8_t>(blue), NO_PIN},
            0, 0, NO_PIN, false};
}
constexpr LightConfig rgbw(const char* key, const char* name, int red, int green, int blue, int white) {
    return {key, name, LightKind::ColorWhite,
            {static_cast<uint8_t>(red), static_cast<uint8_t>(green), static_cast<uint8_t>(blue),
             static_cast<uint8_t>(white)},
            0, 0, NO_PIN, false};
}
constexpr LightConfig tunable(const char* key, const char* name, int warm, int cool, int warmKelvin, int coolKelvin) {
    return {key, name, LightKind::Tunable,
            {static_cast<uint8_t>(warm), static_cast<uint8_t>(cool), NO_PIN, NO_PIN},
            static_cast<uint16_t>(warmKelvin), static_cast<uint16_t>(coolKelvin), NO_PIN, false};
}
