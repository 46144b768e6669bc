// Servos: pulses 50 times a second on a pin with PWM. The whole timer goes to 50 Hz, its neighbours with it.
#pragma once
#include "photon_host.h"
#include "spark_wiring.h"

#define SERVO_DEFAULT_MIN_ANGLE 0
#define SERVO_DEFAULT_MAX_ANGLE 180
#define SERVO_DEFAULT_MIN_PW 544
#define SERVO_DEFAULT_MAX_PW 2400

class Servo {
public:
    ~Servo() { detach(); }
    bool attach(uint16_t pin, uint16_t min_us = 544, uint16_t max_us = 2400, int16_t min_angle = 0, int16_t max_angle = 180);
    bool detach();
    void write(int angle);
    int read() const;
    void writeMicroseconds(uint16_t pulse_us);
    uint16_t readMicroseconds() const { return attached() ? pulse_us_ : 0; }
    bool attached() const { return pin_ >= 0; }
    void setTrim(int trim_us) { trim_us_ = trim_us; }

private:
    int pin_ = -1;
    uint16_t min_us_ = 544, max_us_ = 2400, pulse_us_ = 0;
    int16_t min_angle_ = 0, max_angle_ = 180;
    int trim_us_ = 0;
};
