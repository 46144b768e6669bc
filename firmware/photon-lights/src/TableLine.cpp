#include "TableLine.h"

#include <string.h>

#include "Pins.h"
#include "TableCheck.h"

namespace {

struct Kind {
    const char* word;
    LightKind kind;
};
constexpr Kind KINDS[] = {{"switch", LightKind::Switch},
                          {"dimmable", LightKind::Dimmable},
                          {"rgb", LightKind::Color},
                          {"rgbw", LightKind::ColorWhite},
                          {"tunable", LightKind::Tunable}};

Text trimmed(Text text) {
    while (text.size && text.begin[0] == ' ') text = text.rest();
    while (text.size && text.begin[text.size - 1] == ' ') --text.size;
    return text;
}

const Kind* kindOf(Text word) {
    for (const Kind& kind : KINDS) {
        if (word.is(kind.word)) return &kind;
    }
    return nullptr;
}

void copy(char* target, Text text) {
    memcpy(target, text.begin, text.size);
    target[text.size] = '\0';
}

Text nextField(Text& rest, bool& hasMore) { return trimmed(rest.cut(',', hasMore)); }

}  // namespace

Code TableLine::read(Text argument, const Lights& lights) {
    bool hasValue;
    const Text word = trimmed(argument.cut('=', hasValue));
    const Text value = trimmed(argument);
    if (!hasValue) return MALFORMED;
    if (!word.size) {
        wish = Wish::Reset;
        return value.is("reset") ? DONE : MALFORMED;
    }
    if (!table::isKey(word.begin, word.size)) return BAD_KEY;
    copy(key, word);
    const bool isThere = lights.find(word, index);
    if (!value.size || value.is("remove")) {
        wish = Wish::Remove;
        return isThere ? DONE : UNKNOWN_LIGHT;
    }
    wish = Wish::Set;
    name[0] = '\0';
    light = table::entry(key, name, LightKind::Switch, NO_PIN, NO_PIN, NO_PIN, NO_PIN, 0, 0);
    if (isThere) {
        light = lights[index].config();
        light.key = key;
        light.name = name;
        strcpy(name, lights.name(index));
    }
    return readFields(value, isThere);
}

Code TableLine::readFields(Text rest, bool isThere) {
    bool hasMore, isOption;
    Text ahead = rest;
    const Text first = nextField(ahead, hasMore);
    if (const Kind* kind = kindOf(first)) {
        rest = ahead;
        const Code code = readWiring(kind->kind, rest, hasMore);
        if (code != DONE) return code;
    } else {
        const Code code = readOption(first, isOption);
        if (!isOption) return UNKNOWN_KIND;
        if (!isThere) return UNKNOWN_LIGHT;
        if (code != DONE) return code;
        rest = ahead;
    }
    while (hasMore) {
        const Text field = nextField(rest, hasMore);
        Code code = readOption(field, isOption);
        // What stands last without being something else is the name.
        if (!isOption) code = hasMore || !field.size ? MALFORMED : readName(field);
        if (code != DONE) return code;
    }
    return name[0] ? DONE : BAD_NAME;
}

// Pins, and the kelvin of whites, in the order of MyLights.h.
Code TableLine::readWiring(LightKind kind, Text& rest, bool& hasMore) {
    light.kind = kind;
    for (unsigned p = 0; p < MAX_PINS; ++p) light.pins[p] = NO_PIN;
    light.warmKelvin = light.coolKelvin = 0;
    for (unsigned p = 0; p < light.pinCount(); ++p) {
        if (!hasMore) return MALFORMED;
        light.pins[p] = pinOfName(nextField(rest, hasMore));
        if (light.pins[p] == NO_PIN) return NO_SUCH_PIN;
    }
    const unsigned kelvins = kind == LightKind::Tunable ? 2 : kind == LightKind::ColorWhite ? 1 : 0;
    for (unsigned k = 0; k < kelvins; ++k) {
        int kelvin;
        if (!hasMore) return MALFORMED;
        if (!parseNumber(nextField(rest, hasMore), kelvin) || kelvin > static_cast<int>(MAX_KELVIN)) return BAD_KELVIN;
        light.coolKelvin = static_cast<uint16_t>(kelvin);
        if (k == 0) light.warmKelvin = light.coolKelvin;
    }
    return DONE;
}

Code TableLine::readOption(Text field, bool& isOption) {
    isOption = true;
    if (field.is("low") || field.is("high")) {
        light.isActiveLow = field.is("low");
        return DONE;
    }
    bool hasValue;
    Text value = field;
    const Text word = trimmed(value.cut('=', hasValue));
    value = trimmed(value);
    if (hasValue && word.is("button")) {
        light.buttonPin = value.is("none") ? NO_PIN : pinOfName(value);
        return light.buttonPin == NO_PIN && !value.is("none") ? NO_SUCH_PIN : DONE;
    }
    if (hasValue && word.is("fade")) {
        int ms;
        if (!parseNumber(value, ms)) return MALFORMED;
        if (ms > static_cast<int>(MAX_FADE_MS)) return OUT_OF_RANGE;
        light.fadeMs = static_cast<uint16_t>(ms);
        return DONE;
    }
    if (hasValue && word.is("name")) return readName(value);
    isOption = false;
    return DONE;
}

Code TableLine::readName(Text text) {
    if (text.size > MAX_NAME || !table::isName(text.begin, text.size)) return BAD_NAME;
    copy(name, text);
    return DONE;
}
