// Device OS has the pin map under this name, too.
#pragma once
#include "pinmap_impl.h"
