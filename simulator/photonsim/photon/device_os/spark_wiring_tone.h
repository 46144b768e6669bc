// tone(), pulseIn(), shiftOut() and shiftIn().
#pragma once
#include "spark_wiring.h"

// 20 to 20000 Hz on a pin with PWM; ignored otherwise. duration in ms, 0: until noTone().
void tone(uint8_t pin, unsigned int frequency, unsigned long duration = 0);
void noTone(uint8_t pin);

// The length of the next pulse at `value` in microseconds; 0 after 3 s without one.
uint32_t pulseIn(pin_t pin, uint16_t value);

#ifndef LSBFIRST
#define LSBFIRST 0
#define MSBFIRST 1
#endif
void shiftOut(uint8_t data_pin, uint8_t clock_pin, uint8_t bit_order, uint8_t value);
uint8_t shiftIn(uint8_t data_pin, uint8_t clock_pin, uint8_t bit_order);
