// Mistakes in the table of lights, found when it is compiled.
// Pins and timers: Device OS v2.3.1, hal/src/photon/pinmap_hal.c. Sizes: the limits of Device OS 2.3.1.
#pragma once
#include "LightConfig.h"

namespace table {

constexpr unsigned length(const char* text) {
    unsigned count = 0;
    while (text[count]) ++count;
    return count;
}
constexpr bool same(const char* a, const char* b) {
    while (*a && *a == *b) ++a, ++b;
    return *a == *b;
}
constexpr bool small(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool digit(char c) { return c >= '0' && c <= '9'; }

// PWM channel behind a pin, as timer * 10 + channel; 0 where there is none.
constexpr int channel(uint8_t pin) {
    return pin == D0 ? 42 : pin == D1 ? 41 : pin == D2 || pin == A5 ? 32 : pin == D3 || pin == A4 ? 31
         : pin == WKP ? 51 : pin == RX ? 13 : pin == TX ? 12 : 0;
}

template <unsigned N>
constexpr bool keysAreGood(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        const char* key = lights[i].key;
        const unsigned size = length(key);
        if (size < 1 || size > MAX_KEY || !small(key[0])) return false;
        for (unsigned j = 0; j < size; ++j) {
            if (!small(key[j]) && !digit(key[j])) return false;
        }
        for (unsigned j = 0; j < i; ++j) {
            if (same(key, lights[j].key)) return false;
        }
    }
    return true;
}

template <unsigned N>
constexpr bool namesAreGood(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        const char* name = lights[i].name;
        const unsigned size = length(name);
        if (size < 1 || size > MAX_NAME || name[0] == ' ' || name[size - 1] == ' ') return false;
        for (unsigned j = 0; j < size; ++j) {
            const char c = name[j];
            if (!small(c) && !digit(c) && !(c >= 'A' && c <= 'Z') && c != ' ') return false;
        }
    }
    return true;
}

template <unsigned N>
constexpr bool dimmedPinsHavePwm(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        for (unsigned p = 0; lights[i].dims() && p < lights[i].pinCount(); ++p) {
            if (!channel(lights[i].pins[p])) return false;
        }
    }
    return true;
}

// Whether a pin exists and may be used: 0 to 7, 10 to 19.
constexpr bool exists(uint8_t pin) { return pin <= D7 || (pin >= A0 && pin <= TX); }

template <unsigned N>
constexpr bool pinsExist(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            if (!exists(lights[i].pins[p])) return false;
        }
        if (lights[i].buttonPin != NO_PIN && !exists(lights[i].buttonPin)) return false;
    }
    return true;
}

// How often a pin, or the PWM channel of one that is dimmed, is used in the whole table.
template <unsigned N>
constexpr unsigned uses(const LightConfig (&lights)[N], uint8_t pin, bool dimmed) {
    unsigned count = 0;
    for (unsigned i = 0; i < N; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            const uint8_t other = lights[i].pins[p];
            const bool sameChannel = dimmed && lights[i].dims() && channel(pin) && channel(pin) == channel(other);
            if (other == pin || sameChannel) ++count;
        }
        if (lights[i].buttonPin == pin) ++count;
    }
    return count;
}

template <unsigned N>
constexpr bool pinsAreUsedOnce(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            if (uses(lights, lights[i].pins[p], lights[i].dims()) != 1) return false;
        }
        if (lights[i].buttonPin != NO_PIN && uses(lights, lights[i].buttonPin, false) != 1) return false;
    }
    return true;
}

template <unsigned N>
constexpr bool temperaturesAreGood(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        const unsigned warm = lights[i].warmKelvin, cool = lights[i].coolKelvin;
        if (lights[i].hasTemperature() && (warm < MIN_KELVIN || cool > MAX_KELVIN || warm > cool)) return false;
        if (lights[i].kind == LightKind::Tunable && warm == cool) return false;
    }
    return true;
}

template <unsigned N>
constexpr bool fadesAreGood(const LightConfig (&lights)[N]) {
    for (unsigned i = 0; i < N; ++i) {
        if (lights[i].fadeMs > MAX_FADE_MS) return false;
    }
    return true;
}

constexpr unsigned digits(unsigned number) { return number > 9999 ? 5 : 4; }

// Bytes of the variable `lights` with the names of the table: [1,["key","name","k"],["key","name","t",2000,9000]]
template <unsigned N>
constexpr unsigned manifestSize(const LightConfig (&lights)[N]) {
    unsigned size = 3;
    for (unsigned i = 0; i < N; ++i) {
        size += 12 + length(lights[i].key) + length(lights[i].name);
        if (lights[i].hasTemperature()) size += 2 + digits(lights[i].warmKelvin) + digits(lights[i].coolKelvin);
    }
    return size;
}

// Most bytes of the variable `state`: {"key":{"on":1,"bri":100,"hsv":[360,100,100]},"key":{"on":1,"bri":100,"ct":9000}}
template <unsigned N>
constexpr unsigned statesSize(const LightConfig (&lights)[N]) {
    unsigned size = 1;
    for (unsigned i = 0; i < N; ++i) {
        size += 12 + length(lights[i].key);
        if (lights[i].dims()) size += 10;
        size += lights[i].hasColor() ? 20 : lights[i].hasTemperature() ? 6 + digits(lights[i].coolKelvin) : 0;
    }
    return size;
}

// Most bytes of the variable `pins`: {"key":"A5","key":"!D0,!D1,!WKP"}
template <unsigned N>
constexpr unsigned pinsSize(const LightConfig (&lights)[N]) {
    unsigned size = 1;
    for (unsigned i = 0; i < N; ++i) {
        size += 5 + length(lights[i].key);
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            size += (lights[i].pins[p] == WKP ? 4 : 3) + (lights[i].isActiveLow ? 1 : 0);
        }
    }
    return size;
}

}  // namespace table
