// Wire: the I2C bus on D0 (SDA) and D1 (SCL). The Photon is its controller; other controllers are not simulated.
#pragma once
#include <chrono>

#include "photon_host.h"
#include "spark_wiring_print.h"

#define CLOCK_SPEED_100KHZ 100000u
#define CLOCK_SPEED_400KHZ 400000u
#define I2C_BUFFER_LENGTH 32

class WireTransmission {
public:
    explicit WireTransmission(uint8_t address) : address_(address) {}
    WireTransmission& quantity(size_t size) { size_ = size; return *this; }
    WireTransmission& timeout(system_tick_t) { return *this; }
    WireTransmission& timeout(std::chrono::milliseconds) { return *this; }
    WireTransmission& stop(bool stop) { stop_ = stop; return *this; }
    uint8_t address() const { return address_; }
    size_t size() const { return size_; }
    bool stops() const { return stop_; }

private:
    uint8_t address_;
    size_t size_ = 0;
    bool stop_ = true;
};

class TwoWire : public Stream {
public:
    void setClock(uint32_t speed) { setSpeed(speed); }
    void setSpeed(uint32_t) {}
    void enableDMAMode(bool) {}
    void stretchClock(bool) {}
    void begin();
    void begin(uint8_t) { begin(); }
    void begin(int) { begin(); }
    void end();
    void reset() {}
    bool isEnabled() { return begun_; }
    bool lock() { return true; }
    bool unlock() { return true; }
    void beginTransmission(uint8_t address);
    void beginTransmission(int address) { beginTransmission(static_cast<uint8_t>(address)); }
    void beginTransmission(const WireTransmission& transfer) { beginTransmission(transfer.address()); }
    // 0: done. 1: not begun. 3: nobody acknowledges the address. 4: a byte was not acknowledged.
    uint8_t endTransmission(uint8_t stop = true);
    size_t requestFrom(uint8_t address, size_t quantity, uint8_t stop = true);
    size_t requestFrom(const WireTransmission& transfer) { return requestFrom(transfer.address(), transfer.size(), transfer.stops()); }
    size_t write(uint8_t byte) override;
    size_t write(const uint8_t* data, size_t size) override;
    size_t write(unsigned long n) { return write(static_cast<uint8_t>(n)); }
    size_t write(long n) { return write(static_cast<uint8_t>(n)); }
    size_t write(unsigned int n) { return write(static_cast<uint8_t>(n)); }
    size_t write(int n) { return write(static_cast<uint8_t>(n)); }
    using Print::write;
    int available() override { return received_ - read_; }
    int read() override { return read_ < received_ ? incoming_[read_++] : -1; }
    int peek() override { return read_ < received_ ? incoming_[read_] : -1; }
    void flush() override {}
    // Another controller would call these.
    void onReceive(void (*)(int)) {}
    void onRequest(void (*)()) {}

private:
    bool begun_ = false, transmitting_ = false;
    uint8_t address_ = 0;
    uint8_t outgoing_[I2C_BUFFER_LENGTH], incoming_[I2C_BUFFER_LENGTH];
    int length_ = 0, received_ = 0, read_ = 0;
};
extern TwoWire Wire;
