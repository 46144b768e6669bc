#include "neopixel.h"

Adafruit_NeoPixel::Adafruit_NeoPixel(uint16_t n, uint8_t pin, uint8_t type)
    : count_(n), pin_(pin), type_(type), pixels_(static_cast<uint8_t*>(calloc(n, 4))) {
    if (!pixels_) count_ = 0;
}

Adafruit_NeoPixel::~Adafruit_NeoPixel() { free(pixels_); }

void Adafruit_NeoPixel::begin() {
    pinMode(pin_, OUTPUT);
    digitalWrite(pin_, LOW);
}

void Adafruit_NeoPixel::show() {
    if (!pixels_) return;
    host_show_pixels(pin_, pixels_, count_);
    delayMicroseconds(30u * count_ + 50u);  // 1.25 us for each of 24 bits, and the pause that ends them
}

void Adafruit_NeoPixel::setPin(uint8_t pin) {
    pinMode(pin_, INPUT);
    pin_ = pin;
    begin();
}

void Adafruit_NeoPixel::place(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t w) {
    if (n >= count_) return;
    uint8_t* at = pixels_ + 4 * n;
    at[0] = r, at[1] = g, at[2] = b, at[3] = type_ == SK6812RGBW ? w : 0;
}

void Adafruit_NeoPixel::setPixelColor(uint16_t n, uint8_t r, uint8_t g, uint8_t b) { setPixelColor(n, r, g, b, 0); }

void Adafruit_NeoPixel::setPixelColor(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t w) {
    place(n, scaled(r), scaled(g), scaled(b), scaled(w));
}

void Adafruit_NeoPixel::setPixelColor(uint16_t n, uint32_t color) {
    setPixelColor(n, static_cast<uint8_t>(color >> 16), static_cast<uint8_t>(color >> 8), static_cast<uint8_t>(color),
                  static_cast<uint8_t>(color >> 24));
}

void Adafruit_NeoPixel::setColorScaled(uint16_t n, uint8_t r, uint8_t g, uint8_t b, uint8_t scaling) {
    setPixelColor(n, static_cast<uint8_t>(r * scaling >> 8), static_cast<uint8_t>(g * scaling >> 8),
                  static_cast<uint8_t>(b * scaling >> 8));
}

void Adafruit_NeoPixel::setBrightness(uint8_t brightness) {
    // What is there already is scaled too, and loses precision: as in the library.
    const uint8_t wanted = static_cast<uint8_t>(brightness + 1);
    if (wanted == brightness_) return;
    const uint8_t before = static_cast<uint8_t>(brightness_ - 1);
    const uint32_t scale = !before ? 0 : brightness == 255 ? 65535 / before : ((static_cast<uint32_t>(wanted) << 8) - 1) / before;
    for (int i = 0; i < 4 * count_; i++) pixels_[i] = static_cast<uint8_t>(pixels_[i] * scale >> 8);
    brightness_ = wanted;
}

void Adafruit_NeoPixel::updateLength(uint16_t n) {
    free(pixels_);
    pixels_ = static_cast<uint8_t*>(calloc(n, 4));
    count_ = pixels_ ? n : 0;
}

void Adafruit_NeoPixel::clear() { memset(pixels_, 0, 4u * count_); }

uint32_t Adafruit_NeoPixel::getPixelColor(uint16_t n) const {
    if (n >= count_) return 0;
    uint32_t parts[4];
    for (int i = 0; i < 4; i++) {
        const uint32_t value = pixels_[4 * n + i];
        parts[i] = brightness_ ? (value << 8) / brightness_ : value;
    }
    return parts[3] << 24 | parts[0] << 16 | parts[1] << 8 | parts[2];
}
