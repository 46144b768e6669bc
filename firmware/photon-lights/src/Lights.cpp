#include "Lights.h"

#include <string.h>

void Lights::begin(const LightConfig* table, unsigned count, const LightMemory& memory) {
    count_ = count;
    for (unsigned i = 0; i < count; ++i) {
        strncpy(names_[i], table[i].name, MAX_NAME);
        LightState state = firstState(table[i]);
        memory.recall(i, table[i], state, names_[i]);
        lights_[i].begin(table[i], state);
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
