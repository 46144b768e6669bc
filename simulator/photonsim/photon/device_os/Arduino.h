// Libraries that were made for both name this one: what Device OS adds for them to Particle.h.
#pragma once
#include "Particle.h"
#include "avr/pgmspace.h"
#include "spark_wiring_thread.h"

#undef F
#define F(text) (reinterpret_cast<const __FlashStringHelper*>(text))

#define SERIAL 0x0
#define DISPLAY 0x1
#define DEFAULT 1
#define EXTERNAL 0
#define EULER 2.718281828459045235360287471352

inline uint16_t makeWord(uint16_t word) { return word; }
inline uint16_t makeWord(uint8_t high, uint8_t low) { return static_cast<uint16_t>(high << 8 | low); }
typedef uint32_t word;
#define word(...) makeWord(__VA_ARGS__)
#define bit(b) (1UL << (b))
#define _BV(b) (static_cast<uint32_t>(1) << (b))
#define digitalPinToInterrupt(pin) (pin)
#define digitalPinHasPWM(pin) (analogWriteMaxFrequency(pin) != 0)
#define analogInputToDigitalPin(number) (((number) < 8 && (number) >= 0) ? (number) + FIRST_ANALOG_PIN : -1)
#define clockCyclesPerMicrosecond() 120
#define clockCyclesToMicroseconds(cycles) ((cycles) / 120)
#define microsecondsToClockCycles(us) ((us) * 120)
#define LED_BUILTIN D7
#define ATN SS
#define NUM_DIGITAL_PINS TOTAL_PINS
#define NUM_ANALOG_INPUTS 8
#define SERIAL_PORT_MONITOR Serial
#define SERIAL_PORT_HARDWARE Serial1
#define SerialUSB Serial
typedef USARTSerial HardwareSerial;
inline void yield() { os_thread_yield(); }
