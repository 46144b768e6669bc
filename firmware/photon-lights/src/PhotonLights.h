// Everything that runs on the Photon, joined.
#pragma once

namespace photonlights {

void setup();
// Never waits.
void loop();

}  // namespace photonlights
