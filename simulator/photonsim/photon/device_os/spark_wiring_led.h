// Colours and patterns of the status LED, of a sketch (LEDStatus) and of the system (LEDSystemTheme).
#pragma once
#include <stdint.h>

#include "spark_wiring.h"

#define RGB_COLOR_BLUE 0x000000ff
#define RGB_COLOR_GREEN 0x0000ff00
#define RGB_COLOR_CYAN 0x0000ffff
#define RGB_COLOR_RED 0x00ff0000
#define RGB_COLOR_MAGENTA 0x00ff00ff
#define RGB_COLOR_YELLOW 0x00ffff00
#define RGB_COLOR_WHITE 0x00ffffff
#define RGB_COLOR_GRAY 0x001f1f1f
#define RGB_COLOR_ORANGE 0x00ff6000

enum LEDPattern { LED_PATTERN_INVALID = 0, LED_PATTERN_SOLID = 1, LED_PATTERN_BLINK = 2, LED_PATTERN_FADE = 3, LED_PATTERN_CUSTOM = 15 };
enum LEDSpeed { LED_SPEED_SLOW = 10, LED_SPEED_NORMAL = 20, LED_SPEED_FAST = 30 };
enum LEDPriority { LED_PRIORITY_BACKGROUND = 10, LED_PRIORITY_NORMAL = 20, LED_PRIORITY_IMPORTANT = 30, LED_PRIORITY_CRITICAL = 40 };
enum LEDSource { LED_SOURCE_DEFAULT = 0, LED_SOURCE_APPLICATION = 1, LED_SOURCE_SYSTEM = 2 };
enum LEDSignal {
    LED_SIGNAL_NETWORK_OFF, LED_SIGNAL_NETWORK_ON, LED_SIGNAL_NETWORK_CONNECTING, LED_SIGNAL_NETWORK_DHCP,
    LED_SIGNAL_NETWORK_CONNECTED, LED_SIGNAL_CLOUD_CONNECTING, LED_SIGNAL_CLOUD_HANDSHAKE, LED_SIGNAL_CLOUD_CONNECTED,
    LED_SIGNAL_SAFE_MODE, LED_SIGNAL_LISTENING_MODE, LED_SIGNAL_DFU_MODE, LED_SIGNAL_FIRMWARE_UPDATE,
    LED_SIGNAL_POWER_OFF, LED_SIGNAL_COUNT
};

// The period of a pattern at one of the three speeds, in ms.
uint16_t led_pattern_period(LEDPattern pattern, LEDSpeed speed);

namespace particle {

class LEDStatus {
public:
    explicit LEDStatus(LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(LED_PATTERN_SOLID, priority, source) {}
    explicit LEDStatus(LEDPattern pattern, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(pattern, LED_SPEED_NORMAL, priority, source) {}
    LEDStatus(LEDPattern pattern, LEDSpeed speed, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(pattern, led_pattern_period(pattern, speed), priority, source) {}
    LEDStatus(LEDPattern pattern, uint16_t period, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(RGB_COLOR_WHITE, pattern, period, priority, source) {}
    explicit LEDStatus(uint32_t color, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(color, LED_PATTERN_SOLID, priority, source) {}
    LEDStatus(uint32_t color, LEDPattern pattern, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(color, pattern, LED_SPEED_NORMAL, priority, source) {}
    LEDStatus(uint32_t color, LEDPattern pattern, LEDSpeed speed, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT)
        : LEDStatus(color, pattern, led_pattern_period(pattern, speed), priority, source) {}
    LEDStatus(uint32_t color, LEDPattern pattern, uint16_t period, LEDPriority priority = LED_PRIORITY_NORMAL, LEDSource source = LED_SOURCE_DEFAULT);
    virtual ~LEDStatus() { setActive(false); }
    LEDStatus(const LEDStatus&) = delete;
    // For `auto status = LEDStatus(...)`, which C++14 lets only movable classes have.
    LEDStatus(LEDStatus&& other) : LEDStatus(other.color_, other.pattern_, other.period_, other.priority_) {
        on_ = other.on_;
        if (!other.active_) return;
        other.setActive(false);
        setActive(true);
    }
    LEDStatus& operator=(const LEDStatus&) = delete;

    void setColor(uint32_t color) { color_ = color, tell(false); }
    uint32_t color() const { return color_; }
    void setPattern(LEDPattern pattern);
    LEDPattern pattern() const { return pattern_; }
    void setSpeed(LEDSpeed speed) { setPeriod(led_pattern_period(pattern_, speed)); }
    void setPeriod(uint16_t period);
    uint16_t period() const { return pattern_ == LED_PATTERN_CUSTOM ? 0 : period_; }
    void setPriority(LEDPriority priority) { priority_ = priority; }  // counts from the next activation on
    LEDPriority priority() const { return priority_; }
    void on() { on_ = true, tell(false); }
    void off() { on_ = false, tell(false); }
    void toggle() { on_ = !on_, tell(false); }
    bool isOn() const { return on_; }
    bool isOff() const { return !on_; }
    void setActive(LEDPriority priority) { setPriority(priority), setActive(true); }
    void setActive(bool active = true);
    bool isActive() const { return active_; }

    // For the shim: every 25 ms while one with a custom pattern is active.
    static void updateCustom(system_tick_t ticks);
    static bool anyCustom();

protected:
    virtual void update(system_tick_t) {}

private:
    void tell(bool again);
    uint32_t color_;
    LEDPattern pattern_;
    uint16_t period_;
    LEDPriority priority_, active_priority_;
    bool on_ = true, active_ = false;
    int slot_;
    LEDStatus* next_ = nullptr;
    static LEDStatus* first_;
};

class LEDSystemTheme {
public:
    LEDSystemTheme();
    void setColor(LEDSignal signal, uint32_t color) { signals_[signal].color = color; }
    uint32_t color(LEDSignal signal) const { return signals_[signal].color; }
    void setPattern(LEDSignal signal, LEDPattern pattern) {
        signals_[signal].pattern = pattern == LED_PATTERN_CUSTOM ? LED_PATTERN_SOLID : pattern;
    }
    LEDPattern pattern(LEDSignal signal) const { return signals_[signal].pattern; }
    void setSpeed(LEDSignal signal, LEDSpeed speed) { setPeriod(signal, led_pattern_period(pattern(signal), speed)); }
    void setPeriod(LEDSignal signal, uint16_t period) { signals_[signal].period = period; }
    uint16_t period(LEDSignal signal) const { return signals_[signal].period; }
    void setSignal(LEDSignal signal, uint32_t color) { setColor(signal, color); }
    void setSignal(LEDSignal signal, uint32_t color, LEDPattern pattern, LEDSpeed speed = LED_SPEED_NORMAL) {
        setSignal(signal, color, pattern, led_pattern_period(pattern, speed));
    }
    void setSignal(LEDSignal signal, uint32_t color, LEDPattern pattern, uint16_t period) {
        setColor(signal, color), setPattern(signal, pattern), setPeriod(signal, period);
    }
    void apply(bool save = false);
    static void restoreDefault();

private:
    struct Signal {
        uint32_t color;
        LEDPattern pattern;
        uint16_t period;
    };
    Signal signals_[LED_SIGNAL_COUNT];
};

}  // namespace particle
using particle::LEDStatus;
using particle::LEDSystemTheme;
