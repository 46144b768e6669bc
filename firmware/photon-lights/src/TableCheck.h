// Mistakes in a table of lights: found when MyLights.h is compiled, and by the same rules when a line is set on a
// running Photon.
// Pins and timers: Device OS v2.3.1, hal/src/photon/pinmap_hal.c. Sizes: the limits of Device OS 2.3.1.
#pragma once
#include "Codes.h"
#include "Json.h"
#include "LightConfig.h"

namespace table {

// A table wherever it lies; one of MyLights.h becomes it by itself.
struct Lines {
    const LightConfig* first;
    unsigned count;

    constexpr Lines(const LightConfig* lights, unsigned howMany) : first(lights), count(howMany) {}
    template <unsigned N>
    constexpr Lines(const LightConfig (&lights)[N]) : first(lights), count(N) {}
    constexpr const LightConfig& operator[](unsigned index) const { return first[index]; }
};

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

// A key: 1 to 12 small letters and digits, a letter first.
constexpr bool isKey(const char* text, size_t size) {
    if (size < 1 || size > MAX_KEY || !small(text[0])) return false;
    for (size_t i = 0; i < size; ++i) {
        if (!small(text[i]) && !digit(text[i])) return false;
    }
    return true;
}

// What a spoken name is made of: letters, digits and blanks, with none at its ends. How long it may be is another
// question.
constexpr bool isName(const char* text, size_t size) {
    if (size < 1 || text[0] == ' ' || text[size - 1] == ' ') return false;
    for (size_t i = 0; i < size; ++i) {
        if (!small(text[i]) && !digit(text[i]) && !(text[i] >= 'A' && text[i] <= 'Z') && text[i] != ' ') return false;
    }
    return true;
}

constexpr bool keysAreGood(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        if (!isKey(lights[i].key, length(lights[i].key))) return false;
        for (unsigned j = 0; j < i; ++j) {
            if (same(lights[i].key, lights[j].key)) return false;
        }
    }
    return true;
}

constexpr bool namesAreGood(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        const unsigned size = length(lights[i].name);
        if (size > MAX_NAME || !isName(lights[i].name, size)) return false;
    }
    return true;
}

constexpr bool dimmedPinsHavePwm(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        for (unsigned p = 0; lights[i].dims() && p < lights[i].pinCount(); ++p) {
            if (!channel(lights[i].pins[p])) return false;
        }
    }
    return true;
}

// Whether a pin exists and may be used: 0 to 7, 10 to 19.
constexpr bool exists(uint8_t pin) { return pin <= D7 || (pin >= A0 && pin <= TX); }

constexpr bool pinsExist(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            if (!exists(lights[i].pins[p])) return false;
        }
        if (lights[i].buttonPin != NO_PIN && !exists(lights[i].buttonPin)) return false;
    }
    return true;
}

// How often a pin, or the PWM channel of one that is dimmed, is used in the whole table.
constexpr unsigned uses(Lines lights, uint8_t pin, bool dimmed) {
    unsigned count = 0;
    for (unsigned i = 0; i < lights.count; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            const uint8_t other = lights[i].pins[p];
            const bool sameChannel = dimmed && lights[i].dims() && channel(pin) && channel(pin) == channel(other);
            if (other == pin || sameChannel) ++count;
        }
        if (lights[i].buttonPin == pin) ++count;
    }
    return count;
}

// No pin has two tasks.
constexpr bool pinsAreApart(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            if (uses(lights, lights[i].pins[p], false) != 1) return false;
        }
        if (lights[i].buttonPin != NO_PIN && uses(lights, lights[i].buttonPin, false) != 1) return false;
    }
    return true;
}

// No two dimmed pins are those of one PWM channel.
constexpr bool channelsAreApart(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            if (uses(lights, lights[i].pins[p], lights[i].dims()) != 1) return false;
        }
    }
    return true;
}

constexpr bool pinsAreUsedOnce(Lines lights) { return pinsAreApart(lights) && channelsAreApart(lights); }

constexpr bool temperaturesAreGood(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        const unsigned warm = lights[i].warmKelvin, cool = lights[i].coolKelvin;
        if (lights[i].hasTemperature() && (warm < MIN_KELVIN || cool > MAX_KELVIN || warm > cool)) return false;
        if (lights[i].kind == LightKind::Tunable && warm == cool) return false;
    }
    return true;
}

constexpr bool fadesAreGood(Lines lights) {
    for (unsigned i = 0; i < lights.count; ++i) {
        if (lights[i].fadeMs > MAX_FADE_MS) return false;
    }
    return true;
}

constexpr unsigned digits(unsigned number) { return number > 9999 ? 5 : 4; }

// Bytes of the variable `lights` with the names of the table: [1,["key","name","k"],["key","name","t",2000,9000]]
constexpr unsigned manifestSize(Lines lights) {
    unsigned size = 3;
    for (unsigned i = 0; i < lights.count; ++i) {
        size += 12 + length(lights[i].key) + length(lights[i].name);
        if (lights[i].hasTemperature()) size += 2 + digits(lights[i].warmKelvin) + digits(lights[i].coolKelvin);
    }
    return size;
}

// Most bytes of the variable `state`: {"key":{"on":1,"bri":100,"hsv":[360,100,100]},"key":{"on":1,"bri":100,"ct":9000}}
constexpr unsigned statesSize(Lines lights) {
    unsigned size = 1;
    for (unsigned i = 0; i < lights.count; ++i) {
        size += 12 + length(lights[i].key);
        if (lights[i].dims()) size += 10;
        size += lights[i].hasColor() ? 20 : lights[i].hasTemperature() ? 6 + digits(lights[i].coolKelvin) : 0;
    }
    return size;
}

// Most bytes of the variable `pins`: {"key":"A5","key":"!D0,!D1,!WKP"}
constexpr unsigned pinsSize(Lines lights) {
    unsigned size = 1;
    for (unsigned i = 0; i < lights.count; ++i) {
        size += 5 + length(lights[i].key);
        for (unsigned p = 0; p < lights[i].pinCount(); ++p) {
            size += (lights[i].pins[p] == WKP ? 4 : 3) + (lights[i].isActiveLow ? 1 : 0);
        }
    }
    return size;
}

// All that the cloud can read has to fit into its messages.
constexpr bool fits(Lines lights) {
    return manifestSize(lights) <= Json::LIMIT && statesSize(lights) <= Json::LIMIT && pinsSize(lights) <= Json::LIMIT;
}

// The first mistake in a table, as what a function returns; DONE where there is none.
constexpr Code mistake(Lines lights) {
    return lights.count > MAX_LIGHTS           ? TABLE_FULL
           : !keysAreGood(lights)              ? BAD_KEY
           : !namesAreGood(lights)             ? BAD_NAME
           : !pinsExist(lights)                ? NO_SUCH_PIN
           : !pinsAreApart(lights)             ? PIN_IN_USE
           : !dimmedPinsHavePwm(lights)        ? PIN_WITHOUT_PWM
           : !channelsAreApart(lights)         ? CHANNEL_SHARED
           : !temperaturesAreGood(lights)      ? BAD_KELVIN
           : !fadesAreGood(lights)             ? OUT_OF_RANGE
           : !fits(lights)                     ? TABLE_DOES_NOT_FIT
                                               : DONE;
}

}  // namespace table
