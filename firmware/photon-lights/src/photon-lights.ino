// photon-lights: lights on a Photon that people, scripts and Alexa can switch, dim and colour.
// The lights themselves stand in MyLights.h.

#include "PhotonLights.h"

// Lights and buttons go on while Wi-Fi and cloud come and go.
SYSTEM_THREAD(ENABLED);

void setup() {
    photonlights::setup();
}

void loop() {
    photonlights::loop();
}
