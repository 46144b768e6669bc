// Serial (USB) and Serial1 (RX, TX).
#include "Particle.h"

USBSerial Serial(0);
USARTSerial Serial1(1);

void PhotonSerial::begin(unsigned long, uint32_t) {
    begun_ = true;
    if (port_ == 1) host_claim_pins(host::PERIPHERAL_SERIAL1, 1);
}
void PhotonSerial::end() {
    begun_ = false;
    if (port_ == 1) host_claim_pins(host::PERIPHERAL_SERIAL1, 0);
}
