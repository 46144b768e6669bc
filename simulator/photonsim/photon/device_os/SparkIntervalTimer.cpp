#include "SparkIntervalTimer.h"

uint8_t IntervalTimer::taken_ = 0;

bool IntervalTimer::begin(void (*callback)(), intPeriod period, bool scale, TIMid id) {
    if (period < 10 || period > 65535) return false;
    end();
    for (uint8_t candidate = TIMER3; candidate <= TIMER7; ++candidate) {
        if ((id != AUTO && id != candidate) || taken_ & (1 << candidate)) continue;
        taken_ |= static_cast<uint8_t>(1 << candidate);
        id_ = candidate;
        callback_ = callback;
        running_ = enabled_ = true;
        ticker_.run(microseconds(period, scale));
        return true;
    }
    return false;
}

void IntervalTimer::end() {
    if (!running_) return;
    running_ = false;
    taken_ &= static_cast<uint8_t>(~(1 << id_));
    ticker_.stop();
}
