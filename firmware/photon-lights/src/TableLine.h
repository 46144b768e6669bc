// A line of the table of lights as people type it, for the function `table`:
//   kitchen=dimmable,A5,button=A0,fade=200,kitchen light
//   desk=tunable,TX,RX,2000,9000,name=desk lamp
//   fan=switch,D6,low,fan
//   kitchen=button=none                 what isn't said of a light that is there stays
//   kitchen=remove                      or nothing behind the =
//   =reset                              the table of MyLights.h
// Blanks around fields don't count, nor does the size of letters in the names of pins.
#pragma once
#include "Codes.h"
#include "Lights.h"

struct TableLine {
    enum class Wish : uint8_t { Set, Remove, Reset };

    Wish wish;
    unsigned index;  // of the light; the end of the table for a new one
    LightConfig light;
    char key[MAX_KEY + 1];
    char name[MAX_NAME + 1];

    // DONE, or why it can't be read. What is wrong with it in a table is for table::mistake() to say.
    Code read(Text argument, const Lights& lights);

private:
    Code readFields(Text fields, bool isThere);
    Code readWiring(LightKind kind, Text& rest, bool& hasMore);
    Code readOption(Text field, bool& isOption);
    Code readName(Text text);
};
