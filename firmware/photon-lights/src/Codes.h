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
    // Of a line of the table of lights.
    UNKNOWN_KIND = -7,
    BAD_KEY = -8,
    BAD_NAME = -9,
    NO_SUCH_PIN = -10,
    PIN_IN_USE = -11,
    PIN_WITHOUT_PWM = -12,
    CHANNEL_SHARED = -13,
    BAD_KELVIN = -14,
    TABLE_FULL = -15,
    TABLE_DOES_NOT_FIT = -16,  // into the messages of Particle's cloud
    NOT_KEPT = -17,            // by the EEPROM
};
