// Libraries that were made for Arduino name this one.
#pragma once
#include "Arduino.h"
