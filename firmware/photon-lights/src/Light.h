// One light: what it is set to, and the fade towards it. Knows neither the cloud nor the flash memory.
#pragma once
#include "Color.h"
#include "LightConfig.h"
#include "Outputs.h"

// What a command answers; what people and scripts see when they call a function (docs/firmware.md).
enum Result : int {
    MALFORMED = -1,
    UNKNOWN_LIGHT = -2,
    OUT_OF_RANGE = -3,
    NOT_SUPPORTED = -4,
    WRONG_MODE = -5,
    NAME_DOES_NOT_FIT = -6,
    DONE = 0,
};

// Properties of a light, as bits of what changed.
enum Property : uint8_t { POWER = 1, BRIGHTNESS = 2, COLOR = 4, TEMPERATURE = 8 };

// What survives a power cut.
struct LightState {
    uint8_t on;         // 0 or 1
    uint8_t level;      // percent, 1..100: the last one that was not off
    uint8_t colorMode;  // 1: the colour counts, 0: the white
    uint8_t saturation;
    uint8_t value;
    uint8_t unused;
    uint16_t hue;
    uint16_t kelvin;
};

class Light {
public:
    void begin(const LightConfig& config, const LightState& state);
    static LightState firstState(const LightConfig& config);
    // Whether a remembered state makes sense for this light.
    static bool isValid(const LightConfig& config, const LightState& state);

    const LightConfig& config() const { return *config_; }
    const LightState& state() const { return state_; }
    uint8_t brightness() const { return state_.on ? (config_->dims() ? state_.level : 100) : 0; }

    // Commands. DONE, or why not; then nothing has changed.
    Result setPower(bool on);
    Result setBrightness(long percent);
    Result adjustBrightness(long delta);
    Result setColor(const Hsv& color);
    Result setTemperature(long kelvin);
    // The next step of 2200, 2700, 4000, 5500, 7000 K in that direction, or the lamp's end.
    Result stepTemperature(bool cooler);

    // While a button is held: no fade, the level follows at once.
    void follow(long percent);

    // Move the fade on. Milliseconds until it next has to, NEVER when there is none.
    static constexpr uint32_t NEVER = 0xFFFFFFFF;
    uint32_t run(uint32_t now);

    // Bits of Property that changed since the last call.
    uint8_t takeChanges();

    // The whole state in one number, never negative: docs/firmware.md.
    int packed() const;

private:
    void apply(const LightState& wish, bool fade = true);
    Look target() const;
    Look between(float part) const;

    const LightConfig* config_ = nullptr;
    LightState state_ = LightState();
    uint8_t changes_ = 0;
    bool fading_ = false;
    uint32_t fadeBegan_ = 0;
    uint32_t lastShown_ = 0;
    Look from_ = Look(), now_ = Look();
};
