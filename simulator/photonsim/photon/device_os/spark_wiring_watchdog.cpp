// ApplicationWatchdog, as Device OS has it: it barks once, between `timeout_ms` and twice that after the last check-in.
#include "spark_wiring_watchdog.h"

#include "Particle.h"
#include "scheduler.h"

namespace {
int64_t last_checkin_us = 0;
constexpr int64_t LATE_US = 1000000;
}  // namespace

ApplicationWatchdog::ApplicationWatchdog(unsigned timeout_ms, std::function<void()> bark, unsigned stack)
    : active_(std::make_shared<bool>(true)) {
    const std::shared_ptr<bool> active = active_;
    const int64_t timeout_us = int64_t(timeout_ms) * 1000;
    thread_ = Thread("app_watchdog", [active, bark, timeout_us] {
        checkin();
        for (;;) {
            const int64_t due = host_now_us() + timeout_us;
            photon::waitUntilTime(due, 0);
            if (!*active) return;
            // Between two loop()s the board would go on checking in; and so it would in time that was skipped over.
            if (photon::between_loops || host_now_us() > due + LATE_US) checkin();
            if (host_now_us() - last_checkin_us >= timeout_us) break;
        }
        bark();
    }, OS_THREAD_PRIORITY_CRITICAL, stack);
}

void ApplicationWatchdog::checkin() { last_checkin_us = host_now_us(); }
