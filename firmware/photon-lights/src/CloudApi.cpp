#include "CloudApi.h"

#include "Documents.h"
#include "Particle.h"

namespace {

constexpr const char* OTHER_FUNCTIONS[] = {"light", "name", "table"};
constexpr const char* VARIABLES[] = {"lights", "state", "pins"};

constexpr size_t length(const char* text) {
    size_t count = 0;
    while (text[count]) ++count;
    return count;
}

// Bytes of the description that Device OS 2.3.1 sends, which refuses more than 768; 3.3.1 has no such limit.
// Source: Device OS v2.3.1, system/src/system_cloud_internal.cpp.
constexpr size_t descriptionSize() {
    size_t size = 15;
    for (const Capability& capability : CAPABILITIES) size += length(capability.word) + 3;
    for (const char* name : OTHER_FUNCTIONS) size += length(name) + 3;
    for (const char* name : VARIABLES) size += length(name) + 5;
    return size;
}
static_assert(descriptionSize() <= 768, "the names of all functions and variables fit into one message");

Text textOf(const String& argument) { return {argument.c_str(), argument.length()}; }

}  // namespace

void CloudApi::begin() {
    for (const Capability& capability : CAPABILITIES) {
        Particle.function(capability.word, [this, &capability](String argument) {
            return commands_.set(capability, textOf(argument));
        });
    }
    Particle.function(OTHER_FUNCTIONS[0], [this](String argument) { return commands_.light(textOf(argument)); });
    Particle.function(OTHER_FUNCTIONS[1], [this](String argument) { return commands_.name(textOf(argument)); });
    Particle.function(OTHER_FUNCTIONS[2], [this](String argument) { return rewiring_.run(textOf(argument)); });
    addVariable(VARIABLES[0], writeManifest);
    addVariable(VARIABLES[1], writeStates);
    addVariable(VARIABLES[2], writePins);
}

// Written when it is read, so that it is never out of date. Device OS copies it before anything else runs.
void CloudApi::addVariable(const char* name, Write write) {
    Particle.variable(name, [this, write]() -> const char* {
        write(json_, lights_);
        return json_.text();
    });
}
