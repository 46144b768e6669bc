#pragma once
#include "spark_wiring_tcpclient.h"
