#pragma once
// As libraries of the Spark Core were named: the library, then its header.
#include "../neopixel.h"
