// Software timers: all callbacks run on one timer thread, also while the application waits.
#pragma once
#include <chrono>
#include <functional>

class Timer {
public:
    typedef std::function<void()> timer_callback_fn;
    Timer(unsigned period_ms, timer_callback_fn callback, bool one_shot = false);
    template <typename T>
    Timer(unsigned period_ms, void (T::*callback)(), T& instance, bool one_shot = false)
        : Timer(period_ms, [callback, &instance] { (instance.*callback)(); }, one_shot) {}
    Timer(std::chrono::milliseconds period, timer_callback_fn callback, bool one_shot = false)
        : Timer(milliseconds(period), std::move(callback), one_shot) {}
    template <typename T>
    Timer(std::chrono::milliseconds period, void (T::*callback)(), T& instance, bool one_shot = false)
        : Timer(milliseconds(period), callback, instance, one_shot) {}
    virtual ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    bool start(unsigned block_ms = 0);
    bool stop(unsigned block_ms = 0);
    bool reset(unsigned block_ms = 0) { return start(block_ms); }
    bool changePeriod(unsigned period_ms, unsigned block_ms = 0);
    bool changePeriod(std::chrono::milliseconds period, unsigned block_ms = 0) {
        return changePeriod(milliseconds(period), block_ms);
    }
    bool isActive() const { return active_; }
    bool startFromISR() { return start(); }
    bool stopFromISR() { return stop(); }
    bool resetFromISR() { return start(); }
    bool changePeriodFromISR(unsigned period_ms) { return changePeriod(period_ms); }
    bool changePeriodFromISR(std::chrono::milliseconds period) { return changePeriod(period); }
    void dispose() { stop(); }
    virtual void timeout();

    // For the shim's scheduler.
    static int64_t nextDue();
    static void runDue(int64_t now_us);

protected:
    // For the timers of the hardware, which are finer.
    void startEvery(int64_t period_us);

private:
    static unsigned milliseconds(std::chrono::milliseconds time) { return static_cast<unsigned>(time.count()); }
    timer_callback_fn callback_;
    int64_t due_us_ = 0;
    int64_t period_us_;
    bool one_shot_;
    bool active_ = false;
    Timer* next_;
    static Timer* first_;
};
