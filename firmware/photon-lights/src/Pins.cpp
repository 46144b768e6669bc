#include "Pins.h"

#include "LightConfig.h"

namespace {

constexpr const char* PIN_NAMES[] = {"D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7",  "",   "",
                                     "A0", "A1", "A2", "A3", "A4", "A5", "A6", "WKP", "RX", "TX"};

struct OtherName {
    const char* name;
    uint8_t pin;
};
constexpr OtherName OTHER_NAMES[] = {{"A7", WKP}, {"DAC", DAC}};

char large(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool isNamed(Text text, const char* name) {
    size_t i = 0;
    for (; i < text.size && name[i]; ++i) {
        if (large(text.begin[i]) != name[i]) return false;
    }
    return text.size && i == text.size && !name[i];
}

}  // namespace

const char* nameOfPin(uint8_t pin) { return PIN_NAMES[pin]; }

uint8_t pinOfName(Text name) {
    for (uint8_t pin = 0; pin < sizeof PIN_NAMES / sizeof PIN_NAMES[0]; ++pin) {
        if (isNamed(name, PIN_NAMES[pin])) return pin;
    }
    for (const OtherName& other : OTHER_NAMES) {
        if (isNamed(name, other.name)) return other.pin;
    }
    return NO_PIN;
}
