// Kelvin, `warmer` or `cooler`; answers the kelvin in force: the nearest that the light has.
#include "Capabilities.h"

namespace {

// The whites that Alexa has names for: warm, soft, white, daylight, cool.
constexpr uint16_t WHITES[] = {2200, 2700, 4000, 5500, 7000};

// The next of the whites in that direction, then the light's own end.
uint16_t nextWhite(const LightConfig& config, uint16_t kelvin, bool cooler) {
    uint16_t next = cooler ? config.coolKelvin : config.warmKelvin;
    for (const uint16_t white : WHITES) {
        if (cooler && white > kelvin && white < next) next = white;
        if (!cooler && white < kelvin && white > next) next = white;
    }
    return next;
}

}  // namespace

int applyTemperature(Light& light, Text value) {
    int kelvin;
    if (value.is("cooler") || value.is("warmer")) {
        // A colour has no neighbouring white.
        if (light.state().isColored) return WRONG_MODE;
        kelvin = nextWhite(light.config(), light.state().kelvin, value.is("cooler"));
    } else if (!parseNumber(value, kelvin)) {
        return MALFORMED;
    }
    if (kelvin < static_cast<int>(MIN_KELVIN) || kelvin > static_cast<int>(MAX_KELVIN)) return OUT_OF_RANGE;
    light.setKelvin(static_cast<uint16_t>(kelvin));
    return light.state().kelvin;
}
