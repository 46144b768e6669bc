// Particle functions and variables: the words by which the cloud reaches the lights.
#pragma once
#include "Commands.h"
#include "Rewiring.h"

class CloudApi {
public:
    CloudApi(Lights& lights, ChangeListener& listener, Rewiring& rewiring)
        : lights_(lights), commands_(lights, listener), rewiring_(rewiring) {}
    // To be called in setup(): what is registered later is not told to the cloud.
    void begin();

private:
    typedef void (*Write)(Json& out, const Lights& lights);
    void addVariable(const char* name, Write write);

    const Lights& lights_;
    Commands commands_;
    Rewiring& rewiring_;
    Json json_;
};
