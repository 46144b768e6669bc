#include "Documents.h"

#include "Pins.h"

void writeManifest(Json& out, const Lights& lights) {
    out.clear();
    out.add("[1");
    for (unsigned i = 0; i < lights.count(); ++i) {
        const LightConfig& config = lights[i].config();
        out.add(",[\"%s\",\"%s\",\"%c\"", config.key, lights.name(i), config.letter());
        if (config.hasTemperature()) out.add(",%u,%u", config.warmKelvin, config.coolKelvin);
        out.add("]");
    }
    out.add("]");
}

void writeState(Json& out, const Light& light) {
    const LightConfig& config = light.config();
    const LightState& state = light.state();
    out.add("\"%s\":{\"on\":%u", config.key, state.isOn ? 1u : 0u);
    if (config.dims()) out.add(",\"bri\":%u", state.brightness());
    if (state.isColored) {
        out.add(",\"hsv\":[%u,%u,%u]", state.color.hue, state.color.saturation, state.color.value);
    } else if (config.hasTemperature()) {
        out.add(",\"ct\":%u", state.kelvin);
    }
}

void writeStates(Json& out, const Lights& lights) {
    out.clear();
    out.add("{");
    for (unsigned i = 0; i < lights.count(); ++i) {
        if (i) out.add(",");
        writeState(out, lights[i]);
        out.add("}");
    }
    out.add("}");
}

void writePins(Json& out, const Lights& lights) {
    out.clear();
    out.add("{");
    for (unsigned i = 0; i < lights.count(); ++i) {
        const LightConfig& config = lights[i].config();
        out.add("%s\"%s\":\"", i ? "," : "", config.key);
        for (unsigned p = 0; p < config.pinCount(); ++p) {
            out.add("%s%s%s", p ? "," : "", config.isActiveLow ? "!" : "", nameOfPin(config.pins[p]));
        }
        out.add("\"");
    }
    out.add("}");
}
