// A watchdog for the application: a thread that looks every `timeout_ms` whether the application has checked in since.
#pragma once
#include <chrono>
#include <functional>

#include "spark_wiring_thread.h"

class ApplicationWatchdog {
public:
    ApplicationWatchdog(unsigned timeout_ms, std::function<void()> bark, unsigned stack = 512);
    ApplicationWatchdog(std::chrono::milliseconds timeout, std::function<void()> bark, unsigned stack = 512)
        : ApplicationWatchdog(static_cast<unsigned>(timeout.count()), bark, stack) {}
    // A function by its name, which may have others beside it, as System.reset has.
    ApplicationWatchdog(unsigned timeout_ms, void (&bark)(), unsigned stack = 512)
        : ApplicationWatchdog(timeout_ms, std::function<void()>(bark), stack) {}
    ApplicationWatchdog(std::chrono::milliseconds timeout, void (&bark)(), unsigned stack = 512)
        : ApplicationWatchdog(timeout, std::function<void()>(bark), stack) {}
    void dispose() { *active_ = false; }
    ~ApplicationWatchdog() { dispose(); }

    // After each loop(), in Particle.process(), and whenever a sketch likes.
    static void checkin();

private:
    std::shared_ptr<bool> active_;
    Thread thread_;
};
