// All the lights of this Photon, with their spoken names.
#pragma once
#include "Light.h"
#include "LightMemory.h"
#include "Parsing.h"

class Lights {
public:
    // As they were before a power cut, as far as `memory` knows.
    void begin(const LightConfig* table, unsigned count, const LightMemory& memory);

    // A light at `index`, which may be the end, as `memory` knows it.
    void wire(unsigned index, const LightConfig& config, const LightMemory& memory);
    // Those behind it move up. Its pins stay as they are.
    void remove(unsigned index);

    unsigned count() const { return count_; }
    Light& operator[](unsigned index) { return lights_[index]; }
    const Light& operator[](unsigned index) const { return lights_[index]; }
    // Whether there is a light with this key; then `index` is its place.
    bool find(Text key, unsigned& index) const;

    const char* name(unsigned index) const { return names_[index]; }
    // At most MAX_NAME characters.
    void rename(unsigned index, Text name);

private:
    Light lights_[MAX_LIGHTS];
    char names_[MAX_LIGHTS][MAX_NAME + 1] = {};
    unsigned count_ = 0;
};
