// The simulated board's heap.
#pragma once
#include <stddef.h>

namespace photon {
// Bytes that can still be allocated.
size_t freeHeap();
}  // namespace photon
