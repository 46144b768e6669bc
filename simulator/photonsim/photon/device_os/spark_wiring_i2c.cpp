#include "Particle.h"

TwoWire Wire;

void TwoWire::begin() {
    begun_ = true;
    length_ = received_ = read_ = 0;
    host_claim_pins(host::PERIPHERAL_WIRE, 1);
}

void TwoWire::end() {
    begun_ = false;
    host_claim_pins(host::PERIPHERAL_WIRE, 0);
}

void TwoWire::beginTransmission(uint8_t address) {
    transmitting_ = true;
    address_ = address;
    length_ = 0;
}

uint8_t TwoWire::endTransmission(uint8_t stop) {
    transmitting_ = false;
    const int length = length_;
    length_ = 0;
    if (!begun_) return 1;
    return static_cast<uint8_t>(host_i2c_write(address_, outgoing_, length));
}

size_t TwoWire::requestFrom(uint8_t address, size_t quantity, uint8_t stop) {
    read_ = received_ = 0;
    if (!begun_) return 0;
    if (quantity > I2C_BUFFER_LENGTH) quantity = I2C_BUFFER_LENGTH;
    received_ = host_i2c_read(address, incoming_, static_cast<int32_t>(quantity));
    return static_cast<size_t>(received_);
}

size_t TwoWire::write(uint8_t byte) {
    if (!transmitting_ || length_ == I2C_BUFFER_LENGTH) return 0;
    outgoing_[length_++] = byte;
    return 1;
}

size_t TwoWire::write(const uint8_t* data, size_t size) {
    size_t written = 0;
    while (written < size && write(data[written])) written++;
    return written;
}
