// What survives a power cut, in EEPROM: the state of each light, its name if it was renamed, and which table of lights
// the cloud was last told of.
//
// Device OS emulates EEPROM in flash as a log: a put writes only the bytes that changed, each as a new record, all of
// them or none, and the log moves through two pages by itself. So wear comes from the number of changes, moving about
// would only add to it, and the remedy is to write late: when nothing has changed for some seconds.
// Source: Device OS v2.3.1, services/inc/eeprom_emulation.h.
#pragma once
#include "Deadline.h"
#include "LightState.h"

class Lights;

class LightMemory {
public:
    // Makes EEPROM ready: to be called first, and by setup() only, since it may take a second.
    void begin();
    // Finds what is kept of the lights of a table, by their keys, so that its lines may be moved, added and taken away.
    void findRecords(const LightConfig* table, unsigned count);
    // What was kept of a light; leaves both as they are where nothing was. `name` has MAX_NAME + 1 bytes.
    void recall(unsigned light, const LightConfig& config, LightState& state, char* name) const;

    // A light has changed: it is written after a quiet while.
    void touch(unsigned light, uint32_t now);
    // A light was renamed: it is written at once. It happens rarely, and somebody waits for it.
    void save(unsigned light, const Lights& lights);

    // Writes what waits to be written.
    void saveAll(const Lights& lights);

    // A number that stands for what the cloud was last told of the table; 0 when it never was.
    uint32_t told() const { return told_; }
    void keepTold(uint32_t told);

    void run(uint32_t now, const Lights& lights);
    uint32_t idleMs(uint32_t now) const { return quiet_.remaining(now); }

private:
    uint8_t slots_[MAX_LIGHTS] = {};
    uint32_t unsaved_ = 0;  // a bit for each light
    uint32_t told_ = 0;
    Deadline quiet_;
};
