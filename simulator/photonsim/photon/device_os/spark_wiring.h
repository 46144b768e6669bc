// Pins, time and arithmetic of the wiring API (Device OS 2.3.1 and 3.3.1, platform 6).
#pragma once
#include <stdint.h>
#include <stdlib.h>

#include <chrono>
#include <type_traits>

typedef uint16_t pin_t;
typedef uint8_t byte;
typedef bool boolean;
typedef unsigned int system_tick_t;

typedef enum PinMode {
    OUTPUT = 0,
    INPUT = 1,
    INPUT_PULLUP = 2,
    INPUT_PULLDOWN = 3,
    AF_OUTPUT_PUSHPULL = 4,
    AF_OUTPUT_DRAIN = 5,
    AN_INPUT = 6,
    AN_OUTPUT = 7,
    OUTPUT_OPEN_DRAIN = OUTPUT | 0x10,
    OUTPUT_OPEN_DRAIN_PULLUP = OUTPUT_OPEN_DRAIN | 0x20,
    PIN_MODE_NONE = 0xFF
} PinMode;

enum PinState { LOW = 0, HIGH = 1 };
#define TOTAL_PINS 24

enum : pin_t {
    D0 = 0, D1, D2, D3, D4, D5, D6, D7,
    A0 = 10, A1, A2, A3, A4, A5, A6, A7,
    RX = 18, TX = 19, BTN = 20, RGBR = 21, RGBG = 22, RGBB = 23,
    DAC1 = A6, DAC = A6, DAC2 = A3, WKP = A7,
    SS = A2, SCK = A3, MISO = A4, MOSI = A5, SDA = D0, SCL = D1,
    FIRST_ANALOG_PIN = A0
};
#define LED1_USER_PIN D7
#define PIN_INVALID 0xff

// Whether no peripheral has the pin: SPI, Wire or Serial1 while they are begun.
bool pinAvailable(pin_t pin);
void pinMode(pin_t pin, PinMode mode);
PinMode getPinMode(pin_t pin);
void digitalWrite(pin_t pin, uint8_t value);
int32_t digitalRead(pin_t pin);
int32_t analogRead(pin_t pin);
void analogWrite(pin_t pin, uint32_t value);
void analogWrite(pin_t pin, uint32_t value, uint32_t frequency);
uint8_t analogWriteResolution(pin_t pin, uint8_t bits);
uint8_t analogWriteResolution(pin_t pin);
uint32_t analogWriteMaxFrequency(pin_t pin);
// Neither changes what a simulated pin reads or shows.
inline void setADCSampleTime(uint8_t) {}
inline void setDACBufferred(pin_t, uint8_t) {}
inline void pinSetFast(pin_t pin) { digitalWrite(pin, HIGH); }
inline void pinResetFast(pin_t pin) { digitalWrite(pin, LOW); }
inline void digitalWriteFast(pin_t pin, uint8_t value) { digitalWrite(pin, value); }
inline int32_t pinReadFast(pin_t pin) { return digitalRead(pin); }

system_tick_t millis();
unsigned long micros();
void delay(unsigned long ms);
void delayMicroseconds(unsigned int us);
inline void delay(std::chrono::milliseconds time) { delay(static_cast<unsigned long>(time.count())); }
inline void delayMicroseconds(std::chrono::microseconds time) { delayMicroseconds(static_cast<unsigned int>(time.count())); }

int map(int value, int from_start, int from_end, int to_start, int to_end);
double map(double value, double from_start, double from_end, double to_start, double to_end);
int random(int max);
int random(int min, int max);
void randomSeed(unsigned int seed);

#define constrain(amt, low, high) ((amt) < (low) ? (low) : ((amt) > (high) ? (high) : (amt)))
#ifndef min
// By value: of two lvalues of one type the conditional operator would make a reference to a parameter.
template <typename T, typename U>
constexpr typename std::common_type<T, U>::type min(T a, U b) { return a < b ? a : b; }
template <typename T, typename U>
constexpr typename std::common_type<T, U>::type max(T a, U b) { return a > b ? a : b; }
#endif
template <typename T>
constexpr T sq(T x) { return x * x; }
#define lowByte(w) ((uint8_t)((w) & 0xff))
#define highByte(w) ((uint8_t)((w) >> 8))
#define bitRead(value, bit) (((value) >> (bit)) & 0x01)
#define bitSet(value, bit) ((value) |= (1UL << (bit)))
#define bitClear(value, bit) ((value) &= ~(1UL << (bit)))
#define bitWrite(value, bit, b) ((b) ? bitSet(value, bit) : bitClear(value, bit))
#define PI 3.1415926535897932384626433832795
#define HALF_PI 1.5707963267948966192313216916398
#define TWO_PI 6.283185307179586476925286766559
#define DEG_TO_RAD 0.017453292519943295769236907684886
#define RAD_TO_DEG 57.295779513082320876798154814105
#define radians(deg) ((deg) * DEG_TO_RAD)
#define degrees(rad) ((rad) * RAD_TO_DEG)
// Of the board's C library.
#ifndef __unused
#define __unused __attribute__((unused))
#endif
#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
