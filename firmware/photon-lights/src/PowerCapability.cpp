// `on`, `off` or `toggle`; answers 1 or 0.
#include "Capabilities.h"

int applyPower(Light& light, Text value) {
    if (value.is("on")) {
        light.setPower(true);
    } else if (value.is("off")) {
        light.setPower(false);
    } else if (value.is("toggle")) {
        light.setPower(!light.state().isOn);
    } else {
        return MALFORMED;
    }
    return light.state().isOn;
}
