// What people, scripts and the cloud layer can ask of a light: `<key>=<value>`.
#pragma once
#include "Capabilities.h"
#include "Cause.h"
#include "Json.h"
#include "Lights.h"

// Learns what was changed by a command.
class ChangeListener {
public:
    virtual void lightChanged(unsigned light, Cause cause) = 0;
    virtual void lightRenamed(unsigned light) = 0;

protected:
    ~ChangeListener() = default;
};

// Each call returns at once: the value now in force, or a Code; then nothing has changed.
class Commands {
public:
    Commands(Lights& lights, ChangeListener& listener) : lights_(lights), listener_(listener) {}

    // `<key>=<value>`: the capability's value.
    int set(const Capability& capability, Text argument);
    // `<key>=<capability>,<value>[,<cause>]`, or `<key>=state`, which changes nothing: the light's state, packed.
    int light(Text argument);
    // `<key>=<spoken name>`: DONE.
    int name(Text argument);

private:
    Code target(Text& argument, unsigned& light) const;
    int apply(const Capability& capability, unsigned light, Text value, Cause cause);

    Lights& lights_;
    ChangeListener& listener_;
    Json trial_;
};
