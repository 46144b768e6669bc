// Variables that keep their values over a reset: the Photon has 3 kB of backup memory for them.
// They are initialised after a loss of power only (Device OS v2.3.1, modules/shared/stm32f2xx/inc/user_hal.h).
#pragma once

#define retained __attribute__((section("retained"), used))
#define retained_system retained

namespace photon {
// Whether the retained variables kept their values in this start: System.featureEnabled(FEATURE_WARM_START).
extern bool warm_start;
}  // namespace photon

// A sketch may have this function: it is called before the constructors, with a number that differs at each start.
extern "C++" void random_seed_from_cloud(unsigned int seed);
