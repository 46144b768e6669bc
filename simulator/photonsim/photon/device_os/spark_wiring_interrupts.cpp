// Interrupts of pins.
#include "Particle.h"
#include "dispatch.h"

namespace {

wiring_interrupt_handler_t interrupt_handlers[TOTAL_PINS];
bool held_back = false;
uint32_t pending = 0;  // a bit for each pin: like the controller's, it does not count

void handle(int pin) {
    if (interrupt_handlers[pin]) interrupt_handlers[pin]();
}

}  // namespace

bool attachInterrupt(uint16_t pin, wiring_interrupt_handler_t handler, InterruptMode mode, int8_t, uint8_t) {
    if (pin >= TOTAL_PINS || !host_attach_interrupt(pin, mode)) return false;
    interrupt_handlers[pin] = handler;
    return true;
}

void detachInterrupt(uint16_t pin) {
    if (pin < TOTAL_PINS) host_attach_interrupt(pin, -1);
}

void noInterrupts() {
    photon::dispatchInterrupts();  // what came before
    held_back = true;
}

void interrupts() {
    photon::dispatchInterrupts();  // what came meanwhile
    held_back = false;
    for (int pin = 0; pin < TOTAL_PINS; pin++) {
        if (!(pending & 1u << pin)) continue;
        pending &= ~(1u << pin);
        handle(pin);
    }
}

namespace photon {

void dispatchInterrupts() {
    for (int pin = host_next_interrupt(); pin >= 0; pin = host_next_interrupt()) {
        if (held_back) pending |= 1u << pin;
        else handle(pin);
    }
}

}  // namespace photon
