#pragma once
#include <stdint.h>

#include "photon_host.h"

class EEPROMClass {
public:
    static constexpr int SIZE = 2048;
    uint8_t read(int address) const {
        uint8_t value;
        host_eeprom_read(address, &value, 1);
        return value;
    }
    void write(int address, uint8_t value) { host_eeprom_write(address, &value, 1); }
    void update(int address, uint8_t value) { write(address, value); }
    template <typename T>
    T& get(int address, T& value) const {
        host_eeprom_read(address, &value, sizeof(T));
        return value;
    }
    template <typename T>
    const T& put(int address, const T& value) {
        host_eeprom_write(address, &value, sizeof(T));
        return value;
    }
    size_t length() const { return SIZE; }
    void clear() { host_eeprom_clear(); }
    bool hasPendingErase() const { return false; }
    void performPendingErase() {}

    class Reference {
    public:
        Reference(const Reference&) = default;
        Reference(EEPROMClass& eeprom, int address) : eeprom_(eeprom), address_(address) {}
        operator uint8_t() const { return eeprom_.read(address_); }
        Reference& operator=(uint8_t value) {
            eeprom_.write(address_, value);
            return *this;
        }
        Reference& operator=(const Reference& other) { return *this = static_cast<uint8_t>(other); }

    private:
        EEPROMClass& eeprom_;
        int address_;
    };
    Reference operator[](int address) { return Reference(*this, address); }

    // An address that counts up, for loops over all bytes.
    class Pointer {
    public:
        Pointer(EEPROMClass& eeprom, int address) : eeprom_(eeprom), address_(address) {}
        Reference operator*() { return eeprom_[address_]; }
        Pointer& operator++() {
            ++address_;
            return *this;
        }
        bool operator!=(const Pointer& other) const { return address_ != other.address_; }
        operator int() const { return address_; }

    private:
        EEPROMClass& eeprom_;
        int address_;
    };
    Pointer begin() { return Pointer(*this, 0); }
    Pointer end() { return Pointer(*this, SIZE); }
};
extern EEPROMClass EEPROM;
