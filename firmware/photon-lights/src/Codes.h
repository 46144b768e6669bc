// Why a command was refused: what a function returns instead of a value. Then nothing has changed.
// The numbers are public (docs/firmware.md): new ones may be added, none changes its meaning.
#pragma once

enum Code : int {
    DONE = 0,
    MALFORMED = -1,
    UNKNOWN_LIGHT = -2,
    OUT_OF_RANGE = -3,
    NOT_SUPPORTED = -4,      // by this kind of light
    WRONG_MODE = -5,         // of this light, now
    NAME_DOES_NOT_FIT = -6,  // it, or all names together
};
