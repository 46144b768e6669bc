// Libraries that were made for both name this one.
#pragma once
#include "Particle.h"
