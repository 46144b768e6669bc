#include "LightState.h"

namespace {

// Of a tunable white that was never told anything: a common warm white.
constexpr uint16_t FIRST_KELVIN = 2700;

uint16_t within(uint16_t value, uint16_t least, uint16_t most) {
    return value < least ? least : value > most ? most : value;
}

}  // namespace

int LightState::packed(LightKind kind) const {
    const uint32_t head = static_cast<uint32_t>(isColored) << 30 | static_cast<uint32_t>(brightness()) << 23;
    if (isColored) {
        return static_cast<int>(head | static_cast<uint32_t>(color.hue) << 14 |
                                static_cast<uint32_t>(color.saturation) << 7 | color.value);
    }
    return static_cast<int>(head | static_cast<uint32_t>(kind) << 20 | kelvin);
}

LightState firstState(const LightConfig& config) {
    LightState state;
    state.kelvin = FIRST_KELVIN;
    return fitted(config, state);
}

LightState fitted(const LightConfig& config, LightState state) {
    state.level = static_cast<uint8_t>(within(state.level, 1, 100));
    state.color.hue = within(state.color.hue, 0, 360);
    state.color.saturation = static_cast<uint8_t>(within(state.color.saturation, 0, 100));
    state.color.value = static_cast<uint8_t>(within(state.color.value, 0, 100));
    state.kelvin = config.hasTemperature() ? within(state.kelvin, config.warmKelvin, config.coolKelvin) : 0;
    if (!config.dims()) state.level = 100;
    if (!config.hasColor()) {
        state.isColored = false;
    } else if (!config.hasTemperature()) {
        state.isColored = true;
    }
    return state;
}
