#include "PhotonLights.h"

#include "Announcer.h"
#include "CloudApi.h"
#include "LightButton.h"
#include "LightMemory.h"
#include "LightTable.h"
#include "Lights.h"
#include "MyLights.h"
#include "Rewiring.h"
#include "TableCheck.h"

namespace {

constexpr unsigned LIGHT_COUNT = sizeof LIGHTS / sizeof LIGHTS[0];

static_assert(LIGHT_COUNT <= MAX_LIGHTS, "MyLights.h: at most 18 lights fit on a Photon");
static_assert(table::keysAreGood(LIGHTS),
              "MyLights.h: a key is 1 to 12 small letters and digits, begins with a letter, and appears once");
static_assert(table::namesAreGood(LIGHTS),
              "MyLights.h: a spoken name is 1 to 40 letters, digits and blanks, with none at its ends");
static_assert(table::pinsExist(LIGHTS), "MyLights.h: pins are D0 to D7, A0 to A5, DAC, WKP, RX and TX");
static_assert(table::dimmedPinsHavePwm(LIGHTS),
              "MyLights.h: a light that dims needs pins with PWM: D0 D1 D2 D3 A4 A5 WKP RX TX");
static_assert(table::pinsAreUsedOnce(LIGHTS),
              "MyLights.h: a pin is used twice, or two dimmed lights share a PWM channel (A4 and D3, A5 and D2)");
static_assert(table::temperaturesAreGood(LIGHTS),
              "MyLights.h: a tunable light has its warm kelvin first; all kelvin are between 1000 and 10000");
static_assert(table::fadesAreGood(LIGHTS), "MyLights.h: a fade takes at most 10000 ms");
static_assert(table::manifestSize(LIGHTS) <= Json::LIMIT,
              "MyLights.h: the names are too long together: the description of all lights has at most 622 bytes");
static_assert(table::statesSize(LIGHTS) <= Json::LIMIT,
              "MyLights.h: too many lights, or keys too long: the states of all lights have at most 622 bytes");
static_assert(table::pinsSize(LIGHTS) <= Json::LIMIT,
              "MyLights.h: too many lights, or keys too long: the pins of all lights have at most 622 bytes");

class Application : public ChangeListener {
public:
    Application()
        : table_(LIGHTS),
          announcer_(lights_, memory_),
          rewiring_(table_, memory_, lights_, buttons_, announcer_),
          cloud_(lights_, *this, rewiring_) {}

    void setup() {
        memory_.begin();
        rewiring_.begin();
        cloud_.begin();
        announcer_.begin();
    }

    void loop() {
        const uint32_t now = millis();
        for (unsigned i = 0; i < lights_.count(); ++i) {
            if (buttons_[i].run(now)) lightChanged(i, Cause::Button);
            lights_[i].run(now);
        }
        memory_.run(now, lights_);
        announcer_.run(now);
    }

    uint32_t idleMs() const {
        const uint32_t now = millis();
        uint32_t idle = sooner(memory_.idleMs(now), announcer_.idleMs(now));
        for (unsigned i = 0; i < lights_.count(); ++i) {
            idle = sooner(idle, sooner(buttons_[i].idleMs(now), lights_[i].idleMs(now)));
        }
        return idle;
    }

    void lightChanged(unsigned light, Cause cause) override {
        memory_.touch(light, millis());
        announcer_.lightChanged(light, cause);
    }

    void lightRenamed(unsigned light) override {
        memory_.save(light, lights_);
        announcer_.manifestChanged();
    }

private:
    LightTable table_;
    LightMemory memory_;
    Lights lights_;
    LightButton buttons_[MAX_LIGHTS];
    Announcer announcer_;
    Rewiring rewiring_;
    CloudApi cloud_;
};

Application application;

}  // namespace

void photonlights::setup() { application.setup(); }
void photonlights::loop() { application.loop(); }

// Milliseconds until loop() next has something to do if no button is pressed and nothing is called; 0xFFFFFFFF: never.
// Nothing on the Photon asks; a simulator may, to let time pass faster.
// Not in the .ino file: Particle's preprocessor would declare it there without its "C", and the compiler refuse it.
extern "C" unsigned long photonlink_idle_ms() { return application.idleMs(); }
