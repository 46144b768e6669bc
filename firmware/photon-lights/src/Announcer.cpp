#include "Announcer.h"

#include "Checksum.h"
#include "Documents.h"
#include "Particle.h"

namespace {

constexpr uint32_t PAUSE_MS = 1000;
constexpr uint32_t RETRY_MS = 5000;
// While offline nothing wakes us, so the connection is looked at now and then.
constexpr uint32_t OFFLINE_MS = 1000;

// Bits for the lights, when that of one is taken away and those behind it move up.
uint32_t without(unsigned light, uint32_t bits) {
    const uint32_t before = (1u << light) - 1;
    return (bits & before) | (bits >> 1 & ~before);
}

struct Property {
    const char* word;
    bool hasChanged;
};

}  // namespace

void Announcer::begin() {
    changed_ = known_ = 0;
    for (unsigned i = 0; i < lights_.count(); ++i) lightChanged(i, Cause::Restored);
    tableChanged();
}

void Announcer::lightChanged(unsigned light, Cause cause) {
    const uint32_t bit = 1u << light;
    // Whoever spoke was answered before any event told of it. What comes next is news to them, even if the light goes
    // back to what was told last.
    if ((changed_ & bit) && causes_[light] == Cause::Voice) known_ &= ~bit;
    changed_ |= bit;
    causes_[light] = cause;
}

void Announcer::manifestChanged() { isManifestNew_ = true; }

void Announcer::lightWired(unsigned light) {
    known_ &= ~(1u << light);
    lightChanged(light, Cause::Restored);
}

void Announcer::lightRemoved(unsigned light) {
    changed_ = without(light, changed_);
    known_ = without(light, known_);
    for (unsigned i = light; i + 1 < MAX_LIGHTS; ++i) {
        told_[i] = told_[i + 1];
        causes_[i] = causes_[i + 1];
    }
}

void Announcer::tableChanged() {
    writeManifest(json_, lights_);
    isManifestNew_ = memory_.told() != checksum(json_.text(), json_.size());
}

void Announcer::run(uint32_t now) {
    if (pause_.isDue(now)) pause_.clear();
    if (pause_.isSet() || !hasNews() || !Particle.connected()) return;
    // In turn, so that neither waits for the other for ever.
    if (isManifestNew_ && !(changed_ && wasManifestLast_)) {
        tellManifest();
    } else {
        tellStates();
    }
}

uint32_t Announcer::idleMs(uint32_t now) const {
    if (pause_.isSet()) return pause_.remaining(now);
    if (!hasNews()) return Deadline::NEVER;
    return Particle.connected() ? 0 : OFFLINE_MS;
}

// There is a connection, so this takes only until the system's thread has put the event into the socket; an event
// without WITH_ACK is done then, and asking an unfinished one for its success would wait for it.
bool Announcer::publish(const char* name) {
    const auto sent = Particle.publish(name, json_.text(), PRIVATE);
    const bool isTold = !sent.isDone() || sent.isSucceeded();
    pause_.set(millis(), isTold ? PAUSE_MS : RETRY_MS);  // from when it is out
    return isTold;
}

void Announcer::tellManifest() {
    writeManifest(json_, lights_);
    if (!publish("photonlink/lights")) return;
    isManifestNew_ = false;
    wasManifestLast_ = true;
    memory_.keepTold(checksum(json_.text(), json_.size()));
}

void Announcer::tellStates() {
    wasManifestLast_ = false;
    const uint32_t written = writeChanges();
    // What was changed and changed back is nothing to tell.
    if (json_.size() && !publish("photonlink/state")) return;
    for (unsigned i = 0; i < lights_.count(); ++i) {
        if (written >> i & 1) told_[i] = lights_[i].state();
    }
    known_ |= written;
    changed_ &= ~written;
}

// {"kitchen":{"on":1,"bri":40,"changed":["power","brightness"],"cause":"voice"}}
// Returns the lights that are dealt with; the others have no room left and follow in the next event.
uint32_t Announcer::writeChanges() {
    json_.clear();
    uint32_t written = 0;
    for (unsigned i = 0; i < lights_.count(); ++i) {
        if (!(changed_ >> i & 1)) continue;
        const LightConfig& config = lights_[i].config();
        const LightState& now = lights_[i].state();
        const LightState& told = told_[i];
        const bool isFirst = !(known_ >> i & 1), isOtherMode = isFirst || now.isColored != told.isColored;
        const Property properties[] = {
            {"power", isFirst || now.isOn != told.isOn},
            {"brightness", config.dims() && (isFirst || now.brightness() != told.brightness())},
            {"color", now.isColored && (isOtherMode || !(now.color == told.color))},
            {"temperature", config.hasTemperature() && !now.isColored && (isOtherMode || now.kelvin != told.kelvin)},
        };
        const size_t before = json_.size();
        const char* separator = "";
        for (const Property& property : properties) {
            if (!property.hasChanged) continue;
            if (!*separator) {
                json_.add(before ? "," : "{");
                writeState(json_, lights_[i]);
                json_.add(",\"changed\":[");
            }
            json_.add("%s\"%s\"", separator, property.word);
            separator = ",";
        }
        if (*separator) json_.add("],\"cause\":\"%s\"}", wordOf(causes_[i]));
        if (json_.size() + 1 > Json::LIMIT) {
            json_.cutTo(before);
            break;
        }
        written |= 1u << i;
    }
    if (json_.size()) json_.add("}");
    return written;
}
