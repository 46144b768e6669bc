#include "Commands.h"

#include <string.h>

#include "Documents.h"
#include "TableCheck.h"

namespace {

const Capability* capabilityOf(Text word) {
    for (const Capability& capability : CAPABILITIES) {
        if (word.is(capability.word)) return &capability;
    }
    return nullptr;
}

// Takes the cause away from the end of a value, if there is one; a colour has commas of its own.
Cause cutCause(Text& value) {
    Text shorter = value;
    bool found;
    const Text word = shorter.cutLast(',', found);
    for (const Cause cause : {Cause::Voice, Cause::Cloud}) {
        if (found && word.is(wordOf(cause))) {
            value = shorter;
            return cause;
        }
    }
    return Cause::Cloud;
}

}  // namespace

int Commands::set(const Capability& capability, Text argument) {
    unsigned light;
    const Code code = target(argument, light);
    return code == DONE ? apply(capability, light, argument, Cause::Cloud) : code;
}

int Commands::light(Text argument) {
    unsigned light;
    const Code code = target(argument, light);
    if (code != DONE) return code;
    if (!argument.is("state")) {
        bool hasValue;
        const Capability* capability = capabilityOf(argument.cut(',', hasValue));
        if (!capability || !hasValue) return MALFORMED;
        const Cause cause = cutCause(argument);
        const int result = apply(*capability, light, argument, cause);
        if (result < 0) return result;
    }
    return lights_[light].state().packed(lights_[light].config().kind);
}

int Commands::name(Text argument) {
    unsigned light;
    const Code code = target(argument, light);
    if (code != DONE) return code;
    if (!table::isName(argument.begin, argument.size)) return MALFORMED;
    if (argument.size > MAX_NAME) return NAME_DOES_NOT_FIT;
    char before[MAX_NAME + 1];
    strcpy(before, lights_.name(light));
    lights_.rename(light, argument);
    writeManifest(trial_, lights_);
    if (trial_.isFull()) {
        lights_.rename(light, {before, strlen(before)});
        return NAME_DOES_NOT_FIT;
    }
    if (strcmp(before, lights_.name(light)) != 0) listener_.lightRenamed(light);
    return DONE;
}

// Cuts the key off; what is left of `argument` is the value.
Code Commands::target(Text& argument, unsigned& light) const {
    bool hasValue;
    const Text key = argument.cut('=', hasValue);
    if (!hasValue || !key.size) return MALFORMED;
    return lights_.find(key, light) ? DONE : UNKNOWN_LIGHT;
}

int Commands::apply(const Capability& capability, unsigned light, Text value, Cause cause) {
    Light& target = lights_[light];
    if (!(target.config().*capability.isFor)()) return NOT_SUPPORTED;
    const LightState before = target.state();
    const int result = capability.apply(target, value);
    if (target.state() != before) listener_.lightChanged(light, cause);
    return result;
}
