#include "Memory.h"

#include <string.h>

namespace {

constexpr uint32_t MAGIC = 0x4C4E4B50;  // "PKNL"
constexpr uint16_t VERSION = 1;
constexpr uint32_t QUIET_MS = 5000;
constexpr int HEADER_ADDRESS = 0;

struct Header {
    uint32_t magic;
    uint16_t version;
    uint16_t size;  // of a record: another layout is another version
    uint32_t toldTable;
};

// Found by its key, so that lines of the table may be moved, added and taken away.
struct Record {
    char key[MAX_KEY + 1];
    char name[MAX_NAME + 1];
    LightState state;
    uint32_t checksum;
};

constexpr int recordAddress(unsigned slot) {
    return HEADER_ADDRESS + static_cast<int>(sizeof(Header) + slot * sizeof(Record));
}
// Twice as many slots as lights, so that a line that is taken out and put back finds its name again.
constexpr unsigned SLOTS = 2 * MAX_LIGHTS;
static_assert(recordAddress(SLOTS) <= 2047, "the records do not fit into the Photon's EEPROM");

Header header;
Record records[MAX_LIGHTS];
uint8_t slots[MAX_LIGHTS];
unsigned count = 0;
uint16_t unsaved = 0;  // a bit a light
uint32_t changedAt = 0;

// FNV-1a over everything before the checksum.
uint32_t checksum(const Record& record) {
    const uint8_t* bytes = reinterpret_cast<const uint8_t*>(&record);
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < offsetof(Record, checksum); ++i) hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

bool isGood(const Record& record) {
    return record.checksum == checksum(record) && record.key[MAX_KEY] == 0 && record.name[MAX_NAME] == 0;
}

void write(unsigned light) {
    records[light].checksum = checksum(records[light]);
    EEPROM.put(recordAddress(slots[light]), records[light]);
}

// The slot that holds `key`, or one that no light of the table uses.
uint8_t findSlot(const char* key, Record& record, uint32_t taken) {
    for (uint8_t slot = 0; slot < SLOTS; ++slot) {
        EEPROM.get(recordAddress(slot), record);
        if (isGood(record) && strcmp(record.key, key) == 0) return slot;
    }
    record.key[0] = 0;
    uint8_t unused = 0;
    while (taken >> unused & 1) ++unused;
    return unused;
}

}  // namespace

void memory::begin(const LightConfig* lights, unsigned lightCount) {
    count = lightCount;
    EEPROM.get(HEADER_ADDRESS, header);
    const bool ours = header.magic == MAGIC && header.version == VERSION && header.size == sizeof(Record);
    if (!ours) {
        header = {MAGIC, VERSION, sizeof(Record), 0};
        EEPROM.put(HEADER_ADDRESS, header);
        // Records of another layout must not be taken for ours.
        const Record nothing = Record();
        for (unsigned slot = 0; slot < SLOTS; ++slot) EEPROM.put(recordAddress(slot), nothing);
    }
    uint32_t taken = 0;
    // First those that are remembered, so that a new light does not take the slot of a known one.
    for (unsigned pass = 0; pass < 2; ++pass) {
        for (unsigned i = 0; i < count; ++i) {
            if (pass == 1 && records[i].key[0]) continue;
            const uint8_t slot = findSlot(lights[i].key, records[i], taken);
            if (pass == 0 && !records[i].key[0]) continue;
            slots[i] = slot;
            taken |= 1u << slot;
            if (pass == 1) {
                records[i] = Record();
                strncpy(records[i].key, lights[i].key, MAX_KEY);
                strncpy(records[i].name, lights[i].name, MAX_NAME);
                records[i].state = Light::firstState(lights[i]);
            } else if (!Light::isValid(lights[i], records[i].state)) {
                records[i].state = Light::firstState(lights[i]);  // the kind of the light was changed
            }
        }
    }
}

LightState memory::state(unsigned light) { return records[light].state; }
const char* memory::name(unsigned light) { return records[light].name; }

void memory::keepState(unsigned light, const LightState& state) {
    if (memcmp(&records[light].state, &state, sizeof state) == 0) return;
    records[light].state = state;
    unsaved |= static_cast<uint16_t>(1u << light);
    changedAt = millis();
}

void memory::keepName(unsigned light, const char* name, unsigned length) {
    memset(records[light].name, 0, sizeof records[light].name);
    memcpy(records[light].name, name, length);
    write(light);
}

uint32_t memory::toldTable() { return header.toldTable; }

void memory::keepToldTable(uint32_t hash) {
    if (header.toldTable == hash) return;
    header.toldTable = hash;
    EEPROM.put(HEADER_ADDRESS, header);
}

uint32_t memory::run(uint32_t now) {
    if (!unsaved) return Light::NEVER;
    const uint32_t quiet = now - changedAt;
    if (quiet < QUIET_MS) return QUIET_MS - quiet;
    for (unsigned i = 0; i < count; ++i) {
        if (unsaved >> i & 1) write(i);
    }
    unsaved = 0;
    return Light::NEVER;
}
