#include "LightTable.h"

#include <string.h>

#include "Checksum.h"

// A line, packed: key and name, each with its terminator; kind, with the highest bit for active-low; the pins; the
// button's; the fade; and for whites warm and cool kelvin. Numbers of two bytes begin with the lower one.

namespace {

constexpr uint8_t ACTIVE_LOW = 0x80;

uint32_t checksumOf(const KeptTable& kept) { return checksum(kept.bytes, kept.size, KEPT_TABLE_MAGIC ^ kept.size); }

bool isGood(const KeptTable& kept) {
    return kept.magic == KEPT_TABLE_MAGIC && kept.size <= KEPT_TABLE_BYTES && kept.checksum == checksumOf(kept);
}

class Packer {
public:
    explicit Packer(KeptTable& kept) : kept_(kept) { kept_.size = 0; }

    bool isFull() const { return isFull_; }
    void add(uint8_t byte) {
        isFull_ = isFull_ || kept_.size >= KEPT_TABLE_BYTES;
        if (!isFull_) kept_.bytes[kept_.size++] = static_cast<char>(byte);
    }
    void add16(uint16_t number) {
        add(static_cast<uint8_t>(number & 0xFF));
        add(static_cast<uint8_t>(number >> 8));
    }
    void add(const char* text) {
        do add(static_cast<uint8_t>(*text));
        while (*text++);
    }
    void add(const LightConfig& light) {
        add(light.key);
        add(light.name);
        add(static_cast<uint8_t>(static_cast<uint8_t>(light.kind) | (light.isActiveLow ? ACTIVE_LOW : 0)));
        for (unsigned p = 0; p < light.pinCount(); ++p) add(light.pins[p]);
        add(light.buttonPin);
        add16(light.fadeMs);
        if (!light.hasTemperature()) return;
        add16(light.warmKelvin);
        add16(light.coolKelvin);
    }

private:
    KeptTable& kept_;
    bool isFull_ = false;
};

class Unpacker {
public:
    Unpacker(const char* bytes, size_t size) : at_(bytes), end_(bytes + size) {}

    bool isAtEnd() const { return at_ == end_; }
    // Something ended too early.
    bool isBroken() const { return isBroken_; }
    uint8_t byte() {
        isBroken_ = isBroken_ || at_ == end_;
        return isBroken_ ? 0 : static_cast<uint8_t>(*at_++);
    }
    uint16_t number() {
        const uint8_t low = byte();
        return static_cast<uint16_t>(low | byte() << 8);
    }
    const char* text() {
        const char* text = at_;
        while (byte()) {}
        return text;
    }
    LightConfig light() {
        const char* key = text();
        const char* name = text();
        LightConfig light = table::entry(key, name, LightKind::Switch, NO_PIN, NO_PIN, NO_PIN, NO_PIN, 0, 0);
        const uint8_t kind = byte();
        light.kind = static_cast<LightKind>(kind & ~ACTIVE_LOW);
        light.isActiveLow = kind & ACTIVE_LOW;
        for (unsigned p = 0; p < light.pinCount(); ++p) light.pins[p] = byte();
        light.buttonPin = byte();
        light.fadeMs = number();
        if (light.hasTemperature()) {
            light.warmKelvin = number();
            light.coolKelvin = number();
        }
        isBroken_ = isBroken_ || light.kind > LightKind::Tunable;
        return light;
    }

private:
    const char* at_;
    const char* const end_;
    bool isBroken_ = false;
};

// What EEPROM gives back is what counts.
Code write(const KeptTable& wanted) {
    EEPROM.put(KEPT_TABLE_AT, wanted);
    KeptTable found;
    EEPROM.get(KEPT_TABLE_AT, found);
    return memcmp(&found, &wanted, sizeof found) == 0 ? DONE : NOT_KEPT;
}

}  // namespace

void LightTable::load() {
    KeptTable kept;
    EEPROM.get(KEPT_TABLE_AT, kept);
    isKept_ = isGood(kept) && unpack(kept) && table::mistake(lines()) == DONE;
    if (isKept_) return;
    count_ = compiled_.count;
    for (unsigned i = 0; i < count_; ++i) lights_[i] = compiled_[i];
}

bool LightTable::unpack(const KeptTable& kept) {
    memcpy(texts_, kept.bytes, kept.size);
    Unpacker bytes(texts_, kept.size);
    for (count_ = 0; count_ < MAX_LIGHTS && !bytes.isAtEnd(); ++count_) {
        lights_[count_] = bytes.light();
        if (bytes.isBroken()) return false;
    }
    return bytes.isAtEnd();
}

Code LightTable::keep(table::Lines wanted) {
    KeptTable kept;
    memset(&kept, 0xFF, sizeof kept);  // as EEPROM where nothing was written: no wear for what isn't needed
    kept.magic = KEPT_TABLE_MAGIC;
    Packer packer(kept);
    for (unsigned i = 0; i < wanted.count; ++i) packer.add(wanted[i]);
    if (packer.isFull()) return TABLE_DOES_NOT_FIT;
    kept.checksum = checksumOf(kept);
    return write(kept);
}

Code LightTable::forget() {
    KeptTable none;
    memset(&none, 0xFF, sizeof none);
    return write(none);
}
