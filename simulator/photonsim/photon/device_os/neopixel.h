// Strips of WS2812 and their kin, with the calls of the library Particle-NeoPixel (2.x API).
//
// The library itself times each bit by the processor's cycles and writes to its registers, which a simulated Photon
// has not got. This header stands in for it: show() hands the colours to the board, which shows them as pixels.
#pragma once
#include "Particle.h"

// Other libraries ask by this name whether the sketch has a strip.
#define PARTICLE_NEOPIXEL_H

#define WS2811 0x00
#define WS2812 0x02
#define WS2812B 0x02
#define TM1803 0x03
#define TM1829 0x04
#define WS2812B2 0x05
#define SK6812RGBW 0x06
#define WS2812B_FAST 0x07
#define WS2812B2_FAST 0x08

class Adafruit_NeoPixel {
public:
    Adafruit_NeoPixel(uint16_t n, uint8_t pin = 2, uint8_t type = WS2812B);
    ~Adafruit_NeoPixel();
    Adafruit_NeoPixel(const Adafruit_NeoPixel&) = delete;
    // For the usual `Adafruit_NeoPixel strip = Adafruit_NeoPixel(...)`, which C++14 lets only movable classes have.
    Adafruit_NeoPixel(Adafruit_NeoPixel&& other)
        : count_(other.count_), pin_(other.pin_), type_(other.type_), brightness_(other.brightness_), pixels_(other.pixels_) {
        other.count_ = 0;
        other.pixels_ = nullptr;
    }

    void begin();
    void show();
    void setPin(uint8_t pin);
    void setPixelColor(uint16_t n, uint8_t r, uint8_t g, uint8_t b);
    void setPixelColor(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t w);
    void setPixelColor(uint16_t n, uint32_t color);
    void setColor(uint16_t n, uint8_t r, uint8_t g, uint8_t b) { setPixelColor(n, r, g, b); }
    void setColor(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t w) { setPixelColor(n, r, g, b, w); }
    void setColorScaled(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t scaling);
    void setColorDimmed(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t level) { setColorScaled(n, r, g, b, level); }
    void setBrightness(uint8_t brightness);
    uint8_t getBrightness() const { return static_cast<uint8_t>(brightness_ - 1); }
    void updateLength(uint16_t n);
    void clear();
    uint8_t* getPixels() const { return pixels_; }
    uint16_t numPixels() const { return count_; }
    uint16_t getNumLeds() const { return count_; }
    uint8_t getPin() const { return pin_; }
    uint8_t getType() const { return type_; }
    uint32_t getPixelColor(uint16_t n) const;
    static uint32_t Color(uint8_t r, uint8_t g, uint8_t b) { return static_cast<uint32_t>(r) << 16 | static_cast<uint32_t>(g) << 8 | b; }
    static uint32_t Color(uint8_t r, uint8_t g, uint8_t b, uint8_t w) { return static_cast<uint32_t>(w) << 24 | Color(r, g, b); }

private:
    void place(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t w);
    uint8_t scaled(uint8_t value) const { return brightness_ ? static_cast<uint8_t>(value * brightness_ >> 8) : value; }

    uint16_t count_;
    uint8_t pin_, type_;
    uint8_t brightness_ = 0;  // as set, plus 1; 0: colours go out as they are
    uint8_t* pixels_;         // red, green, blue, white of each
};
