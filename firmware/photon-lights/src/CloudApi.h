// Particle functions and variables: the words by which the cloud reaches the lights.
#pragma once
#include "Commands.h"

class CloudApi {
public:
    CloudApi(Lights& lights, ChangeListener& listener) : lights_(lights), commands_(lights, listener) {}
    // To be called in setup(): what is registered later is not told to the cloud.
    void begin();

private:
    typedef void (*Write)(Json& out, const Lights& lights);
    void addVariable(const char* name, Write write);

    const Lights& lights_;
    Commands commands_;
    Json json_;
};
