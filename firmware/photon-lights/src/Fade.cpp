#include "Fade.h"

namespace {

constexpr uint32_t STEP_MS = 10;  // a hundred steps a second look smooth

float between(float from, float to, float share) { return from + (to - from) * share; }

}  // namespace

void Fade::start(uint32_t now, const Look& target, uint32_t ms) {
    from_ = at(now);
    to_ = target;
    // What is dark has no colour: it comes up in the new one instead of passing through others.
    if (from_.level <= 0.0f) {
        from_ = to_;
        from_.level = 0.0f;
    }
    begun_ = now;
    ms_ = ms;
    next_.set(now, 0);
}

bool Fade::step(uint32_t now, Look& look) {
    if (!next_.isDue(now)) return false;
    look = at(now);
    const uint32_t passed = now - begun_;
    if (passed >= ms_) {
        from_ = to_;
        ms_ = 0;
        next_.clear();
    } else {
        next_.set(now, sooner(STEP_MS, ms_ - passed));
    }
    return true;
}

Look Fade::at(uint32_t now) const {
    const uint32_t passed = now - begun_;
    if (!next_.isSet() || passed >= ms_) return to_;
    const float share = static_cast<float>(passed) / static_cast<float>(ms_);
    return {between(from_.level, to_.level, share), between(from_.red, to_.red, share),
            between(from_.green, to_.green, share), between(from_.blue, to_.blue, share),
            between(from_.white, to_.white, share), between(from_.cool, to_.cool, share)};
}
