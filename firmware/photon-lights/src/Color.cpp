#include "Color.h"

namespace {

float channel(float hue, float saturation, float offset) {
    // The piecewise linear wave of HSV: 1 - s * clamp(min(k, 4 - k), 0, 1), k in sixths of the circle.
    float k = offset + hue / 60.0f;
    while (k >= 6.0f) k -= 6.0f;
    float wave = k < 4.0f - k ? k : 4.0f - k;
    wave = wave < 0.0f ? 0.0f : wave > 1.0f ? 1.0f : wave;
    return 1.0f - saturation * wave;
}

uint32_t byteOf(float share) { return static_cast<uint32_t>(share * 255.0f + 0.5f); }

}  // namespace

Channels channelsOf(const Hsv& color) {
    const float hue = color.hue, saturation = color.saturation / 100.0f;
    return {channel(hue, saturation, 5.0f), channel(hue, saturation, 3.0f), channel(hue, saturation, 1.0f)};
}

uint32_t rgbOf(const Hsv& color) {
    const Channels full = channelsOf(color);
    const float value = color.value / 100.0f;
    return byteOf(full.red * value) << 16 | byteOf(full.green * value) << 8 | byteOf(full.blue * value);
}

Hsv hsvOf(uint32_t rgb) {
    const int red = rgb >> 16 & 0xFF, green = rgb >> 8 & 0xFF, blue = rgb & 0xFF;
    const int most = red > green ? (red > blue ? red : blue) : (green > blue ? green : blue);
    const int least = red < green ? (red < blue ? red : blue) : (green < blue ? green : blue);
    const int range = most - least;
    float hue = 0.0f;
    if (range) {
        if (most == red) {
            hue = 60.0f * (green - blue) / range;
        } else if (most == green) {
            hue = 60.0f * (blue - red) / range + 120.0f;
        } else {
            hue = 60.0f * (red - green) / range + 240.0f;
        }
        if (hue < 0.0f) hue += 360.0f;
    }
    Hsv color;
    color.hue = static_cast<uint16_t>(hue + 0.5f);
    color.saturation = static_cast<uint8_t>(most ? (range * 100 + most / 2) / most : 0);
    color.value = static_cast<uint8_t>((most * 100 + 127) / 255);
    return color;
}
