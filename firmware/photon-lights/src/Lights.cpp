#include "Lights.h"

#include <string.h>

void Lights::begin(const LightConfig* table, unsigned count, const LightMemory& memory) {
    count_ = 0;
    for (unsigned i = 0; i < count; ++i) wire(i, table[i], memory);
}

void Lights::wire(unsigned index, const LightConfig& config, const LightMemory& memory) {
    strncpy(names_[index], config.name, MAX_NAME);
    LightState state = firstState(config);
    memory.recall(index, config, state, names_[index]);
    lights_[index].begin(config, state);
    if (index >= count_) count_ = index + 1;
}

void Lights::remove(unsigned index) {
    --count_;
    for (unsigned i = index; i < count_; ++i) {
        lights_[i] = lights_[i + 1];
        memcpy(names_[i], names_[i + 1], sizeof names_[i]);
    }
}

bool Lights::find(Text key, unsigned& index) const {
    for (index = 0; index < count_; ++index) {
        if (key.is(lights_[index].config().key)) return true;
    }
    return false;
}

void Lights::rename(unsigned index, Text name) {
    memcpy(names_[index], name.begin, name.size);
    names_[index][name.size] = '\0';
}
