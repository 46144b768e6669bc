// The status LED in the hands of a sketch (RGB), and copied to other pins.
#pragma once
#include <stdint.h>

#include <functional>

#include "photon_host.h"
#include "spark_wiring.h"

typedef std::function<void(uint8_t, uint8_t, uint8_t)> wiring_rgb_change_handler_t;
typedef void(raw_rgb_change_handler_t)(uint8_t, uint8_t, uint8_t);

class RGBClass {
public:
    static void control(bool on) { host_rgb_control(on); }
    static bool controlled() { return host_number(host::NUMBER_RGB_CONTROLLED) != 0; }
    // Components above 255 spill into the next one, as on the board.
    static void color(int r, int g, int b) { color(static_cast<uint32_t>((r << 16) | (g << 8) | b)); }
    static void color(uint32_t rgb) {
        if (controlled()) host_rgb_color((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
    }
    static void brightness(uint8_t value, bool = true) { host_rgb_brightness(value); }
    static uint8_t brightness() { return static_cast<uint8_t>(host_number(host::NUMBER_RGB_BRIGHTNESS)); }

    // Called for every change of the LED, the system's patterns included: every 25 ms while it breathes.
    void onChange(wiring_rgb_change_handler_t handler);
    void onChange(raw_rgb_change_handler_t* handler) { onChange(wiring_rgb_change_handler_t(handler)); }
    template <typename T>
    void onChange(void (T::*handler)(uint8_t, uint8_t, uint8_t), T* instance) {
        onChange([handler, instance](uint8_t r, uint8_t g, uint8_t b) { (instance->*handler)(r, g, b); });
    }

    // Pins with PWM that show what the LED shows.
    void mirrorTo(pin_t red, pin_t green, pin_t blue, bool invert = false, bool bootloader = false);
    void mirrorDisable(bool bootloader = false);
};
extern RGBClass RGB;
