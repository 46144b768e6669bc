// What a button does to its light: a click switches it, holding dims it, up and down in turn.
#pragma once
#include "Button.h"
#include "Light.h"

class LightButton {
public:
    void begin(Light& light);
    void end() const { button_.end(); }
    // The same button and the same light, which lies elsewhere now.
    void follow(Light& light) { light_ = &light; }
    // Whether the light has changed. While it is dimmed it hasn't yet: that is one change, when the button is let go.
    bool run(uint32_t now);
    uint32_t idleMs(uint32_t now) const { return sooner(button_.idleMs(now), step_.remaining(now)); }

private:
    void beginDimming(uint32_t now);
    void dim(uint32_t now);

    Light* light_ = nullptr;
    Button button_;
    bool isUp_ = false;  // the way that was gone last
    LightState before_;
    uint32_t begun_ = 0;
    Deadline step_;
};
