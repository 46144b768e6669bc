// Hardware timers that call a function each so many microseconds, with the calls of the library SparkIntervalTimer.
//
// The library itself sets up TIM3 to TIM7 by their registers, which a simulated Photon has not got. What its timers
// take from the PWM of the pins is not simulated; a call comes when the sketch waits, not in the middle of its code.
#pragma once
#include "Particle.h"

enum { uSec, hmSec };  // microseconds, half milliseconds
enum action { INT_DISABLE, INT_ENABLE };
enum TIMid { TIMER3, TIMER4, TIMER5, TIMER6, TIMER7, AUTO = 255 };
typedef uint32_t intPeriod;

class IntervalTimer {
public:
    IntervalTimer() {}
    ~IntervalTimer() { end(); }
    IntervalTimer(const IntervalTimer&) = delete;
    // False for a period that is not 10 to 65535, and where the timer, or each of the five, is taken.
    bool begin(void (*callback)(), intPeriod period, bool scale, TIMid id = AUTO);
    void end();
    void interrupt_SIT(action what) { enabled_ = what == INT_ENABLE; }
    void resetPeriod_SIT(intPeriod period, bool scale) { ticker_.run(microseconds(period, scale)); }
    // The other way round than its name says, as in the library: -1 while it runs.
    int8_t isAllocated_SIT() const { return running_ ? -1 : static_cast<int8_t>(id_); }

private:
    static int64_t microseconds(intPeriod period, bool scale) { return static_cast<int64_t>(period) * (scale == hmSec ? 500 : 1); }
    class Ticker : public Timer {
    public:
        explicit Ticker(IntervalTimer& owner) : Timer(1, nullptr), owner_(owner) {}
        void run(int64_t period_us) { startEvery(period_us); }
        void timeout() override {
            if (owner_.enabled_) owner_.callback_();
        }

    private:
        IntervalTimer& owner_;
    };
    static uint8_t taken_;  // a bit for each of the five
    Ticker ticker_{*this};
    void (*callback_)() = nullptr;
    uint8_t id_ = 0;
    bool running_ = false, enabled_ = true;
};
