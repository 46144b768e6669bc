#include "Particle.h"

bool Servo::attach(uint16_t pin, uint16_t min_us, uint16_t max_us, int16_t min_angle, int16_t max_angle) {
    if (!host_servo(pin, 0)) return false;
    if (attached() && pin_ != pin) detach();
    pin_ = pin;
    min_us_ = min_us, max_us_ = max_us;
    min_angle_ = min_angle, max_angle_ = max_angle;
    pulse_us_ = 0;
    return true;
}

bool Servo::detach() {
    if (!attached()) return false;
    host_servo(pin_, -1);
    *this = Servo();
    return true;
}

void Servo::write(int angle) {
    const int within = constrain(angle, min_angle_, max_angle_);
    writeMicroseconds(static_cast<uint16_t>(map(within, min_angle_, max_angle_, min_us_, max_us_) + trim_us_));
}

int Servo::read() const {
    const int angle = map(readMicroseconds() - trim_us_, min_us_, max_us_, min_angle_, max_angle_);
    // map() cuts fractions off on the way there and back; Device OS makes up for it in the same way.
    return angle == min_angle_ || angle == max_angle_ ? angle : angle + 1;
}

void Servo::writeMicroseconds(uint16_t pulse_us) {
    if (!attached()) return;
    pulse_us_ = constrain(pulse_us, min_us_, max_us_);
    host_servo(pin_, pulse_us_);
}
