#include "Particle.h"

SPIClass SPI(0);
SPIClass SPI1(1);

namespace {

uint8_t reversed(uint8_t byte) {
    uint8_t result = 0;
    for (int i = 0; i < 8; i++) result = static_cast<uint8_t>(result << 1 | (byte >> i & 1));
    return result;
}

int32_t peripheral(int bus) { return bus ? host::PERIPHERAL_SPI1 : host::PERIPHERAL_SPI; }

}  // namespace

void SPIClass::begin(uint16_t ss_pin) {
    if (ss_pin == SPI_DEFAULT_SS) ss_pin = bus_ ? D5 : A2;
    begun_ = true;
    host_claim_pins(peripheral(bus_), 1);
    if (ss_pin < TOTAL_PINS) {
        pinMode(ss_pin, OUTPUT);
        digitalWrite(ss_pin, HIGH);
    }
}

void SPIClass::end() {
    begun_ = false;
    host_claim_pins(peripheral(bus_), 0);
}

int32_t SPIClass::beginTransaction(const SPISettings& settings) {
    setBitOrder(settings.bitOrder());
    return 0;
}

unsigned SPIClass::setClockSpeed(unsigned value, unsigned scale) {
    // The bus divides its clock by a power of two from 2 to 256, and takes the fastest that is not too fast.
    unsigned clock = (bus_ ? 30u : 60u) * MHZ / 2;
    for (int i = 1; i < 8 && clock > value * scale; i++) clock /= 2;
    return clock;
}

byte SPIClass::transfer(byte data) {
    byte received = 0;
    transfer(&data, &received, 1, nullptr);
    return received;
}

void SPIClass::transfer(void* send, void* receive, size_t length, wiring_spi_dma_transfercomplete_callback_t done) {
    const uint8_t* from = static_cast<const uint8_t*>(send);
    uint8_t* to = static_cast<uint8_t*>(receive);
    uint8_t piece[64];
    transferred_ = 0;
    while (begun_ && length) {
        const size_t size = length < sizeof(piece) ? length : sizeof(piece);
        for (size_t i = 0; i < size; i++) {
            const uint8_t byte = from ? from[i] : 0xFF;
            piece[i] = bit_order_ == LSBFIRST ? reversed(byte) : byte;
        }
        host_spi_transfer(bus_, piece, static_cast<int32_t>(size));
        for (size_t i = 0; to && i < size; i++) to[i] = bit_order_ == LSBFIRST ? reversed(piece[i]) : piece[i];
        if (from) from += size;
        if (to) to += size;
        length -= size;
        transferred_ += static_cast<int32_t>(size);
    }
    if (done) done();
}
