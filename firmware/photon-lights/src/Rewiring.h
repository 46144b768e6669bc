// The table of lights changes while the Photon runs: what a changed line means for the lights, buttons, memory and
// news that there are. Other lights go on undisturbed, fades and all.
#pragma once
#include "Announcer.h"
#include "LightButton.h"
#include "LightTable.h"
#include "TableLine.h"

class Rewiring {
public:
    // `buttons` has room for MAX_LIGHTS, one for each light.
    Rewiring(LightTable& table, LightMemory& memory, Lights& lights, LightButton* buttons, Announcer& announcer)
        : table_(table), memory_(memory), lights_(lights), buttons_(buttons), announcer_(announcer) {}

    // After a start: lights and buttons by the table that is kept, as they were before.
    void begin();
    // A line for the function `table` (TableLine.h): how many lights there are now, or a Code; then nothing has changed.
    int run(Text argument);

private:
    int change(const TableLine& line);
    int reset();
    void remove(unsigned index);
    void set(const TableLine& line, bool isNew);
    void takeTable();

    LightTable& table_;
    LightMemory& memory_;
    Lights& lights_;
    LightButton* const buttons_;
    Announcer& announcer_;
};
