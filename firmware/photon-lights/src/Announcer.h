// Tells the cloud what changed, in few events: each is one of the account's data operations of the month.
// The first change after a quiet second is told at once; what follows within that second is told together at its end.
#pragma once
#include "Cause.h"
#include "Deadline.h"
#include "Json.h"
#include "Lights.h"

class Announcer {
public:
    Announcer(const Lights& lights, LightMemory& memory) : lights_(lights), memory_(memory) {}
    // After a start: the state of every light, and the manifest if it isn't the one that was told last.
    void begin();
    void lightChanged(unsigned light, Cause cause);
    void manifestChanged();
    // A light came to the table, or became another one: its whole state is news.
    void lightWired(unsigned light);
    // Those behind it have moved up.
    void lightRemoved(unsigned light);
    // The manifest is told if it isn't what was told last.
    void tableChanged();

    // Publishes what is due. What could not be published is kept and tried again.
    void run(uint32_t now);
    uint32_t idleMs(uint32_t now) const;

private:
    bool hasNews() const { return changed_ || isManifestNew_; }
    bool publish(const char* name);
    void tellManifest();
    void tellStates();
    uint32_t writeChanges();

    const Lights& lights_;
    LightMemory& memory_;
    Json json_;
    LightState told_[MAX_LIGHTS];
    Cause causes_[MAX_LIGHTS] = {};
    uint32_t changed_ = 0;  // a bit for each light
    uint32_t known_ = 0;    // likewise: whose told_ counts
    bool isManifestNew_ = false;
    bool wasManifestLast_ = false;
    Deadline pause_;
};
