// Names of the Photon's pins, as people write them.
#pragma once
#include "Parsing.h"

// Of a pin that a light may have (TableCheck.h).
const char* nameOfPin(uint8_t pin);
// NO_PIN for what is no name of such a pin. Small letters do too, and so do A7 for WKP, and DAC for A6.
uint8_t pinOfName(Text name);
