#pragma once
#include <stdint.h>

#include "spark_wiring_print.h"

class IPAddress : public Printable {
public:
    IPAddress() : IPAddress(0, 0, 0, 0) {}
    IPAddress(uint8_t a, uint8_t b, uint8_t c, uint8_t d) : octets_{a, b, c, d} {}
    // 192.168.0.1 as 0xC0A80001, and as four bytes.
    IPAddress(uint32_t address)
        : IPAddress(static_cast<uint8_t>(address >> 24), static_cast<uint8_t>(address >> 16), static_cast<uint8_t>(address >> 8),
                    static_cast<uint8_t>(address)) {}
    IPAddress(const uint8_t* octets) : IPAddress(octets[0], octets[1], octets[2], octets[3]) {}
    uint8_t operator[](int index) const { return octets_[index]; }
    uint8_t& operator[](int index) { return octets_[index]; }
    bool operator==(const IPAddress& other) const { return number() == other.number(); }
    bool operator==(uint32_t address) const { return number() == address; }
    bool operator==(const uint8_t* octets) const { return *this == IPAddress(octets); }
    bool operator!=(const IPAddress& other) const { return !(*this == other); }
    operator bool() const { return number() != 0; }
    void set_ipv4(uint8_t a, uint8_t b, uint8_t c, uint8_t d) { *this = IPAddress(a, b, c, d); }
    void clear() { *this = IPAddress(); }
    uint8_t version() const { return 4; }
    String toString() const { return String::format("%u.%u.%u.%u", octets_[0], octets_[1], octets_[2], octets_[3]); }
    size_t printTo(Print& print) const override { return print.print(toString()); }
    // As IPAddress(uint32_t) takes it.
    uint32_t number() const {
        return static_cast<uint32_t>(octets_[0]) << 24 | static_cast<uint32_t>(octets_[1]) << 16 | static_cast<uint32_t>(octets_[2]) << 8 | octets_[3];
    }

private:
    uint8_t octets_[4];
};
