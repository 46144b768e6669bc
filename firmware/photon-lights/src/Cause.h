// Who made a light change.
#pragma once

enum class Cause : unsigned char { Voice, Cloud, Button, Restored };

inline const char* wordOf(Cause cause) {
    switch (cause) {
        case Cause::Voice: return "voice";
        case Cause::Cloud: return "cloud";
        case Cause::Button: return "button";
        case Cause::Restored: break;
    }
    return "restored";
}
