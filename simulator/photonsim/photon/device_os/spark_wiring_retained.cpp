// What happens before the constructors of a sketch: retained variables and the seed of random().
#include "Particle.h"

// The linker's names for both ends of the section; without retained variables there is none.
extern "C" {
extern char __start_retained[] __attribute__((weak));
extern char __stop_retained[] __attribute__((weak));
}

namespace photon {
bool warm_start = false;
}

__attribute__((weak)) void random_seed_from_cloud(unsigned int seed) { srand(seed); }

__attribute__((constructor(101))) static void beforeConstructors() {
    const int32_t bytes = static_cast<int32_t>(__stop_retained - __start_retained);
    if (bytes > 0) photon::warm_start = host_retained(__start_retained, bytes) != 0;
    const unsigned seed = static_cast<unsigned>(host_random_seed());
    srand(seed);
    random_seed_from_cloud(seed);
}
