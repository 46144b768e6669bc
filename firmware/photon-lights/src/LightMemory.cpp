#include "LightMemory.h"

#include <string.h>

#include "Checksum.h"
#include "KeptTable.h"
#include "Lights.h"

namespace {

constexpr uint32_t QUIET_MS = 5000;

// Of another version nothing is read: all checksums begin with it. To be raised when a struct below changes.
constexpr uint32_t VERSION = 1;
constexpr uint32_t MAGIC = 0x4C4E4B50 + VERSION;  // "PKNL"

struct Header {
    uint32_t magic;
    uint32_t told;
    uint32_t checksum;
};

// No padding anywhere, so that the checksum covers everything.
struct Record {
    char key[MAX_KEY];      // without a terminator when full, as is the name
    char name[MAX_NAME];    // empty unless renamed
    uint32_t renamedFrom;   // checksum of the name in the table then; another one there since is a newer wish
    uint16_t hue;
    uint16_t kelvin;
    uint8_t level;
    uint8_t flags;
    uint8_t saturation;
    uint8_t value;
    uint32_t checksum;
};
static_assert(sizeof(Record) == MAX_KEY + MAX_NAME + 16, "a record has no padding");

enum : uint8_t { IS_ON = 1, IS_COLORED = 2 };

// More slots than lights, so that a line that is taken out and put back finds its name again. There were 28 before
// tables were kept behind them (KeptTable.h); what is found in one of the last eight moves into one of these.
constexpr unsigned SLOTS = 20;
constexpr unsigned FORMER_SLOTS = 28;
constexpr int addressOf(unsigned slot) { return static_cast<int>(sizeof(Header) + slot * sizeof(Record)); }
static_assert(SLOTS >= MAX_LIGHTS && FORMER_SLOTS <= 32, "every light has a slot, and `taken` a bit for each");
static_assert(addressOf(SLOTS) <= KEPT_TABLE_AT, "the records end before the table");

template <typename T>
uint32_t checksumOf(const T& record) {
    return checksum(&record, sizeof record - sizeof record.checksum, MAGIC);
}

bool isGood(const Record& record) { return record.checksum == checksumOf(record); }

bool isOf(const Record& record, const char* key) {
    return isGood(record) && strncmp(record.key, key, MAX_KEY) == 0;
}

// One that holds nothing, or else what is kept of a light that is not in the table any more.
uint8_t freeSlot(uint32_t good, uint32_t taken) {
    for (const uint32_t avoided : {good | taken, taken}) {
        for (uint8_t slot = 0; slot < SLOTS; ++slot) {
            if (!(avoided >> slot & 1)) return slot;
        }
    }
    return 0;  // there are more slots than lights
}

void read(unsigned slot, Record& record) { EEPROM.get(addressOf(slot), record); }

}  // namespace

void LightMemory::begin() {
    // A page of the flash that was left full is erased now, before anything moves: it takes up to a second.
    if (EEPROM.hasPendingErase()) EEPROM.performPendingErase();
    Header header;
    EEPROM.get(0, header);
    if (header.magic == MAGIC && header.checksum == checksumOf(header)) told_ = header.told;
}

void LightMemory::findRecords(const LightConfig* table, unsigned count) {
    uint32_t good = 0, taken = 0;  // a bit for each slot
    bool isKnown[MAX_LIGHTS] = {};
    for (unsigned slot = 0; slot < FORMER_SLOTS; ++slot) {
        Record record;
        read(slot, record);
        if (!isGood(record)) continue;
        good |= 1u << slot;
        for (unsigned i = 0; i < count; ++i) {
            if (isKnown[i] || !isOf(record, table[i].key)) continue;
            isKnown[i] = true;
            slots_[i] = static_cast<uint8_t>(slot);
            taken |= 1u << slot;
        }
    }
    for (unsigned i = 0; i < count; ++i) {
        const bool isKept = isKnown[i], isElsewhere = isKept && slots_[i] >= SLOTS;
        if (isKept && !isElsewhere) continue;
        const uint8_t slot = freeSlot(good, taken);
        if (isElsewhere) {
            Record record;
            read(slots_[i], record);
            EEPROM.put(addressOf(slot), record);
        }
        slots_[i] = slot;
        taken |= 1u << slot;
    }
}

void LightMemory::recall(unsigned light, const LightConfig& config, LightState& state, char* name) const {
    Record record;
    read(slots_[light], record);
    if (!isOf(record, config.key)) return;
    state.level = record.level;
    state.isOn = record.flags & IS_ON;
    state.isColored = record.flags & IS_COLORED;
    state.color = {record.hue, record.saturation, record.value};
    state.kelvin = record.kelvin;
    state = fitted(config, state);
    if (record.name[0] && record.renamedFrom == checksum(config.name, strlen(config.name))) {
        memcpy(name, record.name, MAX_NAME);
        name[MAX_NAME] = '\0';
    }
}

void LightMemory::touch(unsigned light, uint32_t now) {
    unsaved_ |= 1u << light;
    quiet_.set(now, QUIET_MS);
}

void LightMemory::save(unsigned light, const Lights& lights) {
    const LightConfig& config = lights[light].config();
    const LightState& state = lights[light].state();
    const char* name = lights.name(light);
    Record record = {};
    memcpy(record.key, config.key, strlen(config.key));
    if (strcmp(name, config.name) != 0) memcpy(record.name, name, strlen(name));
    record.renamedFrom = checksum(config.name, strlen(config.name));
    record.hue = state.color.hue;
    record.kelvin = state.kelvin;
    record.level = state.level;
    record.flags = static_cast<uint8_t>((state.isOn ? IS_ON : 0) | (state.isColored ? IS_COLORED : 0));
    record.saturation = state.color.saturation;
    record.value = state.color.value;
    record.checksum = checksumOf(record);
    EEPROM.put(addressOf(slots_[light]), record);
    unsaved_ &= ~(1u << light);
}

void LightMemory::keepTold(uint32_t told) {
    if (told == told_) return;
    told_ = told;
    Header header = {MAGIC, told, 0};
    header.checksum = checksumOf(header);
    EEPROM.put(0, header);
}

void LightMemory::run(uint32_t now, const Lights& lights) {
    if (!quiet_.isDue(now)) return;
    saveAll(lights);
}

void LightMemory::saveAll(const Lights& lights) {
    quiet_.clear();
    for (unsigned i = 0; i < lights.count(); ++i) {
        if (unsaved_ >> i & 1) save(i, lights);
    }
}
