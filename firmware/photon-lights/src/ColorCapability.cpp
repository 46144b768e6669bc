// `#rrggbb`, or hue in degrees, saturation and value in percent, as in `277,86,94`; answers 0xRRGGBB.
#include "Capabilities.h"

int applyColor(Light& light, Text value) {
    uint32_t rgb;
    if (parseHexColor(value, rgb)) {
        light.setColor(hsvOf(rgb));
        // As it was set, not by way of whole degrees and percent.
        return static_cast<int>(rgb);
    }
    bool hasSaturation, hasValue;
    int hue, saturation, brightness;
    if (!parseNumber(value.cut(',', hasSaturation), hue) || !hasSaturation) return MALFORMED;
    if (!parseNumber(value.cut(',', hasValue), saturation) || !hasValue) return MALFORMED;
    if (!parseNumber(value, brightness)) return MALFORMED;
    if (hue > 360 || saturation > 100 || brightness > 100) return OUT_OF_RANGE;
    light.setColor({static_cast<uint16_t>(hue), static_cast<uint8_t>(saturation), static_cast<uint8_t>(brightness)});
    return static_cast<int>(rgbOf(light.state().color));
}
