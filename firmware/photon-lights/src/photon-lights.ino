// photon-lights: lights on a Photon that people, scripts and Alexa can switch, dim and colour.
// The lights themselves stand in MyLights.h.

#include "Buttons.h"
#include "CloudApi.h"
#include "Light.h"
#include "Memory.h"
#include "MyLights.h"
#include "TableCheck.h"

SYSTEM_THREAD(ENABLED);

constexpr unsigned LIGHT_COUNT = sizeof LIGHTS / sizeof LIGHTS[0];

static_assert(LIGHT_COUNT <= MAX_LIGHTS, "MyLights.h: at most 10 lights fit on a Photon");
static_assert(table::keysAreGood(LIGHTS),
              "MyLights.h: a key is 1 to 12 small letters and digits, begins with a letter, and appears once");
static_assert(table::namesAreGood(LIGHTS), "MyLights.h: a spoken name is 1 to 40 letters, digits and blanks");
static_assert(table::pinsExist(LIGHTS), "MyLights.h: pins are D0 to D7, A0 to A5, DAC, WKP, RX and TX");
static_assert(table::dimmedPinsHavePwm(LIGHTS),
              "MyLights.h: a light that dims needs pins with PWM: D0 D1 D2 D3 A4 A5 WKP RX TX");
static_assert(table::pinsAreUsedOnce(LIGHTS),
              "MyLights.h: a pin is used twice, or two dimmed lights share a PWM channel (A4 and D3, A5 and D2)");
static_assert(table::temperaturesAreGood(LIGHTS),
              "MyLights.h: a tunable light has its warm kelvin first, both between 1000 and 10000");
static_assert(table::manifestSize(LIGHTS) <= table::MAX_VARIABLE,
              "MyLights.h: the names are too long together: the description of all lights has at most 622 bytes");
static_assert(FADE_MS <= 10000, "MyLights.h: a fade takes at most 10000 ms");

Light lights[LIGHT_COUNT];
Button buttons[LIGHT_COUNT];
unsigned long idleMs = 0;

// When loop() next has something to do, in ms. Nothing on the Photon asks; a simulator may, to let time pass faster.
extern "C" unsigned long photonlink_idle_ms() { return idleMs; }

void setup() {
    memory::begin(LIGHTS, LIGHT_COUNT);
    for (unsigned i = 0; i < LIGHT_COUNT; ++i) {
        lights[i].begin(LIGHTS[i], memory::state(i));
        buttons[i].begin(LIGHTS[i].buttonPin);
    }
    cloud::begin(lights, LIGHT_COUNT);
}

void sooner(uint32_t& next, uint32_t due) {
    if (due < next) next = due;
}

void loop() {
    const uint32_t now = millis();
    uint32_t next = Light::NEVER;
    for (unsigned i = 0; i < LIGHT_COUNT; ++i) {
        const bool wasDimming = buttons[i].isDimming();
        sooner(next, buttons[i].run(now, lights[i]));
        const uint8_t changes = lights[i].takeChanges();
        if (changes || wasDimming != buttons[i].isDimming()) {
            cloud::changed(i, changes, cloud::Cause::Button, buttons[i].isDimming());
        }
        sooner(next, lights[i].run(now));
    }
    sooner(next, memory::run(now));
    sooner(next, cloud::run(now));
    idleMs = next ? next : 1;
}
