// A name that no project has: its own copy of the library is replaced by an include of this.
#pragma once
#include "../SparkIntervalTimer.h"
