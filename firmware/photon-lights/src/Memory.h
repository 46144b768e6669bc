// What survives a power cut, in EEPROM: the state of each light, its spoken name, and which table was last told.
//
// Device OS emulates EEPROM in flash as a log: a put writes only the bytes that changed, each as a new record, and the
// log moves through two pages. So wear comes from the number of changes, and the remedy is to write late: a state is
// written when it has been quiet for some seconds, a name at once.
#pragma once
#include "Light.h"

namespace memory {

// Reads everything. What is not there, damaged, or of another version is taken from the table of lights.
void begin(const LightConfig* lights, unsigned count);

LightState state(unsigned light);
const char* name(unsigned light);

// Remember a state; it is written after the quiet while.
void keepState(unsigned light, const LightState& state);
// Remember a name and write it at once.
void keepName(unsigned light, const char* name, unsigned length);

// A number that stands for the table as the cloud was last told of it.
uint32_t toldTable();
void keepToldTable(uint32_t hash);

// Write what is due. Milliseconds until something is, Light::NEVER when nothing is.
uint32_t run(uint32_t now);

}  // namespace memory
