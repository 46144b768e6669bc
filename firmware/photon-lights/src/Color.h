// Hue, saturation and value, as Alexa and the eye know colours; red, green and blue, as the pins do.
#pragma once
#include <stdint.h>

struct Hsv {
    uint16_t hue;        // degrees, 0..360
    uint8_t saturation;  // percent
    uint8_t value;       // percent

    bool operator==(const Hsv& other) const {
        return hue == other.hue && saturation == other.saturation && value == other.value;
    }
};

struct Channels {
    float red, green, blue;  // 0..1
};

// The colour with value 1: the value is kept for reporting and does not dim.
Channels channelsOf(const Hsv& color);
// 0xRRGGBB, value included.
uint32_t rgbOf(const Hsv& color);
// The nearest colour in whole degrees and percent.
Hsv hsvOf(uint32_t rgb);
