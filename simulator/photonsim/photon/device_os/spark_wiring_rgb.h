#pragma once
#include <stdint.h>

#include "photon_host.h"

class RGBClass {
public:
    static void control(bool on) { host_rgb_control(on); }
    static bool controlled() { return host_number(host::NUMBER_RGB_CONTROLLED) != 0; }
    static void color(int r, int g, int b) { color(static_cast<uint32_t>((r << 16) | (g << 8) | b)); }
    static void color(uint32_t rgb) {
        if (controlled()) host_rgb_color((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
    }
    static void brightness(uint8_t value, bool = true) { host_rgb_brightness(value); }
    static uint8_t brightness() { return static_cast<uint8_t>(host_number(host::NUMBER_RGB_BRIGHTNESS)); }
};
extern RGBClass RGB;
