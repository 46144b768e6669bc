#include "CloudApi.h"

#include <stdio.h>
#include <string.h>

#include "Memory.h"
#include "Parsing.h"
#include "TableCheck.h"

namespace {

constexpr unsigned VARIABLE_SIZE = table::MAX_VARIABLE + 1;
constexpr uint32_t EVENT_GAP_MS = 1000;
constexpr uint32_t RETRY_MS = 5000;
constexpr const char* CAUSES[] = {"voice", "cloud", "button", "restored"};
constexpr char KINDS[] = {'s', 'd', 'c', 'w', 't'};

Light* lights = nullptr;
unsigned count = 0;

// Variables keep the address of what they show, so these stay where they are.
char manifest[VARIABLE_SIZE];
char states[VARIABLE_SIZE];
char wiring[VARIABLE_SIZE];

struct Change {
    uint8_t properties;
    cloud::Cause cause;
    bool held;
};
Change changes[MAX_LIGHTS];
bool tableToTell = false;
bool everPublished = false;
bool lastFailed = false;
uint32_t publishedAt = 0;

// Appends to a buffer of VARIABLE_SIZE and keeps count of what would have been needed.
class Writer {
public:
    explicit Writer(char* buffer) : buffer_(buffer) { buffer_[0] = 0; }
    void add(const char* format, ...) __attribute__((format(printf, 2, 3))) {
        va_list arguments;
        va_start(arguments, format);
        const unsigned room = used_ < VARIABLE_SIZE ? VARIABLE_SIZE - used_ : 0;
        char nothing;
        const int wrote = vsnprintf(room ? buffer_ + used_ : &nothing, room, format, arguments);
        va_end(arguments);
        if (wrote > 0) used_ += static_cast<unsigned>(wrote);
    }
    bool fits() const { return used_ < VARIABLE_SIZE; }
    unsigned used() const { return used_; }
    void cutTo(unsigned used) {
        used_ = used;
        buffer_[used] = 0;
    }

private:
    char* buffer_;
    unsigned used_ = 0;
};

// -- what the cloud can read

// With another name for one light, to see whether it would fit.
bool writeManifest(char* buffer, unsigned renamed = MAX_LIGHTS, const char* name = nullptr) {
    Writer out(buffer);
    out.add("[1");
    for (unsigned i = 0; i < count; ++i) {
        const LightConfig& config = lights[i].config();
        const char* spoken = i == renamed ? name : memory::name(i);
        out.add(",[\"%s\",\"%s\",\"%c\"", config.key, spoken, KINDS[static_cast<int>(config.kind)]);
        if (config.hasTemperature()) out.add(",%u,%u", config.warmKelvin, config.coolKelvin);
        out.add("]");
    }
    out.add("]");
    return out.fits();
}

void writeLight(Writer& out, const Light& light) {
    const LightState& state = light.state();
    out.add("\"%s\":{\"on\":%u", light.config().key, state.on);
    if (light.config().dims()) out.add(",\"bri\":%u", light.brightness());
    if (state.colorMode) out.add(",\"hsv\":[%u,%u,%u]", state.hue, state.saturation, state.value);
    if (light.config().hasTemperature()) out.add(",\"ct\":%u", state.kelvin);
}

void writeStates() {
    Writer out(states);
    out.add("{");
    for (unsigned i = 0; i < count; ++i) {
        if (i) out.add(",");
        writeLight(out, lights[i]);
        out.add("}");
    }
    out.add("}");
}

void writeWiring() {
    static const char* const NAMES[] = {"D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7",  "", "",
                                        "A0", "A1", "A2", "A3", "A4", "A5", "A6", "WKP", "RX", "TX"};
    Writer out(wiring);
    out.add("{");
    for (unsigned i = 0; i < count; ++i) {
        const LightConfig& config = lights[i].config();
        out.add("%s\"%s\":\"", i ? "," : "", config.key);
        for (unsigned p = 0; p < config.pinCount(); ++p) {
            out.add("%s%s%s", p ? "," : "", config.isActiveLow ? "!" : "", NAMES[config.pins[p]]);
        }
        out.add("\"");
    }
    out.add("}");
}

uint32_t hashOf(const char* text) {
    uint32_t hash = 2166136261u;
    while (*text) hash = (hash ^ static_cast<uint8_t>(*text++)) * 16777619u;
    return hash;
}

// -- what the cloud can call

// One light and the value for it, out of `<key>=<value>`.
Result parseTarget(const String& argument, unsigned& light, Text& value) {
    Text text = {argument.c_str(), argument.length()};
    bool found;
    const Text key = text.cut('=', found);
    if (!found || !key.size) return MALFORMED;
    value = text;
    for (light = 0; light < count; ++light) {
        if (key.is(lights[light].config().key)) return DONE;
    }
    return UNKNOWN_LIGHT;
}

Result setPower(Light& light, Text value) {
    if (value.is("on")) return light.setPower(true);
    if (value.is("off")) return light.setPower(false);
    if (value.is("toggle")) return light.setPower(!light.state().on);
    return MALFORMED;
}

Result setBrightness(Light& light, Text value) {
    const bool more = value.size && value.begin[0] == '+', less = value.size && value.begin[0] == '-';
    if (more || less) value = {value.begin + 1, value.size - 1};
    long number;
    if (!parseNumber(value, number)) return MALFORMED;
    if (more || less) return light.adjustBrightness(less ? -number : number);
    return light.setBrightness(number);
}

Result setColor(Light& light, Text value) {
    uint32_t rgb;
    if (parseHexColor(value, rgb)) return light.setColor(hsvOf(rgb));
    bool first, second;
    const Text hue = value.cut(',', first), saturation = value.cut(',', second);
    long h, s, v;
    if (!first || !second || !parseNumber(hue, h) || !parseNumber(saturation, s) || !parseNumber(value, v)) {
        return MALFORMED;
    }
    if (!light.config().hasColor()) return NOT_SUPPORTED;
    if (h > 360 || s > 100 || v > 100) return OUT_OF_RANGE;
    return light.setColor({static_cast<uint16_t>(h), static_cast<uint8_t>(s), static_cast<uint8_t>(v)});
}

Result setTemperature(Light& light, Text value) {
    if (value.is("cooler") || value.is("warmer")) return light.stepTemperature(value.is("cooler"));
    long kelvin;
    return parseNumber(value, kelvin) ? light.setTemperature(kelvin) : MALFORMED;
}

struct Capability {
    const char* name;
    Result (*set)(Light& light, Text value);
};
constexpr Capability CAPABILITIES[] = {
    {"power", setPower},
    {"brightness", setBrightness},
    {"color", setColor},
    {"temperature", setTemperature},
};

// Carries out a command; `light` is then the one that it was for.
int command(const String& argument, Result (*set)(Light& light, Text value), unsigned& light) {
    Text value;
    Result result = parseTarget(argument, light, value);
    if (result == DONE) result = set(lights[light], value);
    if (result == DONE) cloud::changed(light, lights[light].takeChanges(), cloud::Cause::Cloud, false);
    return result;
}

int powerFunction(String argument) {
    unsigned light;
    const int result = command(argument, setPower, light);
    return result == DONE ? lights[light].state().on : result;
}

int brightnessFunction(String argument) {
    unsigned light;
    const int result = command(argument, setBrightness, light);
    return result == DONE ? lights[light].brightness() : result;
}

int colorFunction(String argument) {
    unsigned light;
    const int result = command(argument, setColor, light);
    if (result != DONE) return result;
    // A colour that was given in hex comes back to the letter, not by way of hue and saturation.
    Text value = {argument.c_str(), argument.length()};
    bool found;
    value.cut('=', found);
    uint32_t rgb;
    if (parseHexColor(value, rgb)) return static_cast<int>(rgb);
    const LightState& state = lights[light].state();
    return static_cast<int>(rgbOf({state.hue, state.saturation, state.value}));
}

int temperatureFunction(String argument) {
    unsigned light;
    const int result = command(argument, setTemperature, light);
    return result == DONE ? lights[light].state().kelvin : result;
}

int nameFunction(String argument) {
    unsigned light;
    Text name;
    const Result result = parseTarget(argument, light, name);
    if (result != DONE) return result;
    if (!name.size || name.begin[0] == ' ' || name.begin[name.size - 1] == ' ') return MALFORMED;
    for (size_t i = 0; i < name.size; ++i) {
        if (!isalnum(static_cast<unsigned char>(name.begin[i])) && name.begin[i] != ' ') return MALFORMED;
    }
    if (name.size > MAX_NAME) return NAME_DOES_NOT_FIT;
    char spoken[MAX_NAME + 1] = {};
    memcpy(spoken, name.begin, name.size);
    char trial[VARIABLE_SIZE];
    if (!writeManifest(trial, light, spoken)) return NAME_DOES_NOT_FIT;
    memory::keepName(light, spoken, name.size);
    memcpy(manifest, trial, sizeof manifest);
    tableToTell = true;
    return DONE;
}

// `<key>=<capability>,<value>[,<cause>]` or `<key>=state`: returns the light's whole state, packed.
int lightFunction(String argument) {
    unsigned light;
    Text value;
    Result result = parseTarget(argument, light, value);
    if (result != DONE) return result;
    if (value.is("state")) return lights[light].packed();
    bool found;
    const Text name = value.cut(',', found);
    if (!found) return MALFORMED;
    cloud::Cause cause = cloud::Cause::Cloud;
    Text rest = value;
    const Text last = rest.cutLast(',', found);
    if (found && (last.is("voice") || last.is("cloud"))) {
        if (last.is("voice")) cause = cloud::Cause::Voice;
        value = rest;
    }
    result = MALFORMED;
    for (const Capability& capability : CAPABILITIES) {
        if (name.is(capability.name)) result = capability.set(lights[light], value);
    }
    if (result != DONE) return result;
    cloud::changed(light, lights[light].takeChanges(), cause, false);
    return lights[light].packed();
}

// -- what the cloud is told

bool anyChangeToTell() {
    for (unsigned i = 0; i < count; ++i) {
        if (changes[i].properties && !changes[i].held) return true;
    }
    return false;
}

// Every light whose change is to be told, as long as they fit; `told` gets a bit for each.
void writeEvent(char* buffer, uint16_t& told) {
    Writer out(buffer);
    out.add("{");
    told = 0;
    for (unsigned i = 0; i < count; ++i) {
        const Change& change = changes[i];
        if (!change.properties || change.held) continue;
        const unsigned before = out.used();
        if (told) out.add(",");
        writeLight(out, lights[i]);
        out.add(",\"changed\":[");
        static const char* const NAMES[] = {"power", "brightness", "color", "temperature"};
        const char* separator = "";
        for (unsigned bit = 0; bit < 4; ++bit) {
            if (!(change.properties >> bit & 1)) continue;
            out.add("%s\"%s\"", separator, NAMES[bit]);
            separator = ",";
        }
        out.add("],\"cause\":\"%s\"}", CAUSES[static_cast<int>(change.cause)]);
        if (out.used() + 1 >= VARIABLE_SIZE) {
            out.cutTo(before);
            break;  // the others follow in the next event
        }
        told |= static_cast<uint16_t>(1u << i);
    }
    out.add("}");
}

bool tell() {
    if (tableToTell) {
        if (!Particle.publish("photonlink/lights", manifest, PRIVATE)) return false;
        tableToTell = false;
        memory::keepToldTable(hashOf(manifest));
        return true;
    }
    char event[VARIABLE_SIZE];
    uint16_t told;
    writeEvent(event, told);
    if (!Particle.publish("photonlink/state", event, PRIVATE)) return false;
    for (unsigned i = 0; i < count; ++i) {
        if (told >> i & 1) changes[i].properties = 0;
    }
    return true;
}

}  // namespace

