// A moment in the future, in milliseconds of millis(). Safe when millis() wraps after 49.7 days, as long as a
// deadline is looked at within 24 days of its moment.
#pragma once
#include <stdint.h>

class Deadline {
public:
    static constexpr uint32_t NEVER = 0xFFFFFFFF;

    void set(uint32_t now, uint32_t ms) {
        at_ = now + ms;
        isSet_ = true;
    }
    void clear() { isSet_ = false; }
    bool isSet() const { return isSet_; }
    bool isDue(uint32_t now) const { return isSet_ && static_cast<int32_t>(now - at_) >= 0; }
    // Milliseconds that are left: 0 when due, NEVER when not set.
    uint32_t remaining(uint32_t now) const { return !isSet_ ? NEVER : isDue(now) ? 0 : at_ - now; }

private:
    uint32_t at_ = 0;
    bool isSet_ = false;
};

inline uint32_t sooner(uint32_t a, uint32_t b) { return a < b ? a : b; }
