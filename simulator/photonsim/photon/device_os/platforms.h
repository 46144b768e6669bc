// The boards' numbers, with which sketches ask for which one they are compiled.
#pragma once
#define PLATFORM_GCC 3
#define PLATFORM_PHOTON 6
#define PLATFORM_PHOTON_PRODUCTION PLATFORM_PHOTON
#define PLATFORM_P1 8
#define PLATFORM_ELECTRON 10
#define PLATFORM_ELECTRON_PRODUCTION PLATFORM_ELECTRON
#define PLATFORM_ARGON 12
#define PLATFORM_BORON 13
#define PLATFORM_ASOM 22
#define PLATFORM_BSOM 23
#define PLATFORM_B5SOM 25
#define PLATFORM_TRACKER 26
