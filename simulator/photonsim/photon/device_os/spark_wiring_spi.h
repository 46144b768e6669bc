// SPI (SCK A3, MISO A4, MOSI A5, SS A2) and SPI1 (SCK D4, MISO D3, MOSI D2, SS D5), as controller.
#pragma once
#include "photon_host.h"
#include "spark_wiring.h"
#include "spark_wiring_tone.h"

enum { HZ = 1, KHZ = 1000, MHZ = 1000000, SPI_CLK_SYSTEM = 0, SPI_CLK_ARDUINO = 16 * MHZ, SPI_CLK_PHOTON = 60 * MHZ };

#define SPI_MODE0 0x00
#define SPI_MODE1 0x01
#define SPI_MODE2 0x02
#define SPI_MODE3 0x03
#define SPI_CLOCK_DIV2 0x00
#define SPI_CLOCK_DIV4 0x08
#define SPI_CLOCK_DIV8 0x10
#define SPI_CLOCK_DIV16 0x18
#define SPI_CLOCK_DIV32 0x20
#define SPI_CLOCK_DIV64 0x28
#define SPI_CLOCK_DIV128 0x30
#define SPI_CLOCK_DIV256 0x38
#define SPI_DEFAULT_SS 0xFFFF

typedef enum { SPI_MODE_MASTER = 0, SPI_MODE_SLAVE = 1 } SPI_Mode, hal_spi_mode_t;
typedef void (*wiring_spi_dma_transfercomplete_callback_t)(void);

namespace particle {
class SPISettings {
public:
    SPISettings() {}
    SPISettings(uint32_t clock, uint8_t bit_order, uint8_t data_mode) : clock_(clock), bit_order_(bit_order), data_mode_(data_mode) {}
    bool operator==(const SPISettings& other) const {
        return clock_ == other.clock_ && bit_order_ == other.bit_order_ && data_mode_ == other.data_mode_;
    }
    bool operator!=(const SPISettings& other) const { return !(*this == other); }
    uint32_t getClock() const { return clock_; }
    uint8_t bitOrder() const { return bit_order_; }

private:
    uint32_t clock_ = 0;
    uint8_t bit_order_ = MSBFIRST, data_mode_ = SPI_MODE3;
};
typedef SPISettings __SPISettings;
}  // namespace particle
using particle::SPISettings;

class SPIClass {
public:
    explicit SPIClass(int bus) : bus_(bus) {}
    SPIClass(const SPIClass&) = delete;
    void begin() { begin(SPI_DEFAULT_SS); }
    void begin(uint16_t ss_pin);
    void begin(hal_spi_mode_t, uint16_t ss_pin = SPI_DEFAULT_SS) { begin(ss_pin); }
    void end();
    void setBitOrder(uint8_t order) { bit_order_ = order; }
    void setDataMode(uint8_t) {}
    static void usingInterrupt(uint8_t) {}
    int32_t beginTransaction() { return 0; }
    int32_t beginTransaction(const SPISettings& settings);
    void endTransaction() {}
    void setClockDividerReference(unsigned, unsigned = HZ) {}
    void setClockDivider(uint8_t) {}
    unsigned setClockSpeed(unsigned value, unsigned scale = HZ);  // returns the one in force, in Hz
    byte transfer(byte data);
    void transfer(void* send, void* receive, size_t length, wiring_spi_dma_transfercomplete_callback_t done);
    void transferCancel() {}
    int32_t available() const { return transferred_; }
    bool isEnabled() const { return begun_; }
    void attachInterrupt() {}
    void detachInterrupt() {}
    bool trylock() { return true; }
    int lock() { return 0; }
    void unlock() {}

private:
    int bus_;
    bool begun_ = false;
    uint8_t bit_order_ = MSBFIRST;
    int32_t transferred_ = 0;
};
extern SPIClass SPI;
extern SPIClass SPI1;