void cloud::begin(Light* allLights, unsigned lightCount) {
    lights = allLights;
    count = lightCount;
    writeManifest(manifest);
    writeStates();
    writeWiring();
    Particle.function("power", powerFunction);
    Particle.function("brightness", brightnessFunction);
    Particle.function("color", colorFunction);
    Particle.function("temperature", temperatureFunction);
    Particle.function("name", nameFunction);
    Particle.function("light", lightFunction);
    Particle.variable("lights", manifest);
    Particle.variable("state", states);
    Particle.variable("pins", wiring);
    tableToTell = memory::toldTable() != hashOf(manifest);
    for (unsigned i = 0; i < count; ++i) {
        const LightConfig& config = lights[i].config();
        const uint8_t all = static_cast<uint8_t>(POWER | (config.dims() ? BRIGHTNESS : 0) |
                                                 (config.hasColor() ? COLOR : 0) |
                                                 (config.hasTemperature() ? TEMPERATURE : 0));
        changes[i] = {all, Cause::Restored, false};
    }
}

void cloud::changed(unsigned light, uint8_t properties, Cause cause, bool held) {
    if (properties) {
        writeStates();
        memory::keepState(light, lights[light].state());
        // What was restored and has not been told is now something else.
        changes[light].properties |= properties;
        changes[light].cause = cause;
    }
    changes[light].held = held;
}

uint32_t cloud::run(uint32_t now) {
    if (!tableToTell && !anyChangeToTell()) return Light::NEVER;
    const uint32_t gap = lastFailed ? RETRY_MS : EVENT_GAP_MS;
    const uint32_t since = now - publishedAt;
    if (everPublished && since < gap) return gap - since;
    // A publish without connection fails at once; asked here so that it does not count as an attempt.
    if (!Particle.connected()) return EVENT_GAP_MS;
    lastFailed = !tell();
    everPublished = true;
    publishedAt = now;
    return tableToTell || anyChangeToTell() ? (lastFailed ? RETRY_MS : EVENT_GAP_MS) : Light::NEVER;
}
