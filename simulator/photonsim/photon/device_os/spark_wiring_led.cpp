// LEDStatus, LEDSystemTheme, and what follows the LED's changes: RGB.onChange(), RGB.mirrorTo(), custom patterns.
#include "spark_wiring_led.h"

#include "Particle.h"

namespace {

constexpr unsigned TICK_MS = 25;  // Device OS, hal: LED_Service's update interval

wiring_rgb_change_handler_t change_handler;
bool mirrors = false, inverted = false;
pin_t mirror_pins[3];
uint32_t last_color = 0xFFFFFFFF;

void tick() {
    LEDStatus::updateCustom(TICK_MS);
    const uint32_t color = static_cast<uint32_t>(host_led_color());
    if (color == last_color) return;
    last_color = color;
    const uint8_t parts[] = {static_cast<uint8_t>(color >> 16), static_cast<uint8_t>(color >> 8), static_cast<uint8_t>(color)};
    for (int i = 0; mirrors && i < 3; ++i) analogWrite(mirror_pins[i], inverted ? 255 - parts[i] : parts[i]);
    if (change_handler) change_handler(parts[0], parts[1], parts[2]);
}

// Runs only while somebody wants to know: a house of idle Photons costs nothing.
Timer& ticker() {
    static Timer timer(TICK_MS, tick);
    return timer;
}

void watchIfWanted() {
    const bool wanted = change_handler || mirrors || LEDStatus::anyCustom();
    if (wanted == ticker().isActive()) return;
    last_color = 0xFFFFFFFF;
    if (wanted) {
        ticker().start();
    } else {
        ticker().stop();
    }
}

}  // namespace

void RGBClass::onChange(wiring_rgb_change_handler_t handler) {
    change_handler = handler;
    watchIfWanted();
}

void RGBClass::mirrorTo(pin_t red, pin_t green, pin_t blue, bool invert, bool) {
    const pin_t pins[] = {red, green, blue};
    for (pin_t pin : pins) {
        if (!analogWriteMaxFrequency(pin)) return;  // not a pin with PWM
    }
    for (int i = 0; i < 3; ++i) pinMode(mirror_pins[i] = pins[i], OUTPUT);
    inverted = invert;
    mirrors = true;
    watchIfWanted();
}

void RGBClass::mirrorDisable(bool) {
    mirrors = false;
    watchIfWanted();
}

uint16_t led_pattern_period(LEDPattern pattern, LEDSpeed speed) {
    if (pattern == LED_PATTERN_BLINK) return speed == LED_SPEED_NORMAL ? 200 : speed > LED_SPEED_NORMAL ? 100 : 500;
    if (pattern == LED_PATTERN_FADE) return speed == LED_SPEED_NORMAL ? 4000 : speed > LED_SPEED_NORMAL ? 1000 : 8000;
    return 0;
}

namespace particle {

LEDStatus* LEDStatus::first_ = nullptr;

LEDStatus::LEDStatus(uint32_t color, LEDPattern pattern, uint16_t period, LEDPriority priority, LEDSource)
    : color_(color), pattern_(pattern), period_(period), priority_(priority), active_priority_(priority) {
    static int slots = 0;
    slot_ = slots++;
}

void LEDStatus::setPattern(LEDPattern pattern) {
    if (pattern == LED_PATTERN_CUSTOM || pattern_ == LED_PATTERN_CUSTOM) return;  // only at construction
    pattern_ = pattern;
    tell(false);
}

void LEDStatus::setPeriod(uint16_t period) {
    if (pattern_ == LED_PATTERN_CUSTOM) return;
    period_ = period;
    tell(false);
}

void LEDStatus::setActive(bool active) {
    if (active_) {
        for (LEDStatus** place = &first_; *place; place = &(*place)->next_) {
            if (*place == this) {
                *place = next_;
                break;
            }
        }
    }
    if (active) {
        next_ = first_;
        first_ = this;
        active_priority_ = priority_;
    } else if (active_) {
        host_led_status_end(slot_);
    }
    active_ = active;
    tell(true);
    watchIfWanted();
}

void LEDStatus::tell(bool again) {
    if (active_) host_led_status(slot_, static_cast<int32_t>(color_), pattern_, period(), active_priority_, (on_ ? 1 : 0) | (again ? 2 : 0));
}

bool LEDStatus::anyCustom() {
    for (const LEDStatus* status = first_; status; status = status->next_) {
        if (status->pattern_ == LED_PATTERN_CUSTOM) return true;
    }
    return false;
}

void LEDStatus::updateCustom(system_tick_t ticks) {
    for (LEDStatus* status = first_; status; status = status->next_) {
        if (status->pattern_ != LED_PATTERN_CUSTOM) continue;
        status->update(ticks);
        return;  // only the one in front
    }
}

LEDSystemTheme::LEDSystemTheme() {
    for (int signal = 0; signal < LED_SIGNAL_COUNT; ++signal) {
        int32_t values[3] = {};
        host_led_theme_get(signal, values);
        signals_[signal] = {static_cast<uint32_t>(values[0]), static_cast<LEDPattern>(values[1]), static_cast<uint16_t>(values[2])};
    }
}

void LEDSystemTheme::apply(bool save) {
    for (int signal = 0; signal < LED_SIGNAL_COUNT; ++signal) {
        host_led_theme_set(signal, static_cast<int32_t>(signals_[signal].color), signals_[signal].pattern, signals_[signal].period);
    }
    host_led_theme_apply(save ? 1 : 0);
}

void LEDSystemTheme::restoreDefault() { host_led_theme_apply(-1); }

}  // namespace particle
