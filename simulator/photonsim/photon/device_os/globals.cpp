// Globals of the classes that are all in their headers.
#include "Particle.h"

EEPROMClass EEPROM;
RGBClass RGB;
