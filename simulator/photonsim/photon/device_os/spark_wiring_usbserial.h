#pragma once
#include "spark_wiring_serial.h"
