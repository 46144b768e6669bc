// Software timers.
#include "Particle.h"

Timer* Timer::first_ = nullptr;
Timer::Timer(unsigned period_ms, timer_callback_fn callback, bool one_shot)
    : callback_(callback), period_us_(static_cast<int64_t>(period_ms) * 1000), one_shot_(one_shot), next_(first_) {
    if (!period_ms) host_panic(10);  // FreeRTOS asserts on a period of 0
    first_ = this;
}
Timer::~Timer() {
    for (Timer** place = &first_; *place; place = &(*place)->next_) {
        if (*place == this) {
            *place = next_;
            break;
        }
    }
}
bool Timer::start(unsigned) {
    due_us_ = host_now_us() + period_us_;
    active_ = true;
    return true;
}
bool Timer::stop(unsigned) {
    active_ = false;
    return true;
}
bool Timer::changePeriod(unsigned period_ms, unsigned) {
    if (!period_ms) host_panic(10);
    period_us_ = static_cast<int64_t>(period_ms) * 1000;
    return start();
}
void Timer::startEvery(int64_t period_us) {
    period_us_ = period_us;
    start();
}
void Timer::timeout() {
    if (callback_) callback_();
}
int64_t Timer::nextDue() {
    int64_t due = INT64_MAX;
    for (const Timer* timer = first_; timer; timer = timer->next_) {
        if (timer->active_ && timer->due_us_ < due) due = timer->due_us_;
    }
    return due;
}
void Timer::runDue(int64_t now_us) {
    for (;;) {
        Timer* earliest = nullptr;
        for (Timer* timer = first_; timer; timer = timer->next_) {
            if (timer->active_ && timer->due_us_ <= now_us && (!earliest || timer->due_us_ < earliest->due_us_)) earliest = timer;
        }
        if (!earliest) return;
        if (earliest->one_shot_) {
            earliest->active_ = false;
        } else {
            // After a jump of the clock a timer fires once, not once for each period that was skipped.
            earliest->due_us_ += earliest->period_us_;
            if (earliest->due_us_ <= now_us) earliest->due_us_ = now_us + earliest->period_us_;
        }
        earliest->timeout();
    }
}
