// The way from one look to another, evenly for the eye. Nothing here waits: ask what to show now.
#pragma once
#include "Deadline.h"
#include "Outputs.h"

class Fade {
public:
    // From what is shown at `now` to `target` within `ms` (0: at once).
    void start(uint32_t now, const Look& target, uint32_t ms);
    // Whether there is something new to show at `now`; if so it stands in `look`.
    bool step(uint32_t now, Look& look);
    uint32_t idleMs(uint32_t now) const { return next_.remaining(now); }

private:
    Look at(uint32_t now) const;

    Look from_ = {};
    Look to_ = {};
    uint32_t begun_ = 0;
    uint32_t ms_ = 0;
    Deadline next_;
};
