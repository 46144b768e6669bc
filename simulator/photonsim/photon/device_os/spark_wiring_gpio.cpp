// Pins.
#include "Particle.h"
#include "scheduler.h"

bool pinAvailable(pin_t pin) { return host_pin_available(pin) != 0; }
void pinMode(pin_t pin, PinMode mode) {
    if (pin == 8 || pin == 9) host_panic(1);  // Device OS's table has no port for them: it writes through a null pointer
    host_pin_mode(pin, mode);
}
PinMode getPinMode(pin_t pin) { return static_cast<PinMode>(host_get_pin_mode(pin)); }
void digitalWrite(pin_t pin, uint8_t value) { host_digital_write(pin, value); }
int32_t digitalRead(pin_t pin) {
    photon::polled(1000);
    return host_digital_read(pin);
}
int32_t analogRead(pin_t pin) {
    photon::polled(100);
    return host_analog_read(pin);
}
void analogWrite(pin_t pin, uint32_t value) { host_analog_write(pin, static_cast<int32_t>(value), 500); }
void analogWrite(pin_t pin, uint32_t value, uint32_t frequency) {
    if (pin == DAC || pin == DAC2) return;  // they put out a voltage, which has no frequency
    host_analog_write(pin, static_cast<int32_t>(value), static_cast<int32_t>(frequency));
}
uint8_t analogWriteResolution(pin_t pin, uint8_t bits) { return static_cast<uint8_t>(host_analog_resolution(pin, bits)); }
uint8_t analogWriteResolution(pin_t pin) { return static_cast<uint8_t>(host_analog_resolution(pin, 0)); }
uint32_t analogWriteMaxFrequency(pin_t pin) { return static_cast<uint32_t>(host_analog_max_frequency(pin)); }
