#include "Particle.h"
#include "scheduler.h"

void tone(uint8_t pin, unsigned int frequency, unsigned long duration) {
    host_tone(pin, static_cast<int32_t>(frequency), static_cast<int32_t>(duration));
}
void noTone(uint8_t pin) { host_tone(pin, 0, 0); }

uint32_t pulseIn(pin_t pin, uint16_t value) {
    const int64_t give_up = host_now_us() + 3000000;
    const int wanted = value ? HIGH : LOW;
    auto waitWhile = [&](bool at_wanted) {
        while ((host_digital_read(pin) == wanted) == at_wanted) {
            if (host_now_us() >= give_up) return false;
            photon::waitForEdge(give_up);
        }
        return true;
    };
    // A pulse that has begun already is not measured.
    if (!waitWhile(true) || !waitWhile(false)) return 0;
    const int64_t begin = host_now_us();
    return waitWhile(true) ? static_cast<uint32_t>(host_now_us() - begin) : 0;
}

void shiftOut(uint8_t data_pin, uint8_t clock_pin, uint8_t bit_order, uint8_t value) {
    for (int i = 0; i < 8; i++) {
        const int bit = bit_order == LSBFIRST ? i : 7 - i;
        digitalWrite(data_pin, value >> bit & 1);
        digitalWrite(clock_pin, HIGH);
        digitalWrite(clock_pin, LOW);
    }
}

uint8_t shiftIn(uint8_t data_pin, uint8_t clock_pin, uint8_t bit_order) {
    uint8_t value = 0;
    for (int i = 0; i < 8; i++) {
        digitalWrite(clock_pin, HIGH);
        if (host_digital_read(data_pin)) value |= 1 << (bit_order == LSBFIRST ? i : 7 - i);
        digitalWrite(clock_pin, LOW);
    }
    return value;
}
